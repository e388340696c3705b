using SuperResolution.Models;
using TorchSharp;
using static TorchSharp.torch;
using Network = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace SuperResolution.Tests.Models;

/// <summary>What networks state as their reach, against the gradient of output pixels by the input.</summary>
public class ReachTests
{
    public static TheoryData<string> Networks =>
        ["edsr x2", "edsr x3", "edsr x4", "srresnet x2", "srresnet x4", "srresnet x8", "msrresnet x2", "msrresnet x3", "msrresnet x4",
            "rrdb x4", "rrdb x2", "srvgg x4"];

    [Theory, MemberData(nameof(Networks))]
    public void An_output_pixel_depends_on_as_many_input_pixels_as_stated(string name)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1); // other tests draw from TorchSharp's own at the same time
        var (network, scale, reach) = Build(name);
        network.eval();
        Initialisation.He.Apply(network, generator);
        var centre = reach + 4;
        var side = (2 * centre) + 4;
        var furthest = 0;
        for (var y = 0; y < scale * 2; y += scale - 1) // first and last pixels of two cells
        {
            using var step = NewDisposeScope();
            var input = rand(1, 3, side, side, dtype: float64, requires_grad: true, generator: generator);
            network.to(float64).call(input)[0, 0, (scale * centre) + y, (scale * centre) + y].backward();
            var touched = input.grad!.abs().sum([0, 1, 2]).gt(0).nonzero().flatten();
            var cell = centre + (y / scale);
            furthest = Math.Max(furthest, (int)Math.Max(cell - touched.min().item<long>(), touched.max().item<long>() - cell));
        }
        Assert.InRange(furthest, name == "rrdb x2" ? reach - 1 : reach, reach); // folded pixels: one side of a pair sees one less
    }

    private static (Network, int Scale, int Reach) Build(string name)
    {
        var scale = name[^1] - '0';
        return name.Split(' ')[0] switch
        {
            "edsr" => Of(new EdsrSettings(scale, 1, 4, 1), settings => (new Edsr(settings), settings.Reach)),
            "srresnet" => Of(new SrResNetSettings(scale, 1, 4), settings => (new SrResNet(settings), settings.Reach)),
            "msrresnet" => Of(new MsrResNetSettings(scale, 1, 4), settings => (new MsrResNet(settings), settings.Reach)),
            "rrdb" => Of(new RrdbNetSettings(scale, 1, 4, 2), settings => (new RrdbNet(settings), settings.Reach)),
            _ => Of(new SrVggNetCompactSettings(scale, 2, 4), settings => (new SrVggNetCompact(settings), settings.Reach)),
        };

        (Network, int, int) Of<T>(T settings, Func<T, (Network Network, int Reach)> build) =>
            build(settings) is var built ? (built.Network, scale, built.Reach) : default;
    }
}
