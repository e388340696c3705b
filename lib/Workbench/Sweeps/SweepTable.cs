using System.Globalization;
using SuperResolution.Figures;

namespace SuperResolution.Workbench.Sweeps;

/// <summary>The results of a sweep in one table: means over the seeds, and how far the seeds lie apart.</summary>
internal static class SweepTable
{
    private static readonly string[] columns = ["set", "scale", "model", "PSNR in dB", "± seeds", "SSIM", "± seeds ", "seeds"];

    /// <summary>Reads what there is.</summary>
    /// <exception cref="BadInputException">A result is damaged.</exception>
    public static Table Of(SweepFolder folder)
    {
        var results = Results(folder);
        var rows = from set in results.SelectMany(result => result.Rows).Select(row => row.Set).Distinct().ToList()
                   from scale in folder.Plan.Scales
                   from model in folder.Plan.Models
                   let scores = results.Where(result => result.Model == model).SelectMany(result => result.Rows)
                       .Where(row => row.Set == set && row.Scale == scale).ToList()
                   where scores.Count > 0
                   select (string[])[set, $"×{scale}", model, Mean(scores, row => row.Psnr, "0.00"),
                       Deviation(scores, row => row.Psnr, "0.000"), Mean(scores, row => row.Ssim, "0.0000"),
                       Deviation(scores, row => row.Ssim, "0.00000"),
                       SweepJob.IsFormula(model) ? "" : $"{scores.Count} of {folder.Plan.Seeds.Count}"];
        var left = folder.Left().Count;
        return new Table($"Sweep, budget {folder.Plan.Budget}, Y601", columns, [.. rows],
            [.. left > 0 ? [$"{left} of {folder.Jobs.Count} jobs have no result yet."] : Array.Empty<string>(),
            "Means over the seeds; ± is the standard deviation over them (n − 1).",
            .. results.SelectMany(result => result.Notices).Distinct()]);
    }

    /// <summary>Writes <c>table.md</c> and <c>table.csv</c>; the latter has a line for every training, scale and set.</summary>
    public static void Write(SweepFolder folder)
    {
        AtomicFile.Write(folder.Table + ".md", Of(folder).ToMarkdown());
        AtomicFile.Write(folder.Table + ".csv", "set,scale,model,seed,protocol,images,psnr,ssim\n" + string.Concat(
            from result in Results(folder)
            from row in result.Rows
            select string.Create(CultureInfo.InvariantCulture,
                $"{CsvText.Field(row.Set)},{row.Scale},{result.Model},{result.Seed},{row.Protocol},{row.Images}," +
                $"{row.Psnr:0.0000},{row.Ssim:0.000000}\n")));
    }

    private static List<SweepResult> Results(SweepFolder folder) =>
        [.. folder.Jobs.Where(folder.IsDone).Select(job => SweepResult.Read(folder.Result(job)))];

    private static string Mean(List<SweepRow> rows, Func<SweepRow, double> value, string format) =>
        rows.Average(value).ToString(format, CultureInfo.InvariantCulture);

    private static string Deviation(List<SweepRow> rows, Func<SweepRow, double> value, string format)
    {
        if (rows.Count < 2) return "";
        var mean = rows.Average(value);
        return Math.Sqrt(rows.Sum(row => (value(row) - mean) * (value(row) - mean)) / (rows.Count - 1))
            .ToString(format, CultureInfo.InvariantCulture);
    }
}
