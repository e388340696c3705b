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
    /// <param name="rows">As <see cref="Evaluation.Run"/> returns them.</param>
    public static Table Of(string caption, IReadOnlyList<EvaluationRow> rows)
    {
        var paper = rows.Any(row => PaperValues.For(row) is not null);
        string[] columns = ["set", "method", "PSNR in dB", "SSIM", .. paper ? ["paper", "difference in dB"] : Array.Empty<string>(),
            "protocol"];
        return new Table(caption, columns, [.. rows.Select(row => Cells(row, paper))], [.. Notes(rows)]);
    }

    private static IReadOnlyList<string> Cells(EvaluationRow row, bool withPaper)
    {
        string[] measured = [row.Notice.Length > 0 ? row.Set + " *" : row.Set, row.Upscaler, Text(row.Mean.Psnr, "0.00"),
            Text(row.Mean.Ssim, "0.0000")];
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
