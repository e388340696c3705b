using SuperResolution.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Models;

public sealed class ChannelsLastTests
{
    public static TheoryData<string> Networks => [.. builders.Keys];

    private static readonly Dictionary<string, (Func<nn.Module<Tensor, Tensor>> Build, int Channels, int Side)> builders = new()
    {
        ["SRCNN"] = (() => new Srcnn(SrcnnShape.Net955), 1, 33),
        ["VDSR"] = (() => new Vdsr(new VdsrSettings(5, 64)), 1, 33),
        ["EDSR"] = (() => new Edsr(new EdsrSettings(4, 2, 32, 1)), 3, 16),
        ["SRResNet"] = (() => new SrResNet(new SrResNetSettings(4, 2, 32)), 3, 16),
        ["MSRResNet"] = (() => new MsrResNet(new MsrResNetSettings(4, 2, 32)), 3, 16),
        ["RRDBNet"] = (() => new RrdbNet(new RrdbNetSettings(4, 1, 32, 16)), 3, 16),
        ["SRVGGNetCompact"] = (() => new SrVggNetCompact(new SrVggNetCompactSettings(4, 4, 32)), 3, 16),
        ["SRGAN's discriminator"] = (() => new SrganDiscriminator(new SrganDiscriminatorSettings(64, Features: 16)), 3, 64),
    };

    /// <summary>In the ordinary order they are not, on some CPUs: see the remarks of <see cref="ChannelsLast.UseChannelsLast"/>.</summary>
    [Theory, MemberData(nameof(Networks))]
    public void Gradients_in_single_precision_are_those_in_double_precision(string name)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        var (build, channels, side) = builders[name];
        var x = rand([2, channels, side, side], generator: generator);

        Tensor Gradients(ScalarType type, bool last)
        {
            var network = build();
            Initialisation.PyTorch.Apply(network, new Generator(1));
            network.to(type);
            if (last) network.UseChannelsLast();
            network.call(x.to(type)).square().mean().backward();
            return cat([.. network.parameters().Where(p => p.grad is not null).Select(p => p.grad!.to(float64).flatten())]);
        }

        var (single, exact) = (Gradients(float32, last: true), Gradients(float64, last: false));
        // the fault is above 0.5; a rectifier that tips over makes 1e-3
        Assert.InRange(((single - exact).norm() / exact.norm()).item<double>(), 0, 5e-3);
    }
}
