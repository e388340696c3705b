using CsCheck;
using SuperResolution.Metrics.Statistics;
using SuperResolution.Platform;

namespace SuperResolution.Tests.Metrics.Statistics;

public class BootstrapTests
{
    private static readonly double[] skewed = [0.2, 0.5, 0.9, 1.1, 1.3, 1.8, 2.4, 3.9, 5.5, 9.7, 14.2, 31.0];

    [Theory] // scipy 1.10.1: stats.bootstrap, 200,000 resamples, three seeds: 2.06–2.08…11.48–11.51 and 2.71…13.88–13.92
    [InlineData(BootstrapMethod.Percentile, 2.07, 11.49), InlineData(BootstrapMethod.Bca, 2.708, 13.90)]
    public void The_interval_of_skewed_values(BootstrapMethod method, double low, double high)
    {
        var interval = Bootstrap.OfMean(skewed, method: method, resamples: 100_000);
        Assert.Equal(low, interval.Low, 0.04);
        Assert.Equal(high, interval.High, 0.08);
        Assert.Equal(72.5 / 12, interval.Estimate, 1e-12);
    }

    [Theory, InlineData(BootstrapMethod.Percentile), InlineData(BootstrapMethod.Bca)] // mean ± z·σ/√n with σ² over n
    public void The_interval_of_normal_values_has_the_known_width(BootstrapMethod method)
    {
        var values = Normal(7, 200);
        var mean = values.Average();
        var error = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)) / values.Length);
        var interval = Bootstrap.OfMean(values, 0.90, method, 40_000);
        Assert.Equal(mean - (1.644854 * error), interval.Low, 0.03 * error);
        Assert.Equal(mean + (1.644854 * error), interval.High, 0.03 * error);
    }

    [Theory] // 1000 simulated sets: a share of 0.95 has a standard error of 0.007; the bootstrap is known to be too narrow for few values
    [InlineData(100, 0.925, 0.965), InlineData(30, 0.905, 0.955), InlineData(5, 0.70, 0.87)]
    public void Ninety_five_percent_intervals_hold_the_true_mean_as_often_as_stated(int n, double least, double most)
    {
        var share = Enumerable.Range(0, 1000).AsParallel()
            .Count(i => Bootstrap.OfMean(Normal(1000 + (31 * i), n), resamples: 1000, seed: i).Contains(0)) / 1000.0;
        Assert.InRange(share, least, most);
    }

    [Fact]
    public void The_seed_decides()
    {
        Assert.Equal(Bootstrap.OfMean(skewed, seed: 5), Bootstrap.OfMean(skewed, seed: 5));
        Assert.NotEqual(Bootstrap.OfMean(skewed, seed: 5), Bootstrap.OfMean(skewed, seed: 6));
    }

    [Fact]
    public void Shift_and_scale_of_the_values_are_those_of_the_interval() =>
        Gen.Int[-64, 64].Array[2, 20].Select(Gen.Int[-500, 500]).Sample((numbers, shift) =>
    {
        var values = numbers.Select(number => number / 64.0).ToArray();
        var (a, b) = (Bootstrap.OfMean(values, resamples: 200),
            Bootstrap.OfMean([.. values.Select(value => (3 * value) + shift)], resamples: 200));
        Assert.True(a.Low <= a.Estimate + 1e-12 && a.Estimate <= a.High + 1e-12);
        Assert.Equal((3 * a.Low) + shift, b.Low, 1e-9);
        Assert.Equal((3 * a.High) + shift, b.High, 1e-9);
    }, iter: 200);

    [Fact]
    public void Equal_values_have_an_interval_of_width_0() =>
        Assert.Equal(new ConfidenceInterval(3, 3, 3, 0.95), Bootstrap.OfMean([3.0, 3, 3]));

    [Fact]
    public void Bad_values_are_refused()
    {
        Assert.Contains("at least two values", Assert.Throws<ArgumentException>(() => Bootstrap.OfMean([1.0])).Message);
        Assert.Contains("Value 1 is ∞",
            Assert.Throws<ArgumentException>(() => Bootstrap.OfMean([1.0, double.PositiveInfinity])).Message.Replace("Infinity", "∞"));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bootstrap.OfMean([1.0, 2], level: 95));
    }

    private static double[] Normal(int seed, int count)
    {
        var random = new SplitMix64((ulong)seed * 7919);
        return [.. Enumerable.Range(0, count)
            .Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.Unit())) * Math.Cos(2 * Math.PI * random.Unit()))];
    }
}
