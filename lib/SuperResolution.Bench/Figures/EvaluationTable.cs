using System.Globalization;
using SuperResolution.Metrics;

namespace SuperResolution.Figures;

/// <summary>Measured rows with the paper's column, the difference and the protocol.</summary>
public static class EvaluationTable
{
    /// <summary>
    /// A table of the rows; substitutes are marked in the set's name and explained below. Without any paper value its columns are left
    /// out.
    /// </summary>
    /// <param name="caption">What was compared.</param>
    /// <param name="rows">As <see cref="Evaluation"/> returns them.</param>
    public static Table Of(string caption, IReadOnlyList<EvaluationRow> rows)
    {
        var paper = rows.Any(row => PaperValues.For(row) is not null);
        var others = rows.SelectMany(row => row.Others).Select(column => column.Metric).DistinctBy(metric => metric.Name).ToList();
        string[] columns = ["set", "method", "PSNR in dB", "SSIM", .. others.Select(metric => metric.ToString()),
            .. paper ? ["paper", "difference in dB"] : Array.Empty<string>(), "protocol"];
        return new Table(caption, columns, [.. rows.Select(row => Cells(row, Others(rows), paper))], [.. Notes(rows)]);
    }

    /// <summary>
    /// Every image's values as CSV (RFC 4180, numbers with a point): set, method, scale, protocol, image, psnr, ssim, the other metrics
    /// by their names, notice.
    /// </summary>
    /// <param name="rows">As <see cref="Evaluation"/> returns them.</param>
    public static string Csv(IReadOnlyList<EvaluationRow> rows)
    {
        var others = Others(rows);
        string[] header = ["set", "method", "scale", "protocol", "image", "psnr", "ssim", .. others, "notice"];
        return string.Concat(rows.SelectMany(row => row.Images.Select((image, i) => (string[])[row.Set, row.Upscaler,
                $"{row.Protocol.Scale}", row.Protocol.Name, image.Image, Text(image.Score.Psnr, "0.0000"),
                Text(image.Score.Ssim, "0.000000"),
                .. others.Select(name => Find(row, name) is { } column ? Text(column.Values[i], "0.000000") : ""), row.Notice]))
            .Prepend(header).Select(fields => string.Join(',', fields.Select(CsvText.Field)) + "\n"));
    }

    /// <summary>The names of the metrics beside PSNR and SSIM that any of the rows has.</summary>
    internal static IReadOnlyList<string> Others(IReadOnlyList<EvaluationRow> rows) =>
        [.. rows.SelectMany(row => row.Others).Select(column => column.Metric.Name).Distinct()];

    /// <summary>A metric's mean; null where the row does not have it.</summary>
    internal static double? Mean(EvaluationRow row, string metric) => Find(row, metric)?.Mean;

    private static MetricColumn? Find(EvaluationRow row, string metric) =>
        row.Others.FirstOrDefault(column => column.Metric.Name == metric);

    private static IReadOnlyList<string> Cells(EvaluationRow row, IReadOnlyList<string> others, bool withPaper)
    {
        string[] measured = [row.Notice.Length > 0 ? row.Set + " *" : row.Set, row.Upscaler, Text(row.Mean.Psnr, "0.00"),
            Text(row.Mean.Ssim, "0.0000"),
            .. others.Select(name => Mean(row, name) is { } mean ? Text(mean, "0.0000") : "")];
        string[] paper = PaperValues.For(row) is { } value
            ? [$"{Text(value.Psnr, "0.00")} / {Text(value.Ssim, "0.0000")}", Text(row.Mean.Psnr - value.Psnr, "+0.00;−0.00;0.00")]
            : ["", ""];
        return [.. measured, .. withPaper ? paper : [], $"{row.Protocol}, {row.Images.Count} image{(row.Images.Count == 1 ? "" : "s")}"];
    }

    private static IEnumerable<string> Notes(IReadOnlyList<EvaluationRow> rows) =>
        rows.Where(row => row.Notice.Length > 0).Select(row => "* " + row.Notice)
            .Concat(rows.Select(PaperValues.For).OfType<PaperValue>().Select(paper => $"Paper values of {paper.Method}: {paper.Source}."))
            .Distinct();

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
