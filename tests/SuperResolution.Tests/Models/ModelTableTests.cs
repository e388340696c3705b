using System.Globalization;
using SuperResolution.Models;
using SuperResolution.Tests.Support;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Models;

/// <summary>The table in lib/SuperResolution/Models/README.md against the networks.</summary>
public class ModelTableTests
{
    [Fact]
    public void Its_parameters_and_multiply_adds_are_those_of_the_networks()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        (nn.Module<Tensor, Tensor> Network, int Scale, int Channels)[] networks =
        [
            (new Srcnn(SrcnnShape.Net955), 1, 1), (new Vdsr(), 1, 1), (new Edsr(EdsrSettings.Baseline(4)), 4, 3),
            (new Edsr(EdsrSettings.Full(4)), 4, 3), (new SrResNet(SrResNetSettings.Paper), 4, 3),
            (new MsrResNet(MsrResNetSettings.Paper), 4, 3), (new RrdbNet(RrdbNetSettings.Paper), 4, 3),
            (new SrVggNetCompact(SrVggNetCompactSettings.General), 4, 3),
        ];
        var rows = File.ReadAllLines(Path.Combine(Shared.Repository, "lib", "SuperResolution", "Models", "README.md"))
            .Where(line => line.StartsWith('|')).Skip(2).Select(line => line.Split('|')).ToList();
        for (var i = 0; i < networks.Length; i++)
        {
            var (network, scale, channels) = networks[i];
            Assert.Equal(Number(rows[i][4]), network.parameters().Sum(parameter => parameter.numel()));
            Assert.Equal(Number(rows[i][5]), MultiplyAdds(network, rand(1, channels, 24, 24)) / (24 * 24 * scale * scale));
        }
    }

    [Fact]
    public void Its_other_parameters_are_those_of_discriminators_and_feature_networks()
    {
        var rows = File.ReadAllLines(Path.Combine(Shared.Repository, "lib", "SuperResolution", "Models", "README.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|'))
                .ToDictionary(row => row[1].Trim(' ', '`'), row => Number(row[4]));
        nn.Module[] networks =
        [
            new SrganDiscriminator(SrganDiscriminatorSettings.Paper), new EsrganDiscriminator(),
            new Vgg19Features(VggLayer.Phi54, VggPreprocessing.TorchVision),
            new Vgg16Features([new VggLayer(5, 3)], VggPreprocessing.TorchVision), new AlexNetFeatures(),
        ];
        foreach (var network in networks)
        {
            Assert.Equal(rows[network.GetName()], network.parameters().Sum(parameter => parameter.numel()));
            network.Dispose();
        }
    }

    /// <summary>
    /// Counted while the network runs: every convolution's outputs times the inputs of each. Srcnn's run over the edge too; its shape
    /// counts.
    /// </summary>
    private static long MultiplyAdds(nn.Module<Tensor, Tensor> network, Tensor input)
    {
        if (network is Srcnn srcnn) return srcnn.Shape.Weights * input.numel();
        long sum = 0;
        var hooks = network.modules().OfType<Conv2d>().Select(layer => layer.register_forward_hook((_, _, output) =>
        {
            sum += output.numel() * (layer.weight.numel() / layer.weight.size(0));
            return output;
        })).ToList();
        network.call(input).Dispose();
        hooks.ForEach(hook => hook.remove());
        return sum;
    }

    private static long Number(string cell) =>
        long.Parse(cell, NumberStyles.AllowThousands | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture);
}
