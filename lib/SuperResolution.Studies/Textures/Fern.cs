using SuperResolution.Datasets.Synthetic;
using SuperResolution.Imaging;

namespace SuperResolution.Textures;

/// <summary>A stem with pairs of slender leaflets: many thin things, which is what thins out in small mip levels.</summary>
internal static class Fern
{
    private const int Pairs = 15;

    public static (Picture Colour, Picture Alpha) Draw(int side, int samples)
    {
        var (colours, alpha) = (new byte[side * side * 3], new byte[side * side]);
        Parallel.For(0, side, y =>
        {
            for (var x = 0; x < side; x++)
            {
                var (sum, count) = (default(Rgb), 0);
                for (var i = 0; i < samples * samples; i++)
                {
                    var (u, v) = ((x + (((i % samples) + 0.5) / samples)) / side, (y + (((i / samples) + 0.5) / samples)) / side);
                    if (At(u, v) is { } colour) (sum, count) = (sum + colour, count + 1);
                }
                if (count == 0) continue;
                var at = (y * side) + x;
                alpha[at] = (byte)((255.0 * count / (samples * samples)) + 0.5);
                // Colours are not multiplied: the mean of the samples that are covered.
                Raster.Store(colours, 3 * at, new Rgb(sum.R / count, sum.G / count, sum.B / count));
            }
        });
        return (new Picture(side, side, 3, colours), new Picture(side, side, 1, alpha));
    }

    /// <summary>The colour at a place in [0, 1]², or null where nothing is. Leaflets further up lie over those below.</summary>
    private static Rgb? At(double u, double v)
    {
        for (var pair = Pairs - 1; pair >= 0; pair--)
        {
            var (foot, share) = (0.93 - (0.056 * pair), 1 - (pair / (Pairs + 1.0)));
            for (var hand = -1; hand <= 1; hand += 2)
            {
                var (dx, dy) = ((u - Stem(foot)) * hand, foot - v - (hand * 0.012));
                var (length, width) = (0.12 + (0.32 * share), 0.0095 + (0.008 * share));
                var (along, aside) = (((0.88 * dx) + (0.475 * dy)) / length, (0.88 * dy) - (0.475 * dx));
                if (along is <= 0 or >= 1) continue;
                var half = width * 3.4 * along * (1 - along) * (1.35 - (0.7 * along));
                var across = Math.Abs(aside) / half;
                if (across >= 1) continue;
                var own = Exact.Hash(pair, hand, 5);
                if (across < 0.12) return Rgb.Hsl(0.22, 0.5, 0.62);
                return Rgb.Hsl(0.27 + (0.05 * own), 0.62, 0.27 + (0.12 * own) + (0.14 * along) + (aside > 0 ? 0.06 : -0.03));
            }
        }
        return v is > 0.06 and < 0.985 && Math.Abs(u - Stem(v)) < 0.004 + (0.008 * v) ? Rgb.Hsl(0.11, 0.45, 0.3 + (0.1 * v)) : null;
    }

    private static double Stem(double v) => 0.5 + (0.12 * (v - 0.5) * (v - 0.5)) - 0.015;
}
