namespace SuperResolution.Tests.Figures;

/// <summary>
/// How different two colours look: contrast of WCAG 2.2, and distances in CIELAB as people with the three kinds of colour blindness see
/// them.
/// </summary>
internal static class Contrast
{
    // Machado, Oliveira and Fernandes 2009, table 1, severity 1: protanopia, deuteranopia, tritanopia; for linear RGB. The first is full
    // sight.
    private static readonly double[][] sights =
    [
        [1, 0, 0, 0, 1, 0, 0, 0, 1],
        [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
        [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881],
        [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900],
    ];

    private static readonly double[] xyz = [0.4124, 0.3576, 0.1805, 0.2126, 0.7152, 0.0722, 0.0193, 0.1192, 0.9505];

    public static double Luminance(byte red, byte green, byte blue) =>
        (0.2126 * Linear(red)) + (0.7152 * Linear(green)) + (0.0722 * Linear(blue));

    /// <summary>1 (equal) to 21 (black on white).</summary>
    public static double Ratio(string a, string b)
    {
        var (x, y) = (Luminance(Bytes(a)[0], Bytes(a)[1], Bytes(a)[2]), Luminance(Bytes(b)[0], Bytes(b)[1], Bytes(b)[2]));
        return (Math.Max(x, y) + 0.05) / (Math.Min(x, y) + 0.05);
    }

    /// <summary>The distance for those who see it smallest; 2.3 is just noticeable.</summary>
    public static double Distance(string a, string b) =>
        sights.Min(sight => Math.Sqrt(Lab(sight, a).Zip(Lab(sight, b), (p, q) => (p - q) * (p - q)).Sum()));

    private static byte[] Bytes(string colour) => Convert.FromHexString(colour.TrimStart('#'));

    private static double Linear(byte value) =>
        value / 255.0 is var v && v <= 0.04045 ? v / 12.92 : Math.Pow(((value / 255.0) + 0.055) / 1.055, 2.4);

    private static double[] Times(double[] matrix, double[] vector) =>
        [.. Enumerable.Range(0, 3).Select(row => Enumerable.Range(0, 3).Sum(i => matrix[(3 * row) + i] * vector[i]))];

    private static double[] Lab(double[] sight, string colour)
    {
        var seen = Times(sight, [.. Bytes(colour).Select(Linear)]).Select(v => Math.Clamp(v, 0, 1)).ToArray();
        var f = Times(xyz, seen).Zip([0.9505, 1, 1.089],
            (v, white) => v / white > 0.008856 ? Math.Cbrt(v / white) : (7.787 * v / white) + (16.0 / 116)).ToArray();
        return [(116 * f[1]) - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])];
    }
}
