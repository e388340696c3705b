using System.Globalization;
using SuperResolution.Metrics;

namespace SuperResolution.Figures;

/// <summary>Measured rows with the paper's column, the difference and the protocol.</summary>
public static class EvaluationTable
{
    private static readonly string[] columns = ["set", "method", "PSNR in dB", "SSIM", "paper PSNR", "difference", "paper SSIM", "protocol"];

    /// <summary>A table of the rows; substitutes are marked in the set's name and explained below.</summary>
    /// <param name="caption">What was compared.</param>
    /// <param name="rows">As <see cref="Evaluation.Run"/> returns them.</param>
    public static Table Of(string caption, IReadOnlyList<EvaluationRow> rows) => new(caption, columns, [.. rows.Select(Cells)], [.. Notes(rows)]);

    private static IReadOnlyList<string> Cells(EvaluationRow row)
    {
        var paper = row.Paper;
        return
        [
            row.Notice.Length > 0 ? row.Set + " *" : row.Set, row.Upscaler, Text(row.Mean.Psnr, "0.00"), Text(row.Mean.Ssim, "0.0000"),
            Text(paper?.Psnr, "0.00"), Text(row.Mean.Psnr - paper?.Psnr, "+0.00;−0.00;0.00"), Text(paper?.Ssim, "0.0000"), $"{row.Protocol}, {row.Images.Count} images",
        ];
    }

    private static IEnumerable<string> Notes(IReadOnlyList<EvaluationRow> rows) =>
        rows.Where(row => row.Notice.Length > 0).Select(row => "* " + row.Notice)
            .Concat(rows.Select(row => row.Paper).OfType<PaperValue>().Select(paper => $"Paper values of {paper.Method}: {paper.Source}."))
            .Distinct();

    private static string Text(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
