using SuperResolution.Imaging;
using static TorchSharp.torch;

namespace SuperResolution.Textures;

/// <summary>
/// Lets an upscaler see the neighbouring copies of a texture that repeats, so that the enlarged one repeats without a seam.
/// </summary>
/// <remarks>
/// Where the padding is at least the inner upscaler's <see cref="Upscaler.Reach"/>, the result does not know where the texture was cut:
/// shifting the input by a pixel shifts the result by Scale pixels and changes nothing else.
/// The padding is a multiple of 4, so that networks that first fold 2×2 or 4×4 pixels into channels fold the same ones.
/// </remarks>
/// <param name="inner">What upscales.</param>
/// <param name="padding">
/// LR pixels at least; null: the inner upscaler's reach, or <see cref="TiledUpscaler.DefaultOverlap"/> where that is unknown.
/// </param>
/// <exception cref="ArgumentOutOfRangeException">The padding is negative.</exception>
public sealed class SeamlessUpscaler(Upscaler inner, int? padding = null) : Upscaler
{
    private const int Grid = 4;

    /// <summary>How many LR pixels of the neighbouring copies are added on each side.</summary>
    public int Padding { get; } = (padding ?? inner.Reach ?? TiledUpscaler.DefaultOverlap) is >= 0 and var least
        ? (least + Grid - 1) / Grid * Grid
        : throw new ArgumentOutOfRangeException(nameof(padding), $"The padding is {padding} LR pixels; it cannot be negative.");

    /// <inheritdoc/>
    public override string Name => inner.Name + ", wrapped";

    /// <inheritdoc/>
    public override int Scale => inner.Scale;

    /// <inheritdoc/>
    public override bool RestoresLuma => inner.RestoresLuma;

    /// <inheritdoc/>
    public override int? Reach => inner.Reach;

    /// <inheritdoc/>
    public override Tensor Upscale(Tensor lr)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var large = inner.Upscale(Tiling.Pad(lr, Padding));
        return large.narrow(2, (long)Padding * Scale, lr.size(2) * Scale).narrow(3, (long)Padding * Scale, lr.size(3) * Scale).contiguous()
            .MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Picture Upscale(Picture lr) => Middle(inner.Upscale(Tiling.Pad(lr, Padding)), lr);

    /// <inheritdoc/>
    public override Picture UpscaleAlpha(Picture alpha) => Middle(inner.UpscaleAlpha(Tiling.Pad(alpha, Padding)), alpha);

    private Picture Middle(Picture large, Picture lr) => large.Crop(Padding * Scale, Padding * Scale, lr.Width * Scale, lr.Height * Scale);
}
