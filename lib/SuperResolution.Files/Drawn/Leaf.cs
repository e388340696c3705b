using SuperResolution.Platform;

namespace SuperResolution.Datasets.Synthetic;

/// <summary>One leaf: a disc, an ellipse or a box, plain, shaded, striped or mottled.</summary>
internal sealed class Leaf
{
    private readonly double x0, y0, a, b, cos, sin, period, contrast;
    private readonly bool box;
    private readonly int texture;
    private readonly ulong seed;
    private readonly Rgb first, second;

    private Leaf(ref SplitMix64 random, Palette palette, double radius, int width, int height)
    {
        x0 = random.Between(-radius, width + radius);
        y0 = random.Between(-radius, height + radius);
        var turn = random.Unit();
        (cos, sin) = (Exact.Cos(turn), Exact.Sin(turn));
        var kind = random.Unit();
        box = kind > 0.8;
        var stretch = kind < 0.5 ? 1 : random.Between(0.3, 1);
        (a, b) = (radius, radius * stretch);
        first = palette.Pick(ref random);
        second = palette.Pick(ref random);
        texture = random.Below(5);
        period = Math.Max(2.5, radius * random.Between(0.08, 0.5));
        contrast = random.Between(0.15, 0.6);
        seed = random.Next();
    }

    /// <summary>A leaf whose radius has the density r⁻³ between two bounds: inverse of its distribution function.</summary>
    public static Leaf Next(ref SplitMix64 random, Palette palette, double smallest, double largest, int width, int height)
    {
        var ratio = smallest / largest;
        var radius = smallest / Math.Sqrt(1 - random.Unit() * (1 - ratio * ratio));
        return new Leaf(ref random, palette, radius, width, height);
    }

    /// <summary>Takes the free samples that lie in the leaf; returns how many.</summary>
    public int Claim(int[] owner, int w, int h, int samples, int id)
    {
        var reach = box ? a + b : a;
        int left = Math.Max(0, (int)Math.Floor((x0 - reach) * samples)),
            right = Math.Min(w - 1, (int)Math.Ceiling((x0 + reach) * samples));
        int top = Math.Max(0, (int)Math.Floor((y0 - reach) * samples)),
            bottom = Math.Min(h - 1, (int)Math.Ceiling((y0 + reach) * samples));
        var taken = 0;
        for (var j = top; j <= bottom; j++)
        {
            for (var i = left; i <= right; i++)
            {
                ref var sample = ref owner[j * w + i];
                if (sample != 0 || !Contains((i + 0.5) / samples, (j + 0.5) / samples)) continue;
                sample = id;
                taken++;
            }
        }

        return taken;
    }

    public Rgb Colour(double x, double y)
    {
        double u = (x - x0) * cos + (y - y0) * sin, v = (y - y0) * cos - (x - x0) * sin;
        var mix = texture switch
        {
            0 or 1 => 0.5 + 0.5 * u / a, // light from one side
            2 => 0.5 + 0.5 * Exact.Cos(v / period), // stripes
            3 => Exact.Clouds(u / period, v / period, seed, 4), // bark, stone
            _ => 0,
        };
        return Rgb.Mix(first, second, mix * contrast);
    }

    private bool Contains(double x, double y)
    {
        double u = (x - x0) * cos + (y - y0) * sin, v = (y - y0) * cos - (x - x0) * sin;
        return box ? Math.Abs(u) <= a && Math.Abs(v) <= b : u * u * b * b + v * v * a * a <= a * a * b * b;
    }
}
