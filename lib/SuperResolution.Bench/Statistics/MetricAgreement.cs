using System.Globalization;

namespace SuperResolution.Metrics.Statistics;

/// <summary>
/// How well a metric agrees with human scores (higher scores are better pictures). 1 is agreement, whichever direction of the metric is
/// good.
/// </summary>
/// <param name="Metric">What the metric is called.</param>
/// <param name="Srcc">Spearman's rank correlation: only the order counts.</param>
/// <param name="Krcc">Kendall's τ_b: the share of pairs in the right order minus those in the wrong one.</param>
/// <param name="Plcc">Pearson's linear correlation of the raw values.</param>
/// <param name="FittedPlcc">
/// Pearson's after a <see cref="LogisticFit"/>, as the literature reports it; at least 0, NaN for fewer than 5 values.
/// </param>
/// <param name="Images">Number of pictures.</param>
public sealed record MetricAgreement(string Metric, double Srcc, double Krcc, double Plcc, double FittedPlcc, int Images)
{
    /// <summary>Compares a metric's values with human scores of the same pictures in the same order.</summary>
    /// <param name="name">What the metric is called.</param>
    /// <param name="better">Its good direction: correlations of metrics with <see cref="Better.Lower"/> are turned round.</param>
    /// <param name="values">At least 2, finite.</param>
    /// <param name="scores">As many; higher means better.</param>
    /// <exception cref="ArgumentException">As for <see cref="Correlation.Pearson"/>.</exception>
    public static MetricAgreement Of(string name, Better better, IReadOnlyList<double> values, IReadOnlyList<double> scores)
    {
        var sign = better == Better.Higher ? 1 : -1;
        return new MetricAgreement(
            name,
            sign * Correlation.Spearman(values, scores),
            sign * Correlation.Kendall(values, scores),
            sign * Correlation.Pearson(values, scores),
            values.Count < 5 ? double.NaN : LogisticFit.Of(values, scores).Correlation,
            values.Count);
    }

    /// <summary>E.g. "SSIM: SRCC 0.637, KRCC 0.464, PLCC 0.691 (raw 0.640), n = 3000".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Metric}: SRCC {Srcc:0.000}, KRCC {Krcc:0.000}, PLCC {FittedPlcc:0.000} (raw {Plcc:0.000}), n = {Images}");
}
