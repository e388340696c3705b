using SuperResolution.Models;
using SuperResolution.Platform;
using TorchSharp;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Models;

/// <summary>What stands in for a network's layers answers as they do.</summary>
public class FastLayersTests
{
    [Theory, MemberData(nameof(SampleNetworks.Numbers), MemberType = typeof(SampleNetworks))]
    public void Outputs_and_gradients_of_every_network_are_those_of_its_file(int number) =>
        AreThoseOfItsFile(SampleNetworks.All[number].Build());

    [Theory]
    [InlineData(2, false), InlineData(4, true), InlineData(3, true), InlineData(8, false)]
    public void Outputs_and_gradients_of_SRResNet_are_so_at_every_scale_and_with_all_its_slopes(int scale, bool channelwise)
    {
        var network = new SrResNet(new SrResNetSettings(scale, 1, 4, channelwise));
        using (no_grad())
        {
            foreach (var (name, slope) in network.named_parameters())
                if (name.Contains("prelu", StringComparison.Ordinal)) slope.uniform_(0.1, 0.9);
        }
        AreThoseOfItsFile(network);
    }

    private static void AreThoseOfItsFile(nn.Module<Tensor, Tensor> network)
    {
        using var scope = NewDisposeScope();
        network.to(float64).eval();
        var input = rand(1, ((INetwork)network).Architecture.Input.IsLuma ? 1 : 3, 24, 28, dtype: float64);
        var plain = Answers(network, input);
        var fast = Answers(network.UseFastLayers(), input);

        Assert.True(network is not IHasLayerChain { Chain.IsReplaced: false });
        Equal(plain.Output, fast.Output);
        Equal(plain.Output, fast.WithoutGradients);
        Assert.All(plain.Gradients, pair => Equal(pair.Value, fast.Gradients[pair.Key]));
    }

    [Theory]
    [InlineData(9, 2), InlineData(9, 3), InlineData(3, 2), InlineData(5, 3), InlineData(1, 2), InlineData(7, 4)]
    public void A_convolution_in_front_of_the_shuffle_equals_shuffling_first_for_any_kernel_and_factor(int side, int factor)
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Conv2d(4, 3, side, padding: side / 2).to(float64);
        var x = rand(2, 4L * factor * factor, 5, 6, dtype: float64);

        Equal(layer.call(nn.functional.pixel_shuffle(x, factor)), FastLayers.UnshuffledConvolution(layer, x, factor));
    }

    [Theory]
    [InlineData(5, 32, false), InlineData(5, 32, true), InlineData(3, 2, true), InlineData(1, 4, false), InlineData(4, 3, true)]
    public void A_convolution_to_one_plane_equals_the_layer(int side, int channels, bool channelsLast)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var layer = nn.Conv2d(channels, 1, side).to(float64);
        var x = rand(2, channels, 9, 11, dtype: float64);
        if (channelsLast) x = x.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

        Equal(layer.call(x), FastLayers.OnePlaneConvolution(layer, x));
    }

    [Fact]
    public void SRCNN_without_padding_is_the_middle_of_SRCNN_with_it()
    {
        using var scope = NewDisposeScope();
        var (network, y) = (new Srcnn(SrcnnShape.Net955).to(float64).UseFastLayers(), rand(2, 1, 24, 28, dtype: float64));
        var expected = network.call(y).narrow(2, 8, 8).narrow(3, 8, 12);
        Equal(expected, network.Valid(y));
        using var frozen = no_grad();
        Equal(expected, network.Valid(y));
    }

    [Fact] // one input channel leaves the order open; SRCNN's first layer has one
    public void A_reordered_convolution_of_one_channel_answers_in_channels_last_order()
    {
        using var scope = NewDisposeScope();
        _ = Compute.Device;
        using var layer = nn.Sequential(nn.Conv2d(1, 16, 3));
        Assert.NotEqual(1, layer.call(rand(1, 1, 8, 10)).stride(1));
        Assert.Equal(1, layer.UseFastLayers().call(rand(1, 1, 8, 10)).stride(1));
    }

    private static (Tensor Output, Tensor WithoutGradients, Dictionary<string, Tensor> Gradients) Answers(
        nn.Module<Tensor, Tensor> network, Tensor input)
    {
        network.zero_grad();
        var output = network.call(input);
        output.square().sum().backward();
        using var frozen = no_grad();
        return (output, network.call(input), network.named_parameters().ToDictionary(p => p.name, p => p.parameter.grad!.clone()));
    }

    private static void Equal(Tensor expected, Tensor result)
    {
        Assert.Equal(expected.shape, result.shape);
        var scale = Math.Max(1, expected.abs().max().item<double>());
        Assert.True((expected - result).abs().max().item<double>() < 1e-11 * scale);
    }
}
