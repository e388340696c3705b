using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>Settings of <see cref="SrResNet"/>.</summary>
/// <param name="Scale">2, 3, 4 or 8.</param>
/// <param name="Blocks">Residual blocks B.</param>
/// <param name="Features">Channels.</param>
/// <param name="ChannelwisePRelu">A slope for each channel instead of one for each layer.</param>
/// <param name="BodyBias">Whether the convolutions before a normalisation have biases (without effect on what the network can do).</param>
/// <param name="TrunkEnd">What follows the last convolution before the long skip.</param>
/// <param name="Output">How the last convolution's values become colours.</param>
public sealed record SrResNetSettings(
    int Scale, int Blocks = 16, int Features = 64, bool ChannelwisePRelu = false, bool BodyBias = true,
    TrunkEnd TrunkEnd = TrunkEnd.BatchNorm, OutputRange Output = OutputRange.Signed) : INetworkSettings
{
    /// <summary>The paper's ×4 network: 16 blocks, 1,549,462 parameters with one slope per PReLU.</summary>
    public static SrResNetSettings Paper { get; } = new(Scale: 4);

    /// <summary>What ships: half of the paper's depth and width.</summary>
    public static SrResNetSettings Compact { get; } = new(Scale: 4, Blocks: 8, Features: 32);

    /// <summary>How many LR pixels around a place the result depends on.</summary>
    public int Reach => SubPixel.Reach(4 + (2 * Blocks) + 1, Scale, last: 4);

    string INetworkSettings.Size => $"{Blocks} blocks × {Features} channels";

    private const string OutputSetting = "output";

    /// <summary>
    /// Public SRGAN generators' names: block1 (first convolution), block2 … (residual blocks), the trunk's end and the enlarging block.
    /// </summary>
    /// <param name="blocks">Residual blocks; 5 in the usual files.</param>
    /// <param name="stages">Enlarging stages: 1 for ×2, 2 for ×4, 3 for ×8.</param>
    /// <param name="trunkEnd">What ends the trunk.</param>
    public static KeyMap BlockNames(int blocks, int stages, TrunkEnd trunkEnd) => new("SRGAN block1 …",
    [
        ("block1.0.", "conv1.", 0), ("block1.1.", "prelu1.", 0),
        ($"block{blocks + 2}.0.", "conv2.", 0), ($"block{blocks + 2}.1.", trunkEnd == TrunkEnd.BatchNorm ? "bn2." : "prelu2.", 0),
        ($"block{blocks + 3}.{stages}.", "conv3.", 0), ($"block{blocks + 3}.#.", "up#.", 0),
        ("block#.", "block#.", -2),
    ]);

    internal static KeyMap BlockNames(NetworkKeys keys)
    {
        var blocks = keys.Count("block#.conv1.weight");
        return BlockNames(blocks, keys.Count($"block{blocks + 3}.#.conv.weight"),
            keys.Has($"block{blocks + 2}.1.running_mean") ? TrunkEnd.BatchNorm : TrunkEnd.PRelu);
    }

    /// <summary>
    /// As a file has them. Where nobody says how the network answers, files with the names block1 … do so with Tanh, and others in [−1,
    /// 1].
    /// </summary>
    internal static SrResNetSettings From(NetworkKeys keys)
    {
        var (width, blocks) = (keys.Side("conv1.weight", 0), keys.Count("block#.conv1.weight"));
        keys.RequireLayers((2L * blocks) + 1, width);
        return new(keys.Side("up0.conv.weight", 0) == 9 * width ? 3 : 1 << keys.Count("up#.conv.weight"), blocks, width,
            keys.Side("prelu1.weight", 0) > 1, keys.Has("conv2.bias"),
            keys.Has("bn2.weight") ? TrunkEnd.BatchNorm : TrunkEnd.PRelu,
            keys.Choice<OutputRange>(OutputSetting) ?? (keys.Naming is null ? OutputRange.Signed : OutputRange.Tanh));
    }

    internal IEnumerable<KeyValuePair<string, string>> Metadata() =>
        [new(NetworkKeys.ScaleSetting, FormattableString.Invariant($"{Scale}")), new(OutputSetting, $"{Output}")];

    /// <summary>How many slopes a PReLU has.</summary>
    internal int Slopes => ChannelwisePRelu ? Features : 1;

    Module<Tensor, Tensor> INetworkSettings.Build(int scale) => new SrResNet(this with { Scale = scale });
}

/// <summary>What ends the trunk of <see cref="SrResNet"/>.</summary>
public enum TrunkEnd
{
    /// <summary>Batch normalisation, as in the paper.</summary>
    BatchNorm,

    /// <summary>PReLU, as in early public generators.</summary>
    PRelu,
}

/// <summary>The range in which a network's last convolution answers.</summary>
public enum OutputRange
{
    /// <summary>y in [0, 1].</summary>
    Unit,

    /// <summary>y in [−1, 1], as in the SRGAN paper: the colour is (y + 1) / 2.</summary>
    Signed,

    /// <summary>(tanh(y) + 1) / 2, as in public generators.</summary>
    Tanh,
}
