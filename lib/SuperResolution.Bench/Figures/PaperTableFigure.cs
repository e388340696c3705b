using System.Globalization;
using SuperResolution.Metrics.Papers;

namespace SuperResolution.Figures;

/// <summary>A paper's table beside the kit's numbers, for readers; <see cref="Csv"/> has the same for computers.</summary>
public static class PaperTableFigure
{
    private const int LongestRemark = 12, LongestMissing = 16;

    /// <summary>One table. What is different about a method stands below it, once for all of its rows.</summary>
    /// <param name="results">Of one paper's table, as <see cref="PaperTableRun.Run"/> returns them.</param>
    /// <exception cref="ArgumentException">There are none, or they are of several tables.</exception>
    public static Table Of(IReadOnlyList<PaperResult> results)
    {
        if (results.Select(result => result.Table).Distinct().Count() != 1)
            throw new ArgumentException("The figure shows one paper's table: group the results by their Table first.");
        var table = results[0].Table;
        var remarks = results.SelectMany(Remarks).Distinct().ToList();
        var also = results.Any(result => result.Row.Others.Length is > 0 and <= LongestRemark);
        string[] columns = ["set", "method", "paper: PSNR / SSIM", .. also ? ["also"] : Array.Empty<string>(), "ours",
            "ours: PSNR / SSIM", "difference in dB", "95 % CI in dB", "protocol"];
        return new Table(table.ToString(), columns,
            [.. results.Select(result => Cells(
                result, also, string.Concat(Remarks(result).Select(remark => $" [{remarks.IndexOf(remark) + 1}]"))))],
            [.. remarks.Select((remark, i) => $"[{i + 1}] {remark}"), .. table.Notes,
             FormattableString.Invariant($"PSNR in dB. A difference above {PaperResult.Tolerance} dB has a reason in its note; where ") +
                 "there is no note, formula or weights are the paper's. CI: 95 % confidence interval of our mean (bootstrap over the " +
                 "images, BCa), what other pictures of this kind would give.",
             .. results.Select(result => result.Measured?.Notice ?? "").Where(notice => notice.Length > 0).Distinct()]);
    }

    /// <summary>All results as CSV (RFC 4180, numbers with a point, all digits that mean anything); a header line first.</summary>
    /// <param name="results">Of any tables.</param>
    public static string Csv(IReadOnlyList<PaperResult> results) => string.Concat(
        "table,source,set,scale,method,paper_psnr,paper_ssim,paper_others,ours,psnr,ssim,difference,ci_low,ci_high,images,protocol," +
            "explanation,missing\n",
        string.Concat(results.Select(result => string.Join(',', Fields(result).Select(CsvText.Field)) + "\n")));

    private static IReadOnlyList<string> Cells(PaperResult result, bool also, string notes)
    {
        var row = result.Row;
        return
        [
            $"{row.Set} ×{row.Scale}", row.Method, $"{Text(row.Psnr, "0.00")} / {Text(row.Ssim, "0.0000")}",
            .. also ? [row.Others] : Array.Empty<string>(),
            (result.Missing.Length == 0 ? result.Method!.Name : result.Missing.Length > LongestMissing ? "–" : result.Missing) + notes,
            result.Measured?.Mean is { } ours ? $"{Text(ours.Psnr, "0.00")} / {Text(ours.Ssim, "0.0000")}" : "",
            Text(result.Difference, "+0.00;−0.00;0.00"),
            result.Interval is { } interval ? $"{Text(interval.Low, "0.00")}…{Text(interval.High, "0.00")}" : "",
            row.Protocol?.Name ?? "",
        ];
    }

    private static IEnumerable<string> Remarks(PaperResult result)
    {
        if (result.Row.Others.Length > LongestRemark) yield return $"{result.Row.Method}: {result.Row.Others}";
        if (result.Missing.Length > LongestMissing) yield return result.Missing;
        if (result.Missing.Length == 0 && Reason(result) is { Length: > 0 } reason) yield return reason;
    }

    // Also where the numbers agree: they are not of the same network.
    private static string Reason(PaperResult result) => result.IsUnexplained ? "UNEXPLAINED" : result.Explanation ?? "";

    private static string[] Fields(PaperResult result) =>
    [
        result.Table.Id, result.Table.Source, result.Row.Set, $"{result.Row.Scale}", result.Row.Method, Text(result.Row.Psnr, "0.00"),
        Text(result.Row.Ssim, "0.0000"), result.Row.Others,
        result.Method?.Name ?? "", Text(result.Measured?.Mean.Psnr, "0.0000"), Text(result.Measured?.Mean.Ssim, "0.000000"),
        Text(result.Difference, "0.0000"),
        Text(result.Interval?.Low, "0.0000"), Text(result.Interval?.High, "0.0000"), $"{result.Measured?.Images.Count}",
        result.Row.Protocol?.ToString() ?? "", result.Missing.Length > 0 ? "" : Reason(result), result.Missing,
    ];

    private static string Text(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
