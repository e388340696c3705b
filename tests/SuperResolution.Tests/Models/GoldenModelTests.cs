using SuperResolution.Models;
using SuperResolution.Tests.Support;
using SuperResolution.Weights;
using static TorchSharp.torch;
using Network = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace SuperResolution.Tests.Models;

/// <summary>
/// Every network gives the output that the public PyTorch implementation gave with the same weights (PyTorch 1.13, CPU, evaluation mode).
/// </summary>
public class GoldenModelTests
{
    public static TheoryData<string> Cases =>
        ["edsr_x4", "msrresnet_x2", "msrresnet_x3", "msrresnet_x4", "rrdbnet_x2", "rrdbnet_x4", "rrdbnet_x4_old_names",
            "srgan_generator_bn_x4", "srvgg_x4", "discriminator_vgg128"];

    [Theory, MemberData(nameof(Cases))]
    public void Gives_the_output_of_the_public_implementation(string name) => Compare(name, channelsLast: false);

    [Theory, MemberData(nameof(Cases))]
    public void Gives_the_same_output_with_weights_in_channels_last_order(string name) => Compare(name, channelsLast: true);

    private static void Compare(string name, bool channelsLast)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var (network, map) = Build(name);
        ModuleWeights.Load(network, Shared.Path("golden", "models", name, "weights.pth"), map);
        network.eval();
        if (channelsLast) network.UseChannelsLast();

        var expected = Npy.Read(Shared.Path("golden", "models", name, "output.npy"));
        var output = network.call(Npy.Read(Shared.Path("golden", "models", name, "input.npy")));

        Assert.Equal(expected.shape, output.shape);
        var error = ((output - expected).abs().max() / expected.abs().max()).item<float>();
        Assert.True(error <= 1e-5, $"relative error {error}");
    }

    private static (Network, KeyMap?) Build(string name) => name switch
    {
        "edsr_x4" => (new Edsr(new EdsrSettings(4, Blocks: 2, Features: 16, ResidualScale: 0.1)), null),
        "msrresnet_x2" => (new MsrResNet(new MsrResNetSettings(2, 2, 16)), null),
        "msrresnet_x3" => (new MsrResNet(new MsrResNetSettings(3, 2, 16)), null),
        "msrresnet_x4" => (new MsrResNet(new MsrResNetSettings(4, 2, 16)), null),
        "rrdbnet_x2" => (new RrdbNet(new RrdbNetSettings(2, 2, 16, 8)), null),
        "rrdbnet_x4" => (new RrdbNet(new RrdbNetSettings(4, 2, 16, 8)), null),
        "rrdbnet_x4_old_names" => (new RrdbNet(new RrdbNetSettings(4, 2, 16, 8)), RrdbNet.Names2018),
        "srgan_generator_bn_x4" =>
            (new SrResNet(new SrResNetSettings(4, Blocks: 5, Output: OutputRange.Tanh)), SrResNet.BlockNames(5, 2, TrunkEnd.BatchNorm)),
        "srvgg_x4" => (new SrVggNetCompact(new SrVggNetCompactSettings(4, Convolutions: 4, Features: 16)), null),
        "discriminator_vgg128" => (new EsrganDiscriminator(features: 8), null),
        _ => throw new ArgumentException(name),
    };
}
