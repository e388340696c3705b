using SuperResolution.Imaging;
using SuperResolution.Metrics;
using SuperResolution.Models;
using SuperResolution.Tests.Support;
using SuperResolution.Weights;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Models;

public class SrcnnTests
{
    [Theory] // arXiv 1501.00092: 36.66 / 0.9542 and 32.75 / 0.9090
    [InlineData(2, 36.66, 0.9542), InlineData(3, 32.75, 0.9090)]
    public void The_authors_weights_give_the_papers_row_on_Set5(int scale, double psnr, double ssim)
    {
        var upscaler = NetworkFile.Open(Shared.Path("weights", $"srcnn_955_imagenet_x{scale}.safetensors"), scale, name: "SRCNN");
        var scores = Shared.Files("datasets", "Set5").Select(file => Protocol.Y601(scale).Evaluate(upscaler, Picture.Load(file))).ToList();

        Assert.Equal(psnr, scores.Average(score => score.Psnr), 0.01);
        Assert.Equal(ssim, scores.Average(score => score.Ssim), 0.0005);
    }

    [Theory] // section 4.1 counts weights without biases
    [InlineData(9, 1, 5, 8_032), InlineData(9, 3, 5, 24_416), InlineData(9, 5, 5, 57_184)]
    public void Has_as_many_weights_as_the_paper_says(int f1, int f2, int f3, int weights)
    {
        using var network = new Srcnn(new SrcnnShape(f1, f2, f3));
        Assert.Equal(weights, network.named_parameters().Where(p => p.name.EndsWith("weight", StringComparison.Ordinal))
            .Sum(p => p.parameter.numel()));
        Assert.Equal(weights, network.Shape.Weights);
        Assert.Equal(64 + 32 + 1, network.named_parameters().Where(p => p.name.EndsWith("bias", StringComparison.Ordinal))
            .Sum(p => p.parameter.numel()));
    }

    [Fact]
    public void Valid_is_the_inner_part_of_forward()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var network = new Srcnn(SrcnnShape.Net955);
        var y = rand(2, 1, 40, 37);
        var margin = network.Shape.Margin;

        var inner = network.call(y).narrow(2, margin, 40 - (2 * margin)).narrow(3, margin, 37 - (2 * margin));
        var valid = network.Valid(y);

        Assert.Equal(8, margin);
        Assert.Equal([2L, 1, 24, 21], valid.shape);
        Assert.True((inner - valid).abs().max().item<float>() < 1e-5);
    }

    [Fact]
    public void The_upscaler_restores_luma_and_leaves_chroma_to_bicubic()
    {
        using var scope = NewDisposeScope();
        using var network = new Srcnn(SrcnnShape.Net915);
        var upscaler = new LumaUpscaler(network, 2);
        var lr = rand(1, 3, 12, 10);

        var result = ColorSpace.ToYCbCr(upscaler.Upscale(lr));
        var bicubic = ColorSpace.ToYCbCr(Resize.Imresize(lr, 2));
        var luma = upscaler.Upscale(ColorSpace.ToYCbCr(lr).narrow(1, 0, 1));

        Assert.Equal([1L, 3, 24, 20], result.shape);
        Assert.True((result.narrow(1, 1, 2) - bicubic.narrow(1, 1, 2)).abs().max().item<float>() < 1e-5);
        Assert.True((result.narrow(1, 0, 1) - luma).abs().max().item<float>() < 1e-5);
    }

    [Fact]
    public void The_papers_initialisation_has_a_deviation_of_a_thousandth_and_He_keeps_the_variance()
    {
        using var scope = NewDisposeScope();
        using var network = new Srcnn(SrcnnShape.Net955);
        Initialisation.Srcnn.Apply(network, new Generator(3));
        Assert.Equal(0.001, network.Filters.std().item<float>(), 5e-5);

        Initialisation.He.Apply(network, new Generator(3));
        Assert.Equal(Math.Sqrt(2.0 / 81), network.Filters.std().item<float>(), 5e-3);
        Assert.All(network.named_parameters().Where(p => p.name.EndsWith("bias", StringComparison.Ordinal)),
            p => Assert.Equal(0, p.parameter.abs().max().item<float>()));
    }

    [Fact]
    public void The_same_seed_gives_the_same_first_values_and_PassThrough_returns_the_input()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var (a, b) = (new Srcnn(SrcnnShape.Net955), new Srcnn(SrcnnShape.Net955));
        Initialisation.PassThrough.Apply(a, new Generator(7));
        Initialisation.PassThrough.Apply(b, new Generator(7));
        var y = rand(1, 1, 20, 20);

        Assert.All(a.state_dict(), pair => Assert.Equal(pair.Value.bytes.ToArray(), b.state_dict()[pair.Key].bytes.ToArray()));
        Assert.True((a.call(y) - y).abs().max().item<float>() < 0.1);
    }
}
