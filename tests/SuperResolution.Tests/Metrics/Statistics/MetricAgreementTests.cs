using SuperResolution.Datasets;
using SuperResolution.Metrics;
using SuperResolution.Metrics.Statistics;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Metrics.Statistics;

public sealed class MetricAgreementTests : IDisposable
{
    // With equal values in both rows, alone and together.
    private static readonly double[] x = [0.91, 0.85, 0.85, 0.72, 0.60, 0.60, 0.60, 0.41, 0.33, 0.95, 0.10, 0.72];
    private static readonly double[] y = [78, 80, 66, 60, 60, 41, 47, 33, 33, 81, 20, 66];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact] // scipy 1.10.1: spearmanr, kendalltau, pearsonr
    public void Correlations_with_equal_values()
    {
        var agreement = MetricAgreement.Of("M", Better.Higher, x, y);
        Assert.Equal(0.9644897142450001, agreement.Srcc, 1e-13);
        Assert.Equal(0.9033433145255443, agreement.Krcc, 1e-13);
        Assert.Equal(0.9544560567195554, agreement.Plcc, 1e-13);
        Assert.Matches(@"^M: SRCC 0\.964, KRCC 0\.903, PLCC 0\.9\d\d \(raw 0\.954\), n = 12$", agreement.ToString());
    }

    [Fact]
    public void A_metric_whose_low_values_are_good_agrees_as_well()
    {
        var (up, down) = (MetricAgreement.Of("M", Better.Higher, x, y),
            MetricAgreement.Of("M", Better.Lower, [.. x.Select(value => -value)], y));
        Assert.Equal((up.Srcc, up.Krcc, up.Plcc), (down.Srcc, down.Krcc, down.Plcc));
        Assert.Equal(up.FittedPlcc, down.FittedPlcc, 1e-6);
    }

    [Fact] // scipy 1.10.1: optimize.curve_fit, then pearsonr
    public void The_logistic_fit_equals_scipys()
    {
        var metric = Enumerable.Range(0, 41).Select(i => 20 + (i / 2.0)).ToArray();
        var fit = LogisticFit.Of(metric,
            [.. metric.Select((value, i) => 20 + (60 / (1 + Math.Exp(-(value - 29) / 2.5))) + (3 * Math.Sin(i * 1.7)))]);
        Assert.Equal(79.59495777003424, fit.Top, 1e-3);
        Assert.Equal(20.482439422172153, fit.Bottom, 1e-3);
        Assert.Equal(29.007659080872926, fit.Centre, 1e-4);
        Assert.Equal(2.435240909541531, fit.Width, 1e-4);
        Assert.Equal(0.9952405150561963, fit.Correlation, 1e-9);
        Assert.Equal((fit.Top + fit.Bottom) / 2, fit.Value(fit.Centre), 1e-9);
    }

    [Fact]
    public void The_fit_of_a_straight_line_is_one()
    {
        double[] metric = [1, 2, 3, 4, 5, 6, 7];
        Assert.Equal(1, LogisticFit.Of(metric, [.. metric.Select(value => 10 - (2 * value))]).Correlation, 1e-4);
    }

    [Fact] // scipy 1.10.1 over all 23,200 labels: the score against the number of the distortion's kind (0…6) in the file's name
    public void Correlations_of_PIPALs_labels()
    {
        var scores = HumanScores.Read(Shared.Path("datasets", "PIPAL-labels", "meta_info_PIPALDataset.csv"));
        Assert.Equal(23_200, scores.Count);
        Assert.Equal(1448.959586650862, scores.Average(score => score.Score), 1e-8);
        Assert.Equal(new HumanScore("A0248.bmp", "A0248_06_26.bmp", 1257.06), scores[^1]);

        var (kind, elo) = (scores.Select(score => double.Parse(score.Distorted[6..8])).ToArray(),
            scores.Select(score => score.Score).ToArray());
        Assert.Equal(-0.12035287207592335, Correlation.Spearman(kind, elo), 1e-12);
        Assert.Equal(-0.08613620727322505, Correlation.Kendall(kind, elo), 1e-12);
        Assert.Equal(-0.1349423298923454, Correlation.Pearson(kind, elo), 1e-12);
    }

    [Theory]
    [InlineData("hq,dist,mos\n", "line 1: the header")]
    [InlineData("", "line 0: there are no scores")]
    [InlineData("hq_name,dist_name,elo_score\na.bmp,b.bmp,1400\na.bmp,c.bmp\n", "line 3: 'a.bmp,c.bmp' is not")]
    [InlineData("hq_name,dist_name,elo_score\na.bmp,b.bmp,nan\n", "line 2: the score 'nan'")]
    [InlineData("hq_name,dist_name,elo_score\na.bmp,b.bmp,1\n\na.bmp,b.bmp,2\n", "line 4: 'b.bmp' has a score in line 2 already")]
    public void Bad_label_files_are_refused_with_the_line(string content, string cause)
    {
        File.WriteAllText(folder["labels.csv"], content);
        Assert.Contains(cause, Assert.Throws<DataSetException>(() => HumanScores.Read(folder["labels.csv"])).Message);
    }

    [Fact]
    public void What_has_no_correlation_is_refused()
    {
        Assert.Contains("All values of the second row are 3",
            Assert.Throws<ArgumentException>(() => Correlation.Kendall([1, 2], [3, 3])).Message);
        Assert.Contains("Value 1 of the first row",
            Assert.Throws<ArgumentException>(() => Correlation.Pearson([1, double.NaN], [3, 4])).Message);
        Assert.Contains("2 and 1", Assert.Throws<ArgumentException>(() => Correlation.Spearman([1, 2], [3])).Message);
    }
}
