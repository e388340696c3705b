namespace SuperResolution.Metrics.Statistics;

/// <summary>
/// The four-parameter logistic curve that maps a metric to human scores before their linear correlation is taken (VQEG 2000): f(x) = β₂ +
/// (β₁ − β₂)/(1 + exp(−(x − β₃)/β₄)).
/// </summary>
/// <param name="Top">β₁, the score that is approached for large x; below β₂ where low values of the metric are good.</param>
/// <param name="Bottom">β₂, the score that is approached for small x.</param>
/// <param name="Centre">β₃, where the curve is steepest, in the metric's unit.</param>
/// <param name="Width">β₄ > 0, in the metric's unit.</param>
/// <param name="Correlation">Pearson's of the curve's values and the scores, at least 0.</param>
/// <remarks>
/// Least squares. For given β₃ and β₄ the other two are a linear regression, so only two parameters are searched: on a grid,
/// then by a compass search from its best point. There is no start value to choose, and nothing that can diverge.
/// The width stays between 1/50 and 100 standard deviations of the metric: a step on one side, a straight line on the other.
/// </remarks>
public sealed record LogisticFit(double Top, double Bottom, double Centre, double Width, double Correlation)
{
    private const double Narrowest = 0.02, Widest = 100;

    /// <summary>Fits the curve.</summary>
    /// <param name="metric">At least 5 values.</param>
    /// <param name="scores">The human scores beside them.</param>
    /// <exception cref="ArgumentException">As for <see cref="Statistics.Correlation.Pearson"/>, or fewer than 5 values.</exception>
    public static LogisticFit Of(IReadOnlyList<double> metric, IReadOnlyList<double> scores)
    {
        Statistics.Correlation.Check(metric, scores);
        if (metric.Count < 5) throw new ArgumentException($"A curve with four parameters needs at least 5 values, not {metric.Count}.");
        var mean = metric.Average();
        var deviation = Math.Sqrt(metric.Average(x => (x - mean) * (x - mean)));
        var (z, curve) = (metric.Select(x => (x - mean) / deviation).ToArray(), new double[metric.Count]);
        double Quality((double Centre, double LogWidth) at)
        {
            if (at.LogWidth < Math.Log(Narrowest) || at.LogWidth > Math.Log(Widest)) return -1;
            Fill(z, at.Centre, Math.Exp(at.LogWidth), curve);
            var correlation = Math.Abs(Statistics.Correlation.Linear(curve, scores));
            return double.IsNaN(correlation) ? -1 : correlation; // a curve that is constant on all values
        }

        var (low, high) = (z.Min(), z.Max());
        var best = (from c in Enumerable.Range(0, 21)
                    from w in Enumerable.Range(0, 13)
                    select (low + ((high - low) * c / 20), Math.Log(0.05) + (w * Math.Log(Widest / 0.05) / 12.0001))).MaxBy(Quality);
        var (centre, logWidth) = Climb(Quality, best);

        Fill(z, centre, Math.Exp(logWidth), curve);
        var (meanCurve, meanScore) = (curve.Average(), scores.Average());
        var slope = curve.Zip(scores, (c, s) => (c - meanCurve) * (s - meanScore))
            .Sum() / curve.Sum(c => (c - meanCurve) * (c - meanCurve));
        var bottom = meanScore - (slope * meanCurve);
        return new LogisticFit(bottom + slope, bottom, mean + (deviation * centre), deviation * Math.Exp(logWidth),
            Math.Abs(Statistics.Correlation.Linear(curve, scores)));
    }

    /// <summary>The curve at <paramref name="metric"/>, in the unit of the scores.</summary>
    public double Value(double metric) => Bottom + ((Top - Bottom) / (1 + Math.Exp(-(metric - Centre) / Width)));

    private static void Fill(double[] z, double centre, double width, double[] curve)
    {
        for (var i = 0; i < z.Length; i++) curve[i] = 1 / (1 + Math.Exp(-(z[i] - centre) / width));
    }

    /// <summary>Goes to a better neighbour while there is one, with smaller and smaller steps.</summary>
    private static (double, double) Climb(Func<(double, double), double> quality, (double X, double Y) at)
    {
        var best = quality(at);
        for (var step = 0.25; step > 1e-6;)
        {
            var next = new[] { (at.X + step, at.Y), (at.X - step, at.Y), (at.X, at.Y + step), (at.X, at.Y - step) }
                .Select(point => (point, value: quality(point))).MaxBy(pair => pair.value);
            if (next.value > best) (at, best) = next;
            else step /= 2;
        }
        return at;
    }
}
