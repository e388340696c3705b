using SuperResolution.Imaging;

namespace SuperResolution.Textures;

/// <summary>
/// The transfer curve of sRGB: between the values that a file stores and the light that a screen sends out (IEC 61966-2-1).
/// </summary>
/// <remarks>
/// Light adds up, stored values do not: a mean of pixels is the colour that one sees from a distance only if it is taken of light.
/// </remarks>
public static class LinearLight
{
    // The luminance of the three primaries (BT.709, which sRGB shares), of light and not of stored values.
    private const double Red = 0.2126, Green = 0.7152, Blue = 0.0722;

    private static readonly double[] light = [.. Enumerable.Range(0, 256).Select(code => Decode(code / 255.0))];

    /// <summary>From a stored value to light.</summary>
    /// <param name="value">In [0, 1]; 0.5 is about a fifth of white's light.</param>
    public static double Decode(double value) => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);

    /// <summary>
    /// From light to a stored value: the inverse of <see cref="Decode"/>, to 1e-8 at the joint of the two pieces and to rounding
    /// elsewhere.
    /// </summary>
    /// <param name="light">In [0, 1].</param>
    public static double Encode(double light) => light <= 0.0031308 ? 12.92 * light : (1.055 * Math.Pow(light, 1 / 2.4)) - 0.055;

    /// <summary>The light of an 8-bit sample, in [0, 1].</summary>
    /// <param name="sample">0…255.</param>
    public static double Of(byte sample) => light[sample];

    /// <summary>The 8-bit sample of a light: rounded half up in stored values, clamped.</summary>
    /// <param name="light">Nominally in [0, 1].</param>
    public static byte ToByte(double light) => (byte)((Encode(Math.Clamp(light, 0, 1)) * 255) + 0.5);

    /// <summary>The relative luminance of a colour, in [0, 1].</summary>
    /// <param name="red">0…255.</param>
    /// <param name="green">0…255.</param>
    /// <param name="blue">0…255.</param>
    public static double Luminance(byte red, byte green, byte blue) => (Red * light[red]) + (Green * light[green]) + (Blue * light[blue]);

    /// <summary>The mean relative luminance of a picture, in [0, 1]: how bright it looks from far away.</summary>
    /// <param name="picture">Gray or RGB.</param>
    public static double Mean(Picture picture)
    {
        var pixels = picture.Pixels;
        var sum = 0.0;
        for (var i = 0; i < pixels.Length; i += picture.Channels)
            sum += picture.Channels == 1 ? light[pixels[i]] : Luminance(pixels[i], pixels[i + 1], pixels[i + 2]);
        return sum / (picture.Width * picture.Height);
    }
}
