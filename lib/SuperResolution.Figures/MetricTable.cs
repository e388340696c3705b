using System.Globalization;
using SuperResolution.Imaging;
using SuperResolution.Metrics;

namespace SuperResolution.Figures;

/// <summary>
/// Several metrics on several pictures of one scene; what is better, and so which value is the best, the metrics say themselves.
/// </summary>
public static class MetricTable
{
    /// <summary>A row for each picture, a column for each metric; the best value of a column is marked.</summary>
    /// <param name="caption">What is compared.</param>
    /// <param name="metrics">The columns.</param>
    /// <param name="reference">The truth; metrics without a reference ignore it.</param>
    /// <param name="pictures">The rows, of the reference's size.</param>
    /// <exception cref="ArgumentException">The sizes differ, or a metric cannot take them.</exception>
    public static Table Of(string caption, IReadOnlyList<Metric> metrics, Picture reference,
        IReadOnlyList<(string Name, Picture Picture)> pictures)
    {
        var values = pictures.Select(picture => metrics.Select(metric => metric.Measure(reference, picture.Picture)).ToList()).ToList();
        var rows = pictures.Select((picture, row) => (IReadOnlyList<string>)
            [picture.Name, .. metrics.Select(
                (metric, column) =>
                Text(values[row][column]) + (IsBest(metric, values[row][column], values.Select(other => other[column])) ? Table.Best
                    : ""))]).ToList();
        return new Table(caption, ["picture", .. metrics.Select(metric => metric.ToString())], rows,
            ["↑ higher is better, ↓ lower is better;" + Table.Best + " the best value of the column.",
             "From the worst to the best value: "
             + string.Join(", ", metrics.Select(metric => $"{metric.Name} {Limit(metric.Range.Worst)} … {Limit(metric.Range.Best)}"))
                 + ".",
             .. metrics.Where(metric => metric.Cost == MetricCost.High)
             .Select(metric => metric.Name + " takes a network's time for every picture."),
             .. metrics.Where(metric => !metric.NeedsReference).Select(metric => metric.Name + " looks at the picture alone.")]);
    }

    private static bool IsBest(Metric metric, double value, IEnumerable<double> column) =>
        value == (metric.Better == Better.Higher ? column.Max() : column.Min());

    private static string Limit(double value) => double.IsInfinity(value) ? "∞" : value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Four digits that count, as metrics range from thousandths to hundreds.</summary>
    private static string Text(double value) => double.IsInfinity(value) ? "∞"
        : value.ToString(Math.Abs(value) switch { >= 100 => "0.0", >= 10 => "0.00", >= 1 => "0.000", _ => "0.0000" },
            CultureInfo.InvariantCulture);
}
