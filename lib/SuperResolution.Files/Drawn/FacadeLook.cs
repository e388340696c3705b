using SuperResolution.Platform;

namespace SuperResolution.Datasets.Synthetic;

/// <summary>What the house of <see cref="Facade"/> is made of: colours and materials, in metres on the wall.</summary>
internal sealed class FacadeLook
{
    private const double BrickWidth = 0.36, BrickHeight = 0.125, Mortar = 0.022;
    private readonly Rgb brick, mortar, frame, stone, zenith, haze, shop, shutter;
    private readonly ulong seed;
    private readonly bool shutters;

    public FacadeLook(ref SplitMix64 random)
    {
        brick = Rgb.Hsl(random.Between(0.01, 0.09), random.Between(0.3, 0.55), random.Between(0.4, 0.56));
        mortar = Rgb.Hsl(0.1, 0.12, 0.74);
        frame = Rgb.Hsl(random.Unit(), 0.12, 0.93);
        stone = Rgb.Hsl(0.11, 0.2, random.Between(0.7, 0.82));
        zenith = Rgb.Hsl(random.Between(0.55, 0.62), 0.55, random.Between(0.42, 0.55));
        haze = Rgb.Hsl(random.Between(0.05, 0.14), 0.55, 0.88);
        shop = Rgb.Hsl(random.Unit(), 0.5, 0.28);
        shutter = Rgb.Hsl(random.Unit(), 0.35, 0.32);
        shutters = random.Unit() < 0.6;
        seed = random.Next();
    }

    public Rgb Sky(double x, double y)
    {
        var clouds = Exact.Smooth(0.5, 0.8, Exact.Clouds(x * 2.5, y * 6, seed));
        return Rgb.Mix(Rgb.Mix(zenith, haze, Exact.Smooth(-0.1, 1, y)), Rgb.Gray(0.97), 0.8 * clouds);
    }

    public Rgb Cornice(double v, bool shaded) => stone * (Light(shaded) * (v < 0.07 || (v > 0.14 && v < 0.17) ? 0.66 : 1.04));

    public Rgb Street(double u, double down, bool shaded)
    {
        if (down < 0.55)
        {
            var joint = Exact.Fraction(u / 0.8) < 0.035;
            return Rgb.Gray(joint ? 0.4 : 0.6 + 0.08 * Exact.Hash((long)Math.Floor(u / 0.8), shaded ? 1 : 0, seed)) * (shaded ? 0.85 : 1);
        }

        return Rgb.Gray(0.25 + 0.1 * Exact.Noise(u * 9, down * 60, seed)) + Rgb.Gray(down < 0.61 ? 0.18 : 0);
    }

    public Rgb Wall(double u, double v, double top, bool shaded)
    {
        var (x, y, column, row) = Facade.Bay(u, v);
        var key = SplitMix64.Mix(seed + (ulong)(column * 64 + row + 1) * 2 + (shaded ? 1UL : 0));
        var light = Light(shaded) * (0.9 + 0.2 * Exact.Clouds(u * 0.7, v * 0.7, seed + 7)) * (1 - 0.25 * Exact.Smooth(0.6, 0, v));
        if (top - v < 0.16) light *= 0.72; // shadow of the cornice
        if (row < 0) return (y > 2.12 ? stone : GroundFloor(x, y, u, v, key)) * light;
        if (y < 0.07) return stone * light; // a string course between the storeys
        if (x is > 0.45 and < 1.15 && y is > 0.45 and < 1.65) return Window(x - 0.45, y - 0.45, key, light);
        if (x is > 0.38 and < 1.22 && y is > 0.36 and < 0.45) return stone * (light * 1.06); // sill
        if (x is > 0.38 and < 1.22 && y is > 0.29 and < 0.36) return Bricks(u, v) * (light * 0.72); // and its shadow
        if (x is > 0.4 and < 1.2 && y is > 1.65 and < 1.78) return stone * (light * 0.95); // lintel
        if (shutters && y is > 0.45 and < 1.65 && (x is > 0.16 and < 0.43 || x is > 1.17 and < 1.44))
            return shutter * (light * (Exact.Fraction(y / 0.075) < 0.3 ? 0.7 : 1.15));
        return Bricks(u, v) * light;
    }

    private static double Light(bool shaded) => shaded ? 0.66 : 1.04;

    private Rgb Bricks(double u, double v)
    {
        var course = (long)Math.Floor(v / BrickHeight);
        var along = u / BrickWidth + ((course & 1) == 0 ? 0 : 0.5);
        double inX = Exact.Fraction(along) * BrickWidth, inY = Exact.Fraction(v / BrickHeight) * BrickHeight;
        if (inX < Mortar || inY < Mortar) return mortar * (inY < Mortar * 0.4 ? 0.7 : 0.92);
        var tone = 0.78 + 0.4 * Exact.Hash((long)Math.Floor(along), course, seed);
        return brick * (tone * (0.93 + 0.14 * Exact.Noise(u * 40, v * 40, seed)));
    }

    private Rgb Window(double x, double y, ulong key, double light)
    {
        if (x < 0.055 || x > 0.645 || y < 0.055 || y > 1.145 || Math.Abs(x - 0.35) < 0.024 || Math.Abs(y - 0.78) < 0.024)
            return frame * light;
        var shade = (y > 1.07 ? 0.6 : 1) * (x < 0.1 ? 0.8 : 1); // the reveal shades the glass
        var sky = Rgb.Mix(haze, zenith, 0.35 + 0.5 * y) * (0.5 + 0.28 * Exact.Clouds(x * 3 + (key & 63), y * 3, key));
        var room = Rgb.Gray(0.1 + 0.08 * y);
        if (key % 7 == 0) room = new Rgb(0.98, 0.83, 0.52); // somebody is at home
        var fold = Math.Abs(x - 0.35) > 0.16 + 0.08 * y && key % 3 != 0; // curtains
        if (fold) room = Rgb.Gray(0.78 + 0.12 * Exact.Cos(x * 14));
        return Rgb.Mix(room, sky, key % 7 == 0 || fold ? 0.22 : 0.68) * shade;
    }

    private Rgb GroundFloor(double x, double y, double u, double v, ulong key)
    {
        if (x is < 0.16 or > 1.44) return stone * (Exact.Fraction(v / 0.35) < 0.06 ? 0.75 : 1); // pillars of ashlar
        if (y > 1.78) return shop * (0.9 + 0.5 * (y - 1.78));
        if (y > 1.72) return shop * 0.5;
        if (y < 0.4) return shop * (0.8 + 0.25 * (Exact.Fraction(u / 0.32) < 0.08 ? -1 : 0));
        if (x is < 0.22 or > 1.38 || y > 1.66 || Math.Abs(x - 0.8) < 0.03) return shop * 1.3;
        var glow = new Rgb(0.93, 0.8, 0.55) * (0.35 + 0.3 * Exact.Noise(x * 6 + (key & 63), y * 5, key));
        return Rgb.Mix(glow, Rgb.Mix(haze, zenith, 0.5), 0.2 + 0.35 * Exact.Smooth(0.1, -0.1, Exact.Cos((x + y) * 0.45)));
    }
}
