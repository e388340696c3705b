using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>RRDBNet, the generator of ESRGAN (Wang et al., arXiv 1809.00219, section 3.1, figures 3 and 4).</summary>
/// <remarks>
/// Input: RGB in [0, 1], shape (N, 3, H, W). Output: RGB, (N, 3, H·scale, W·scale), not clamped. The body always enlarges by 4: for ×2 and ×1
/// the input is first folded into channels (pixel unshuffle), as Real-ESRGAN does; H and W must then be multiples of 2 or 4.
/// Keys as in BasicSR; <see cref="Weights.KeyMap.Esrgan2018"/> reads the first release's names.
/// </remarks>
public sealed class RrdbNet : Module<Tensor, Tensor>
{
    private const double slope = 0.2;

    private readonly Conv2d conv_first, conv_body, conv_up1, conv_up2, conv_hr, conv_last;
    private readonly Sequential body;

    /// <summary>Builds the network with PyTorch's default initialisation; the paper's is <see cref="Initialization.ScaledHe"/> ("smaller initialisation", section 3.1).</summary>
    /// <exception cref="ArgumentException">The scale is not 1, 2 or 4.</exception>
    public RrdbNet(RrdbNetSettings settings) : base(nameof(RrdbNet))
    {
        Settings = settings;
        var width = settings.Features;
        conv_first = Conv2d(3 * settings.Fold * settings.Fold, width, 3, padding: 1);
        body = Sequential(Enumerable.Range(0, settings.Blocks).Select(i => ($"{i}", (Module<Tensor, Tensor>)new ResidualInResidual(width, settings.Growth))));
        conv_body = Conv2d(width, width, 3, padding: 1);
        conv_up1 = Conv2d(width, width, 3, padding: 1);
        conv_up2 = Conv2d(width, width, 3, padding: 1);
        conv_hr = Conv2d(width, width, 3, padding: 1);
        conv_last = Conv2d(width, 3, 3, padding: 1);
        RegisterComponents();
    }

    /// <summary>Scale, depth and width.</summary>
    public RrdbNetSettings Settings { get; }

    /// <summary>Upscales (N, 3, H, W); the caller owns the result.</summary>
    /// <exception cref="ArgumentException">At ×2 and ×1: a side is not a multiple of 2 or 4.</exception>
    public override Tensor forward(Tensor rgb)
    {
        if (rgb.size(2) % Settings.Fold != 0 || rgb.size(3) % Settings.Fold != 0)
            throw new ArgumentException($"RRDBNet ×{Settings.Scale} needs sides that are multiples of {Settings.Fold}, not {rgb.size(3)}×{rgb.size(2)}. Pad the picture; {nameof(RgbUpscaler)} does it.");
        using var scope = NewDisposeScope();
        var folded = Settings.Fold == 1 ? rgb : functional.pixel_unshuffle(rgb, Settings.Fold);
        var first = conv_first.call(folded);                                    // (N, F, h, w)
        var features = first + conv_body.call(body.call(first));
        features = Rectify(conv_up1.call(Twice(features)));                     // (N, F, 2·h, 2·w)
        features = Rectify(conv_up2.call(Twice(features)));                     // (N, F, 4·h, 4·w)
        return conv_last.call(Rectify(conv_hr.call(features))).MoveToOuterDisposeScope();
    }

    private static Tensor Twice(Tensor x) => functional.interpolate(x, scale_factor: [2, 2], mode: InterpolationMode.Nearest);

    internal static Tensor Rectify(Tensor x) => x.leaky_relu(slope);
}

/// <summary>Settings of <see cref="RrdbNet"/>.</summary>
/// <param name="Scale">1, 2 or 4.</param>
/// <param name="Blocks">Residual-in-residual dense blocks.</param>
/// <param name="Features">Channels between blocks (nf).</param>
/// <param name="Growth">Channels that each layer of a dense block adds (gc).</param>
public sealed record RrdbNetSettings(int Scale, int Blocks = 23, int Features = 64, int Growth = 32)
{
    /// <summary>The paper's ×4 network: 23 blocks, 16,697,987 parameters.</summary>
    public static RrdbNetSettings Paper { get; } = new(Scale: 4);

    /// <summary>The smaller network of the PIRM 2018 challenge ("16 RB" variant): 16 blocks, 11,662,019 parameters.</summary>
    public static RrdbNetSettings Pirm { get; } = new(Scale: 4, Blocks: 16);

    /// <summary>How many LR pixels around a place the result depends on: 349 for the paper's network, though hardly on the outer ones.</summary>
    public int Reach => Fold * (int)Math.Ceiling(2 + (15 * Blocks) + 0.5 + 0.75); // five convolutions in each of three dense blocks; one at ×2, three at ×4

    /// <summary>The side of the square of pixels that becomes channels: 1 at ×4, 2 at ×2, 4 at ×1.</summary>
    /// <exception cref="ArgumentException">Another scale.</exception>
    public int Fold => Scale is 1 or 2 or 4 ? 4 / Scale : throw new ArgumentException($"RRDBNet enlarges by 1, 2 or 4, not by {Scale}.");
}
