using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>EDSR (Lim, Son, Kim, Nah, Lee: Enhanced Deep Residual Networks for Single Image Super-Resolution, arXiv 1707.02921).</summary>
/// <remarks>
/// Input: RGB in [0, 1], shape (N, 3, H, W). Output: RGB, (N, 3, H·scale, W·scale), not clamped.
/// Inside, DIV2K's mean colour is subtracted and samples are in units of 1/255, as in the authors' code.
/// Keys as in BasicSR (conv_first, body.N.conv1, conv_after_body, upsample.N, conv_last).
/// </remarks>
public sealed class Edsr : Module<Tensor, Tensor>
{
    private const double Range = 255;

    private readonly Conv2d conv_first, conv_after_body, conv_last;
    private readonly Sequential body, upsample;

    /// <summary>Builds the network with PyTorch's default initialisation, as its authors did.</summary>
    /// <exception cref="ArgumentException">The scale is not 2, 3, 4 or 8.</exception>
    public Edsr(EdsrSettings settings) : base(nameof(Edsr))
    {
        Settings = settings;
        var width = settings.Features;
        conv_first = Conv2d(3, width, 3, padding: 1);
        body = Sequential(Enumerable.Range(0, settings.Blocks).Select(i => ($"{i}", (Module<Tensor, Tensor>)new ResidualBlock(width, settings.ResidualScale))));
        conv_after_body = Conv2d(width, width, 3, padding: 1);
        upsample = SubPixel.Stages(settings.Scale, width);
        conv_last = Conv2d(width, 3, 3, padding: 1);
        RegisterComponents();
    }

    /// <summary>Scale, depth and width.</summary>
    public EdsrSettings Settings { get; }

    /// <summary>Upscales (N, 3, H, W); the caller owns the result.</summary>
    public override Tensor forward(Tensor rgb)
    {
        using var scope = NewDisposeScope();
        var mean = Colours.Div2kMean(rgb);
        var first = conv_first.call((rgb - mean) * Range);                 // (N, F, H, W)
        var features = first + conv_after_body.call(body.call(first));     // figure 3: one long skip
        var enlarged = upsample.call(features);                            // (N, F, H·scale, W·scale)
        return ((conv_last.call(enlarged) / Range) + mean).MoveToOuterDisposeScope();
    }
}

/// <summary>Settings of <see cref="Edsr"/>.</summary>
/// <param name="Scale">2, 3, 4 or 8.</param>
/// <param name="Blocks">Residual blocks B.</param>
/// <param name="Features">Channels F.</param>
/// <param name="ResidualScale">Factor on every residual (section 3.3), which makes wide networks train stably.</param>
public sealed record EdsrSettings(int Scale, int Blocks, int Features, double ResidualScale)
{
    /// <summary>How many LR pixels around a place the result depends on.</summary>
    public int Reach => SubPixel.Reach(2 + (2 * Blocks), Scale, last: 1);

    /// <summary>The paper's baseline: 16 blocks of 64 channels; 1,369,859 parameters at ×2, 1,554,499 at ×3, 1,517,571 at ×4.</summary>
    public static EdsrSettings Baseline(int scale) => new(scale, Blocks: 16, Features: 64, ResidualScale: 1);

    /// <summary>The paper's EDSR: 32 blocks of 256 channels; 40,729,603 parameters at ×2, 43,680,003 at ×3, 43,089,923 at ×4.</summary>
    public static EdsrSettings Full(int scale) => new(scale, Blocks: 32, Features: 256, ResidualScale: 0.1);
}
