using SuperResolution.Platform;

namespace SuperResolution.Datasets.Synthetic;

/// <summary>
/// Functions made of +, −, ×, ÷, √ and floor only, which IEEE 754 defines to the last bit: Math.Sin and Math.Pow
/// come from the system's C library and may differ in the last bit from one platform to the next.
/// </summary>
public static class Exact
{
    private const double Tau = 6.283185307179586;

    /// <summary>cos(2π·turns) to 1e-7.</summary>
    public static double Cos(double turns)
    {
        var x = (turns - Math.Floor(turns + 0.5)) * Tau; // in [−π, π)
        double square = x * x, term = 1, sum = 1;
        for (var n = 1; n <= 9; n++)
        {
            term *= -square / ((2 * n - 1) * (2 * n));
            sum += term;
        }

        return sum;
    }

    /// <summary>sin(2π·turns) to 1e-7.</summary>
    public static double Sin(double turns) => Cos(turns - 0.25);

    /// <summary>What is left over whole numbers, in [0, 1).</summary>
    public static double Fraction(double x) => x - Math.Floor(x);

    /// <summary>0 below <paramref name="low"/>, 1 above <paramref name="high"/>, smooth in between.</summary>
    public static double Smooth(double low, double high, double x)
    {
        var t = Math.Clamp((x - low) / (high - low), 0, 1);
        return t * t * (3 - 2 * t);
    }

    /// <summary>A number in [0, 1) that belongs to a lattice point.</summary>
    public static double Hash(long x, long y, ulong seed) =>
        (SplitMix64.Mix(seed ^ SplitMix64.Mix(
            (ulong)x * 0x9E3779B97F4A7C15UL + SplitMix64.Mix((ulong)y + 0x632BE59BD9B4E019UL))) >> 11) * (1.0 / (1UL << 53));

    /// <summary>Value noise in [0, 1) with features of size 1.</summary>
    public static double Noise(double x, double y, ulong seed)
    {
        double fx = Math.Floor(x), fy = Math.Floor(y);
        double tx = Smooth(0, 1, x - fx), ty = Smooth(0, 1, y - fy);
        long ix = (long)fx, iy = (long)fy;
        var top = Hash(ix, iy, seed) * (1 - tx) + Hash(ix + 1, iy, seed) * tx;
        var bottom = Hash(ix, iy + 1, seed) * (1 - tx) + Hash(ix + 1, iy + 1, seed) * tx;
        return top * (1 - ty) + bottom * ty;
    }

    /// <summary>A sum of octaves of <see cref="Noise"/>, in [0, 1), with a 1/f look.</summary>
    public static double Clouds(double x, double y, ulong seed, int octaves = 5)
    {
        double sum = 0, weight = 0.5, total = 0;
        for (var i = 0; i < octaves; i++, weight /= 2, x = x * 2 + 17.13, y = y * 2 + 5.71)
        {
            sum += weight * Noise(x, y, seed + (ulong)i);
            total += weight;
        }

        return sum / total;
    }
}
