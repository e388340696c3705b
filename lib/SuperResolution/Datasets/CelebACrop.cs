using SuperResolution.Imaging;

namespace SuperResolution.Datasets;

/// <summary>
/// A square part of CelebA's aligned pictures (178×218), as projects cut it; results are comparable only under the same one.
/// </summary>
/// <param name="Name">Whose convention it is.</param>
/// <param name="X">Left column.</param>
/// <param name="Y">Upper row.</param>
/// <param name="Side">Width and height of the part.</param>
/// <param name="Size">Width and height after resizing with MATLAB's bicubic; other projects resize with Pillow's filters.</param>
public sealed record CelebACrop(string Name, int X, int Y, int Side, int Size)
{
    /// <summary>The middle 178×178 pixels, the whole width (StarGAN's crop, Choi et al. 2018).</summary>
    public static CelebACrop Centre178 { get; } = new("StarGAN", 0, 20, 178, 178);

    /// <summary>The middle 178×178 pixels, shrunk to 128×128 (StarGAN's pictures but for the resize filter).</summary>
    public static CelebACrop Centre178To128 { get; } = Centre178 with { Size = 128 };

    /// <summary>128×128 pixels around (89, 121), as cut for progressive GANs (Karras et al. 2018).</summary>
    public static CelebACrop Face128 { get; } = new("Progressive GAN", 89 - 64, 121 - 64, 128, 128);

    /// <summary>148×148 pixels from (15, 40), as cut for VAE/GAN (Larsen et al. 2016).</summary>
    public static CelebACrop Face148 { get; } = new("VAE/GAN", 15, 40, 148, 148);

    /// <summary>The middle 108×108 pixels, as cut for DCGAN (Radford et al. 2016).</summary>
    public static CelebACrop Centre108 { get; } = new("DCGAN", 35, 55, 108, 108);

    /// <summary>Cuts and resizes.</summary>
    /// <param name="face">178×218 pixels.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part does not lie within the picture.</exception>
    public Picture Apply(Picture face)
    {
        var part = face.Crop(X, Y, Side, Side);
        return Size == Side ? part : Resize.Imresize(part, (double)Size / Side);
    }

    /// <summary>Where the landmarks are after cutting and resizing; they may lie outside.</summary>
    /// <param name="landmarks">In pixels of the whole picture.</param>
    public FaceLandmarks Apply(FaceLandmarks landmarks) => landmarks.Map(point => (Scaled(point.X - X), Scaled(point.Y - Y)));

    /// <summary>E.g. "178×178 at (0, 20) → 128×128 (StarGAN)".</summary>
    public override string ToString() => $"{Side}×{Side} at ({X}, {Y}){(Size == Side ? "" : $" → {Size}×{Size}")} ({Name})";

    private double Scaled(double value) => ((value + 0.5) * Size / Side) - 0.5;
}
