namespace SuperResolution.Textures;

/// <summary>A toadstool and a coin for the pixel-art sprite, as areas of flat colours with dark outlines one pixel of 32 wide.</summary>
internal static class Toadstool
{
    private const double Line = 2.0 / 32; // x and y go from −1 to 1

    public static readonly (byte Red, byte Green, byte Blue)[] Colours =
    [
        (255, 0, 255), (34, 24, 40), // the key colour, outlines
        (122, 24, 44), (190, 38, 50), (232, 84, 72), (250, 152, 122), // the cap, from dark to light
        (212, 194, 178), (250, 240, 226), // its spots
        (166, 126, 98), (212, 174, 134), (242, 216, 178), (226, 120, 118), // the stem, and cheeks
        (28, 82, 52), (62, 140, 66), (134, 194, 84), // grass
        (246, 200, 70), // a coin
    ];

    /// <summary>The index of the colour at a place in [−1, 1]².</summary>
    public static byte Index(double x, double y) => Grass(x, y) ?? Coin(x, y) ?? Cap(x, y) ?? Stem(x, y) ?? 0;

    private static byte? Grass(double x, double y)
    {
        var tooth = Math.Abs((((x + 1) * 4) % 1) - 0.5); // blades: four to a unit
        var depth = y - 0.66 - (0.24 * tooth);
        return depth < 0 ? null : depth < Line ? (byte)14 : depth < 0.17 ? (byte)13 : (byte)12;
    }

    private static byte? Coin(double x, double y)
    {
        var distance = Distance(x, y, -0.74, 0.38) - 0.2;
        return distance >= 0 ? null : distance > -Line ? (byte)1 : Distance(x, y, -0.79, 0.33) < 0.06 ? (byte)7 : (byte)15;
    }

    private static byte? Cap(double x, double y)
    {
        var inside = Math.Max((Distance(x / 0.82, (y + 0.2) / 0.66, 0, 0) - 1) * 0.72, y - 0.1);
        if (inside >= 0) return null;
        if (inside > -Line) return 1;
        foreach (var (spotX, spotY, radius) in ((double, double, double)[])[(-0.4, -0.3, 0.17), (0.12, -0.52, 0.19), (0.5, -0.12, 0.14)])
            if (Distance(x, y, spotX, spotY) < radius) return Distance(x, y, spotX - 0.06, spotY - 0.06) < radius ? (byte)7 : (byte)6;
        var light = Distance(x, y, -0.3, -0.62); // the farther from the light, the darker
        return light < 0.16 ? (byte)5 : light < 0.44 ? (byte)4 : light < 0.94 ? (byte)3 : (byte)2;
    }

    private static byte? Stem(double x, double y)
    {
        var inside = Math.Max(Math.Max(Math.Abs(x) - 0.34 - (0.1 * y), y - 0.95), -0.2 - y);
        if (inside >= 0) return null;
        if (inside > -Line) return 1;
        var aside = Math.Abs(x);
        if (Distance((aside - 0.16) / 0.6, y - 0.3, 0, 0) < 0.13) return Distance(aside, y, 0.14, 0.25) < 0.05 ? (byte)7 : (byte)1;
        if (Distance(aside, (y - 0.5) * 1.5, 0.25, 0) < 0.075) return 11;
        return y < 0.1 + (1.5 * Line) || x > 0.22 ? (byte)8 : x < -0.18 ? (byte)10 : (byte)9;
    }

    private static double Distance(double x, double y, double middleX, double middleY) =>
        Math.Sqrt(((x - middleX) * (x - middleX)) + ((y - middleY) * (y - middleY)));
}
