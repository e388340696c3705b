using static TorchSharp.torch;

namespace SuperResolution.Imaging;

/// <summary>
/// (1 − α)·A + α·B of the results of two upscalers, pixel by pixel (ESRGAN, arXiv 1809.00219, section 3.4, the alternative to network
/// interpolation).
/// </summary>
/// <remarks>
/// The paper finds that it trades noise for blur: what one of both invents stays, only fainter, where interpolating the weights removes it
/// (its Figure 10).
/// </remarks>
public sealed class ImageInterpolation : Upscaler
{
    private readonly Upscaler a, b;

    /// <summary>Blends two upscalers.</summary>
    /// <param name="a">All of it at α = 0; then its results bit for bit, and B is not run.</param>
    /// <param name="b">All of it at α = 1, likewise.</param>
    /// <param name="alpha">0…1.</param>
    /// <exception cref="ArgumentException">The scales differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// α lies outside of 0…1: the paper interpolates, and what lies beyond both was never looked at.
    /// </exception>
    public ImageInterpolation(Upscaler a, Upscaler b, double alpha)
    {
        if (a.Scale != b.Scale)
            throw new ArgumentException($"{a.Name} upscales by {a.Scale} and {b.Name} by {b.Scale}: only results of the same size can " +
                "be interpolated.");
        if (!(alpha is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(alpha), $"α is {alpha}; it goes from 0 (all {a.Name}) to 1 (all {b.Name}).");
        (this.a, this.b, Alpha) = (a, b, alpha);
    }

    /// <summary>The share of the second upscaler, 0…1.</summary>
    public double Alpha { get; }

    /// <summary>E.g. "0.8·A + 0.2·B".</summary>
    public override string Name => FormattableString.Invariant($"{1 - Alpha:0.###}·{a.Name} + {Alpha:0.###}·{b.Name}");

    /// <inheritdoc/>
    public override int Scale => a.Scale;

    /// <summary>Whether both do.</summary>
    public override bool RestoresLuma => a.RestoresLuma && b.RestoresLuma;

    /// <summary>The larger one of both.</summary>
    public override int? Reach => a.Reach is { } one && b.Reach is { } other ? Math.Max(one, other) : null;

    /// <inheritdoc/>
    public override Tensor Upscale(Tensor lr)
    {
        if (Alpha == 0) return a.Upscale(lr);
        if (Alpha == 1) return b.Upscale(lr);
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        return a.Upscale(lr).mul(1 - Alpha).add_(b.Upscale(lr), alpha: Alpha).MoveToOuterDisposeScope();
    }

    /// <summary>Blended in float and rounded once.</summary>
    public override Picture Upscale(Picture lr) => Alpha == 0 ? a.Upscale(lr) : Alpha == 1 ? b.Upscale(lr) : base.Upscale(lr);

    /// <summary>The first upscaler's.</summary>
    public override Picture UpscaleAlpha(Picture alpha) => a.UpscaleAlpha(alpha);
}
