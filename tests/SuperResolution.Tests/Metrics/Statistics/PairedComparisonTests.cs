using SuperResolution.Metrics;
using SuperResolution.Metrics.Statistics;

namespace SuperResolution.Tests.Metrics.Statistics;

public class PairedComparisonTests
{
    private static readonly double[] ten = [0.31, -0.12, 0.25, 0.44, 0.07, -0.03, 0.51, 0.18, -0.22, 0.36];

    [Theory] // scipy 1.10.1: stats.binomtest(wins, wins + losses).pvalue
    [InlineData(7, 3, 0.34375), InlineData(60, 40, 0.05688793364098088), InlineData(5, 0, 0.0625), InlineData(9, 9, 1.0),
        InlineData(620, 540, 0.02032731115294522), InlineData(0, 0, 1.0)]
    public void Sign_test(int wins, int losses, double p) => Assert.Equal(p, SignTest.PValue(wins, losses), 1e-11);

    [Fact] // scipy 1.10.1: stats.wilcoxon(ten, mode='exact').pvalue
    public void Wilcoxon_exact() => Assert.Equal(0.064453125, Wilcoxon.PValue(ten), 1e-15);

    [Fact] // all 2¹² signs counted in NumPy with scipy 1.10.1's ranks
    public void Wilcoxon_exact_with_equal_amounts() =>
        Assert.Equal(0.044921875, Wilcoxon.PValue([1, 1, -1, 2, 2, 3, -3, 3, 4, 5, -0.5, 2]), 1e-15);

    [Fact] // scipy 1.10.1: stats.wilcoxon(…, mode='approx').pvalue
    public void Wilcoxon_of_many_values_with_equal_amounts()
    {
        Assert.Equal(0.026090549160493276, Wilcoxon.PValue([.. Enumerable.Range(0, 40).Select(i => ((i * 37 % 101) - 38) / 10.0)]), 1e-12);
        Assert.Equal(6.611013917765046e-05, Wilcoxon.PValue([.. Enumerable.Range(0, 60).Select(i => ((i * i * 7 % 11) - 4) / 2.0)]),
            1e-15);
    }

    [Fact]
    public void Differences_of_0_do_not_count()
    {
        Assert.Equal(Wilcoxon.PValue(ten), Wilcoxon.PValue([0, .. ten, 0, 0]));
        Assert.Equal(1, Wilcoxon.PValue([0, 0, 0]));
    }

    [Fact] // 25 differences are counted, 26 approximated: all of one sign has 2/2²⁵ exactly
    public void The_exact_test_goes_up_to_25()
    {
        Assert.Equal(2 / Math.Pow(2, 25), Wilcoxon.PValue([.. Enumerable.Range(1, 25).Select(i => (double)i)]), 1e-20);
        Assert.Equal(8.298e-6, Wilcoxon.PValue([.. Enumerable.Range(1, 26).Select(i => (double)i)]), 1e-9); // z = 175.5/√1550.25
    }

    [Fact]
    public void The_verdict_in_one_sentence()
    {
        var second = Enumerable.Range(0, 10).Select(i => 25.0 + i).ToArray();
        var comparison = PairedComparison.Of([.. second.Zip(ten, (a, b) => a + b)], second, "dB");
        Assert.Equal((7, 3, 10), (comparison.Wins, comparison.Losses, comparison.Images));
        Assert.Equal(0.34375, comparison.SignP, 1e-12);
        Assert.Matches(@"^\+0\.1[78] dB, 95 % CI 0\.0\d…0\.3\d, Wilcoxon p = 0\.064 \(n = 10\)$", comparison.ToString());
        Assert.Matches(@"^-0\.1[78] dB, 95 % CI -0\.3\d…-0\.0\d",
            PairedComparison.Of(second, [.. second.Zip(ten, (a, b) => a + b)], "dB").ToString());
        Assert.Matches(@"^\+0\.0018, 95 % CI 0\.000\d+…0\.00\d+, Wil",
            PairedComparison.Of([.. ten.Select(d => d / 100)], new double[10]).ToString()[..40]);
    }

    [Fact]
    public void Rows_of_the_same_images_are_compared()
    {
        var (a, b) = (Row("Set5", Protocol.Y601(3), 30.2, 31.5, 29), Row("Set5", Protocol.Y601(3), 30, 31, 29.5));
        var psnr = PairedComparison.OfPsnr(a, b);
        Assert.Equal(0.2 / 3, psnr.Interval.Estimate, 1e-12);
        Assert.Equal((2, 1, "dB"), (psnr.Wins, psnr.Losses, psnr.Unit));
        Assert.Equal(0.002 / 3, PairedComparison.OfSsim(a, b).Interval.Estimate, 1e-12);
    }

    [Fact]
    public void Rows_that_do_not_fit_are_refused()
    {
        var row = Row("Set5", Protocol.Y601(3), 30, 31);
        Assert.Contains("same set", Refused(row, Row("Set14", Protocol.Y601(3), 30, 31)));
        Assert.Contains("Y601 ×3", Refused(row, Row("Set5", Protocol.Rgb(3), 30, 31)));
        Assert.Contains("different images", Refused(row, Row("Set5", Protocol.Y601(3), 30, 31, 32)));
        Assert.Contains("image1 of Set5", Refused(row, Row("Set5", Protocol.Y601(3), 30, double.PositiveInfinity)));
        Assert.Contains("3 and 2", Assert.Throws<ArgumentException>(() => PairedComparison.Of([1, 2, 3], [1, 2])).Message);
    }

    private static string Refused(EvaluationRow a, EvaluationRow b) =>
        Assert.Throws<ArgumentException>(() => PairedComparison.OfPsnr(a, b)).Message;

    private static EvaluationRow Row(string set, Protocol protocol, params double[] psnr) =>
        new(set, "X", protocol, [.. psnr.Select((value, i) => ($"image{i}", new Score(value, value / 100)))], "");
}
