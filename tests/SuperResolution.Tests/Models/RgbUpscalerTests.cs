using SuperResolution.Imaging;
using SuperResolution.Models;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Models;

public class RgbUpscalerTests
{
    [Theory]
    [InlineData(1, 1), InlineData(2, 5), InlineData(7, 3), InlineData(8, 8)]
    public void Sizes_that_folding_networks_cannot_take_are_padded_by_repeating_the_edge_and_cut(int width, int height)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var settings = new RrdbNetSettings(2, 1, 4, 2);
        var network = new RrdbNet(settings);
        network.eval();
        var lr = rand(1, 3, height, width);

        var result = new RgbUpscaler(network, 2, "RRDBNet", settings.Reach, settings.Fold).Upscale(lr);

        Assert.Equal([1L, 3, 2 * height, 2 * width], result.shape);
        var padded = nn.functional.pad(lr, [0, width % 2, 0, height % 2], TorchSharp.PaddingModes.Replicate);
        var expected = network.call(padded).narrow(2, 0, 2 * height).narrow(3, 0, 2 * width);
        Assert.Equal(expected.contiguous().bytes.ToArray(), result.bytes.ToArray());
    }

    [Fact]
    public void Without_padding_such_a_size_is_refused() =>
        Assert.Contains("multiples of 2, not 5×4", Assert.Throws<ArgumentException>(() =>
        {
            using var scope = NewDisposeScope();
            new RrdbNet(new RrdbNetSettings(2, 1, 4, 2)).call(rand(1, 3, 4, 5));
        }).Message);

    [Theory]
    [InlineData("SRResNet"), InlineData("RRDBNet x2"), InlineData("EDSR x3"), InlineData("VDSR")]
    public void Tiles_that_overlap_by_the_reach_give_the_result_of_the_whole(string name)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var whole = Upscaler(name);
        var tiles = new TiledUpscaler(whole, tile: 10);
        var lr = rand(1, 3, 53, 37);

        var (expected, result) = (whole.Upscale(lr), tiles.Upscale(lr));

        Assert.Equal(whole.Reach, tiles.Overlap);
        Assert.True(((expected - result).abs().max() / expected.abs().max()).item<float>() < 1e-5);
    }

    private static Upscaler Upscaler(string name)
    {
        switch (name)
        {
            case "SRResNet":
                var srResNet = new SrResNetSettings(4, 2, 8);
                return new RgbUpscaler(Evaluating(new SrResNet(srResNet)), 4, name, srResNet.Reach);
            case "RRDBNet x2":
                var rrdb = new RrdbNetSettings(2, 0, 8, 4); // one block more reaches 38 pixels, further than tiles overlap by themselves
                return new RgbUpscaler(Evaluating(new RrdbNet(rrdb)), 2, name, rrdb.Reach, rrdb.Fold);
            case "EDSR x3":
                var edsr = new EdsrSettings(3, 2, 8, 1);
                return new RgbUpscaler(Evaluating(new Edsr(edsr)), 3, name, edsr.Reach);
            default:
                return new LumaUpscaler((Vdsr)Evaluating(new Vdsr(new VdsrSettings(6, 8))), 2);
        }
    }

    private static nn.Module<Tensor, Tensor> Evaluating(nn.Module<Tensor, Tensor> network)
    {
        network.eval();
        return network;
    }

    [Fact]
    public void A_gray_picture_counts_as_three_equal_colours_and_comes_back_gray()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var network = new SrVggNetCompact(new SrVggNetCompactSettings(3, 1, 4));
        var upscaler = new RgbUpscaler(network, 3, "SRVGG");
        var gray = rand(1, 1, 6, 5);

        var colours = upscaler.Upscale(gray.expand(-1, 3, -1, -1));
        var result = upscaler.Upscale(gray);

        Assert.Equal([1L, 1, 18, 15], result.shape);
        var luma = (colours * tensor([0.298936021f, 0.587043074f, 0.114020904f]).view(1, 3, 1, 1)).sum(1, keepdim: true);
        Assert.True((luma - result).abs().max().item<float>() < 1e-5);
        Assert.Equal(1, upscaler.Upscale(Picture.FromTensor(gray)).Channels);
    }

    [Fact]
    public void Scaled_He_is_a_tenth_of_He()
    {
        using var scope = NewDisposeScope();
        var (he, scaled) = (new MsrResNet(new MsrResNetSettings(2, 1, 64)), new MsrResNet(new MsrResNetSettings(2, 1, 64)));
        Initialisation.He.Apply(he, new Generator(5));
        Initialisation.ScaledHe.Apply(scaled, new Generator(5));
        Assert.Equal(Math.Sqrt(2.0 / (64 * 9)), he.state_dict()["conv_hr.weight"].std().item<float>(), 1e-3);
        Assert.All(he.state_dict(), pair =>
            Assert.True((pair.Value * 0.1f - scaled.state_dict()[pair.Key]).abs().max().item<float>() < 1e-7));
        Assert.Contains("SRCNN", Assert.Throws<ArgumentException>(() => Initialisation.PassThrough.Apply(he)).Message);
    }
}
