using static TorchSharp.torch;

namespace SuperResolution.Imaging;

/// <summary>Which luma a protocol means; see <see cref="ColorSpace"/>.</summary>
public enum LumaStandard
{
    /// <summary>BT.601, 16…235: MATLAB's rgb2ycbcr, the luma of almost every super-resolution table.</summary>
    Bt601Limited,

    /// <summary>BT.601, 0…255: MATLAB's rgb2gray, JPEG, and SRCNN's BSD200 rows.</summary>
    Bt601Full,

    /// <summary>BT.709, 16…235: the HDTV luma of the SRGAN paper's video tools.</summary>
    Bt709Limited,
}

/// <summary>Luma and chroma with MATLAB's rounding (half away from zero).</summary>
public static class ColorSpace
{
    private static readonly double[] rgb2gray = [0.298936021293775, 0.587043074451121, 0.114020904255103];

    /// <summary>MATLAB's rgb2gray: weights of red, green and blue.</summary>
    internal static ReadOnlySpan<double> Rgb2Gray => rgb2gray;

    /// <summary>The luma of an RGB picture, 8 bit. A gray picture is its own luma, as in the papers' evaluation scripts.</summary>
    /// <param name="picture">Gray or RGB.</param>
    /// <param name="standard">Which weights and range.</param>
    public static Picture Luma(Picture picture, LumaStandard standard = LumaStandard.Bt601Limited)
    {
        if (picture.Channels == 1) return picture;
        var (offset, red, green, blue) = Weights(standard);
        var rgb = picture.Pixels;
        var luma = new byte[picture.Width * picture.Height];
        for (int i = 0, at = 0; i < luma.Length; i++, at += 3)
            luma[i] = (byte)(offset + (red * rgb[at]) + (green * rgb[at + 1]) + (blue * rgb[at + 2]) + 0.5);
        return new Picture(picture.Width, picture.Height, 1, luma);
    }

    /// <summary>RGB to BT.601 limited-range Y, Cb, Cr without rounding.</summary>
    /// <param name="rgb">(N, 3, H, W) in [0, 1].</param>
    /// <returns>(N, 3, H, W) in units of 1/255: Y in 16/255…235/255, Cb and Cr in 16/255…240/255. The caller owns it.</returns>
    public static Tensor ToYCbCr(Tensor rgb)
    {
        using var scope = NewDisposeScope();
        var (r, g, b) = Split(rgb);
        var y = Sum(16, (65.481, r), (128.553, g), (24.966, b), 255);
        var cb = Sum(128, (-37.797, r), (-74.203, g), (112, b), 255);
        var cr = Sum(128, (112, r), (-93.786, g), (-18.214, b), 255);
        return cat([y, cb, cr], dim: 1).MoveToOuterDisposeScope();
    }

    /// <summary>The inverse of <see cref="ToYCbCr"/>; values may leave [0, 1] where the colours do.</summary>
    public static Tensor ToRgb(Tensor yCbCr)
    {
        using var scope = NewDisposeScope();
        var (y, cb, cr) = Split((yCbCr * 255) - tensor([16f, 128f, 128f], device: yCbCr.device).view(1, 3, 1, 1));
        // The inverse matrix of rgb2ycbcr, solved from its definition rather than typed in rounded.
        var r = Sum(0, (0.0045662100456621011, y), (1.1808799897749284e-9, cb), (0.0062589289699439372, cr), 1);
        var g = Sum(0, (0.0045662100456621011, y), (-0.0015363236860449021, cb), (-0.0031881109496557070, cr), 1);
        var b = Sum(0, (0.0045662100456621011, y), (0.0079107162335547414, cb), (1.1977497040443479e-8, cr), 1);
        return cat([r, g, b], dim: 1).MoveToOuterDisposeScope();
    }

    private static Tensor Sum(double offset, (double Weight, Tensor Plane) a, (double Weight, Tensor Plane) b,
        (double Weight, Tensor Plane) c, double divisor) =>
        ((a.Plane * a.Weight) + offset + (b.Plane * b.Weight) + (c.Plane * c.Weight)) / divisor;

    private static (Tensor, Tensor, Tensor) Split(Tensor planes)
    {
        if (planes.dim() != 4 || planes.size(1) != 3)
            throw new ArgumentException($"Colours need a tensor (N, 3, H, W), not ({string.Join(", ", planes.shape)}).");
        return (planes.narrow(1, 0, 1), planes.narrow(1, 1, 1), planes.narrow(1, 2, 1));
    }

    /// <summary>Offset and weights for samples in 0…255.</summary>
    private static (double Offset, double Red, double Green, double Blue) Weights(LumaStandard standard) => standard switch
    {
        LumaStandard.Bt601Limited => (16, 65.481 / 255, 128.553 / 255, 24.966 / 255), // rgb2ycbcr
        LumaStandard.Bt601Full => (0, rgb2gray[0], rgb2gray[1], rgb2gray[2]),
        _ => (16, 219 * 0.2126 / 255, 219 * 0.7152 / 255, 219 * 0.0722 / 255),
    };
}
