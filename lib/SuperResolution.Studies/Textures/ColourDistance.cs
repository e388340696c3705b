namespace SuperResolution.Textures;

/// <summary>In which coordinates two colours are compared.</summary>
public enum ColourDistance
{
    /// <summary>Stored values: nearly equal steps in brightness for the eye, but not in hue.</summary>
    Srgb,

    /// <summary>Light: right for mixtures seen from a distance, but a step in the dark counts for little.</summary>
    LinearLight,

    /// <summary>Oklab: lightness and two opponent colours, made so that equal distances look equal (Ottosson 2020).</summary>
    Oklab,
}

/// <summary>Three coordinates of a colour.</summary>
internal readonly record struct ColourPoint(double X, double Y, double Z)
{
    public static ColourPoint Of(byte red, byte green, byte blue, ColourDistance distance) => distance switch
    {
        ColourDistance.Srgb => new(red / 255.0, green / 255.0, blue / 255.0),
        ColourDistance.LinearLight => new(LinearLight.Of(red), LinearLight.Of(green), LinearLight.Of(blue)),
        _ => Oklab(LinearLight.Of(red), LinearLight.Of(green), LinearLight.Of(blue)),
    };

    public double To(ColourPoint other) =>
        ((X - other.X) * (X - other.X)) + ((Y - other.Y) * (Y - other.Y)) + ((Z - other.Z) * (Z - other.Z));

    /// <summary>
    /// From linear sRGB: cone responses, their cube roots, and a rotation (Björn Ottosson, "A perceptual color space for image
    /// processing", 2020).
    /// </summary>
    private static ColourPoint Oklab(double r, double g, double b)
    {
        var l = Math.Cbrt((0.4122214708 * r) + (0.5363325363 * g) + (0.0514459929 * b));
        var m = Math.Cbrt((0.2119034982 * r) + (0.6806995451 * g) + (0.1073969566 * b));
        var s = Math.Cbrt((0.0883024619 * r) + (0.2817188376 * g) + (0.6299787005 * b));
        return new((0.2104542553 * l) + (0.7936177850 * m) - (0.0040720468 * s),
            (1.9779984951 * l) - (2.4285922050 * m) + (0.4505937099 * s),
            (0.0259040371 * l) + (0.7827717662 * m) - (0.8086757660 * s));
    }
}
