using SuperResolution.Models;
using SuperResolution.Platform;
using TorchSharp;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Models;

public class OnePlaneConvolutionTests
{
    [Theory]
    [InlineData(5, 32, false), InlineData(5, 32, true), InlineData(3, 2, true), InlineData(1, 4, false), InlineData(4, 3, true)]
    public void Equals_the_layer(int side, int channels, bool channelsLast)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var layer = nn.Conv2d(channels, 1, side).to(float64);
        var x = rand(2, channels, 9, 11, dtype: float64);
        if (channelsLast) x = x.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

        var (expected, result) = (layer.call(x), OnePlaneConvolution.Call(layer, x));

        Assert.Equal(expected.shape, result.shape);
        Assert.True((expected - result).abs().max().item<double>() < 1e-12);
    }

    [Fact]
    public void SRCNN_answers_the_same_with_and_without_gradients()
    {
        using var scope = NewDisposeScope();
        var (network, y) = (new Srcnn(SrcnnShape.Net955).to(float64), rand(2, 1, 24, 28, dtype: float64));
        var expected = network.call(y);
        using var frozen = no_grad();

        Assert.True((expected - network.call(y)).abs().max().item<double>() < 1e-12);
        Assert.True((expected.narrow(2, 8, 8).narrow(3, 8, 12) - network.Valid(y)).abs().max().item<double>() < 1e-12);
    }

    [Fact] // one input channel leaves the order open; SRCNN's first layer has one
    public void A_reordered_convolution_of_one_channel_answers_in_channels_last_order()
    {
        using var scope = NewDisposeScope();
        _ = Compute.Device;
        var layer = nn.Conv2d(1, 16, 3);
        var expected = layer.call(rand(1, 1, 8, 10));
        Assert.Equal(1, ChannelsLast.Convolve(layer, rand(1, 1, 8, 10)).stride(1));
        Assert.NotEqual(1, expected.stride(1));
    }
}
