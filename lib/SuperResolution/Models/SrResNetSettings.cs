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
    TrunkEnd TrunkEnd = TrunkEnd.BatchNorm, OutputRange Output = OutputRange.Signed)
{
    /// <summary>The paper's ×4 network: 16 blocks, 1,549,462 parameters with one slope per PReLU.</summary>
    public static SrResNetSettings Paper { get; } = new(Scale: 4);

    /// <summary>How many LR pixels around a place the result depends on.</summary>
    public int Reach => SubPixel.Reach(4 + (2 * Blocks) + 1, Scale, last: 4);

    internal const string OutputSetting = "output";

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

    /// <summary>How many slopes a PReLU has.</summary>
    internal int Slopes => ChannelwisePRelu ? Features : 1;
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
