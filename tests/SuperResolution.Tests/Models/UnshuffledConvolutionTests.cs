using SuperResolution.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Models;

public class UnshuffledConvolutionTests
{
    [Theory]
    [InlineData(9, 2), InlineData(9, 3), InlineData(3, 2), InlineData(5, 3), InlineData(1, 2), InlineData(7, 4)]
    public void Equals_shuffling_first_for_any_kernel_and_factor(int side, int factor)
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Conv2d(4, 3, side, padding: side / 2).to(float64);
        var x = rand(2, 4L * factor * factor, 5, 6, dtype: float64);

        var expected = layer.call(nn.functional.pixel_shuffle(x, factor));
        var result = UnshuffledConvolution.Call(layer, x, factor);

        Assert.Equal(expected.shape, result.shape);
        Assert.True((expected - result).abs().max().item<double>() < 1e-12);
    }

    [Theory]
    [InlineData(2, false), InlineData(4, true), InlineData(3, true)]
    public void SRResNet_has_the_same_output_and_the_same_gradients_either_way(int scale, bool channelwise)
    {
        using var scope = NewDisposeScope();
        var network = new SrResNet(new SrResNetSettings(scale, 1, 4, channelwise)).to(float64);
        network.eval();
        var x = rand(1, 3, 6, 5, dtype: float64);
        var results = new List<(Tensor Output, Dictionary<string, Tensor> Gradients)>();
        foreach (var unshuffled in (bool[])[true, false])
        {
            network.UnshuffledOutput = unshuffled;
            network.zero_grad();
            var output = network.call(x);
            output.square().sum().backward();
            results.Add((output, network.named_parameters().ToDictionary(p => p.name, p => p.parameter.grad!.clone())));
        }

        Assert.True((results[0].Output - results[1].Output).abs().max().item<double>() < 1e-12);
        Assert.All(results[0].Gradients,
            pair => Assert.True((pair.Value - results[1].Gradients[pair.Key]).abs().max().item<double>() < 1e-10, pair.Key));
    }
}
