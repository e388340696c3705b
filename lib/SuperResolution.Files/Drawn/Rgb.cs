namespace SuperResolution.Datasets.Synthetic;

/// <summary>A colour, nominally in [0, 1].</summary>
/// <param name="R">Red.</param>
/// <param name="G">Green.</param>
/// <param name="B">Blue.</param>
public readonly record struct Rgb(double R, double G, double B)
{
    /// <summary>Both lights together.</summary>
    public static Rgb operator +(Rgb a, Rgb b) => new(a.R + b.R, a.G + b.G, a.B + b.B);

    /// <summary>A share of the light.</summary>
    public static Rgb operator *(Rgb a, double s) => new(a.R * s, a.G * s, a.B * s);

    /// <summary>The gray of a value.</summary>
    public static Rgb Gray(double v) => new(v, v, v);

    /// <summary>From <paramref name="a"/> at t = 0 to <paramref name="b"/> at t = 1.</summary>
    public static Rgb Mix(Rgb a, Rgb b, double t) => new(a.R + (b.R - a.R) * t, a.G + (b.G - a.G) * t, a.B + (b.B - a.B) * t);

    /// <summary>Hue in turns, saturation and lightness in [0, 1].</summary>
    public static Rgb Hsl(double hue, double saturation, double lightness)
    {
        var amplitude = saturation * Math.Min(lightness, 1 - lightness);
        double Channel(double offset)
        {
            var k = offset + hue * 12;
            k -= 12 * Math.Floor(k / 12);
            return lightness - amplitude * Math.Max(-1, Math.Min(Math.Min(k - 3, 9 - k), 1));
        }

        return new Rgb(Channel(0), Channel(8), Channel(4));
    }
}
