namespace SuperResolution.Platform;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood 2014): a small generator that gives the same numbers on every platform, unlike System.Random.
/// </summary>
public struct SplitMix64(ulong seed)
{
    private ulong state = seed;

    /// <summary>64 random bits.</summary>
    public ulong Next() => Mix(state += 0x9E3779B97F4A7C15UL);

    /// <summary>Uniform in [0, 1), with 53 random bits.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [low, high).</summary>
    public double Between(double low, double high) => low + (high - low) * Unit();

    /// <summary>Uniform in 0 … count − 1. The bias of 2⁻⁵³ does not matter for drawings.</summary>
    public int Below(int count) => (int)(Unit() * count);

    /// <summary>
    /// The generator's finaliser: a permutation of the 64-bit numbers that changes every bit of the result with every bit of its input.
    /// </summary>
    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
