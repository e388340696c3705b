using static TorchSharp.torch;

namespace SuperResolution.Imaging;

/// <summary>
/// Anything that makes a small image large: interpolation and networks alike, so that everything can be compared with everything.
/// </summary>
public abstract class Upscaler
{
    /// <summary>What tables and captions call it.</summary>
    public abstract string Name { get; }

    /// <summary>How many times wider and higher the result is.</summary>
    public abstract int Scale { get; }

    /// <summary>
    /// Whether it restores luma on its own (interpolation, SRCNN, VDSR) and can be measured on luma that was never rounded.
    /// </summary>
    public abstract bool RestoresLuma { get; }

    /// <summary>
    /// How far it sees: an output pixel depends on the LR pixel below it and on so many LR pixels to each side; null when unknown or
    /// practically unbounded.
    /// </summary>
    /// <remarks>Tiles that overlap by as much give the same result as the whole picture; see <see cref="TiledUpscaler"/>.</remarks>
    public virtual int? Reach => null;

    /// <summary>Upscales (N, C, h, w) in [0, 1] with C = 1 (gray or luma) or 3 (RGB) to (N, C, h·Scale, w·Scale).</summary>
    /// <returns>float32 on the CPU; neither clamped nor rounded. The caller owns it.</returns>
    public abstract Tensor Upscale(Tensor lr);

    /// <summary>From an 8-bit picture to an 8-bit picture.</summary>
    public virtual Picture Upscale(Picture lr)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        return Picture.FromTensor(Upscale(lr.ToTensor()));
    }

    /// <summary>Enlarges an alpha plane: by bicubic interpolation, whatever the upscaler does with colours.</summary>
    /// <remarks>
    /// A network restores textures that it saw in photographs; on a mask it leaves ripples, that is, faint spots in what should be
    /// opaque or clear. Bicubic overshoots too, but only beside an edge and to the outside of 0…255, where it is clamped: a hard
    /// mask gets a smooth edge, and what is constant within two LR pixels stays exactly so.
    /// </remarks>
    /// <param name="alpha">Gray; 0 is clear, 255 opaque.</param>
    public virtual Picture UpscaleAlpha(Picture alpha) => Interpolation.Bicubic(Scale).Upscale(alpha);

    /// <summary>Enlarges a picture with or without alpha, as <see cref="Picture.LoadWithAlpha"/> gives it.</summary>
    /// <remarks>
    /// Colours are not multiplied by alpha. Under clear pixels they are first those of what lies beside them
    /// (<see cref="ColourBleeding"/>): a filter or a network mixes what nobody sees into the edge, and black there would be a dark rim.
    /// </remarks>
    /// <param name="colour">Gray or RGB.</param>
    /// <param name="alpha">Gray, of the same size; or null.</param>
    /// <exception cref="ArgumentException">The sizes differ, or alpha has colours.</exception>
    public (Picture Colour, Picture? Alpha) Upscale(Picture colour, Picture? alpha)
    {
        if (alpha is null) return (Upscale(colour), null);
        Picture.CheckAlpha(colour, alpha);
        return (Upscale(ColourBleeding.Fill(colour, alpha)), UpscaleAlpha(alpha));
    }
}
