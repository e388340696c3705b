using SuperResolution.Platform;

namespace SuperResolution.Training;

/// <summary>
/// Random numbers as a function of (seed, step, draw): the same data order for any resume point and any number of workers.
/// </summary>
/// <remarks>SplitMix64's finaliser (Steele, Lea, Flood 2014) over a counter.</remarks>
public struct CounterRandom(long seed, long step)
{
    private ulong state = SplitMix64.Mix(SplitMix64.Mix((ulong)seed + 0x9E3779B97F4A7C15) ^ ((ulong)step * 0xD1B54A32D192ED03));

    /// <summary>Uniform in 0…<paramref name="limit"/> − 1.</summary>
    public long Below(long limit)
    {
        state += 0x9E3779B97F4A7C15;
        return (long)Math.BigMul(SplitMix64.Mix(state), (ulong)limit, out _);
    }

    /// <summary>Uniform in [0, 1), with 53 bits.</summary>
    public double Unit() => Below(1L << 53) * (1.0 / (1L << 53));
}
