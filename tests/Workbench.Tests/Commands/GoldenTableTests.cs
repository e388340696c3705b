using System.Globalization;
using Spectre.Console;
using SuperResolution.Datasets;
using SuperResolution.Metrics;
using SuperResolution.Workbench.Commands;

namespace SuperResolution.Workbench.Tests.Commands;

/// <summary>
/// Numbers that these commands gave for the real Set5 in November 2026, before there was one engine for both: a change of the code must
/// not move them.
/// </summary>
public sealed class GoldenTableTests : IDisposable
{
    private const double PsnrTolerance = 0.002, SsimTolerance = 1e-4;

    // What takes minutes on two cores is left to whoever runs the commands.
    private static readonly string[] quick = ["Nearest", "Bilinear", "Bicubic", "SRCNN", "SRResNet"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Evaluate_on_Set5()
    {
        Require();
        var (golden, now) = (Read(Golden("evaluate-Set5.csv")), new List<Dictionary<string, string>>());
        foreach (var scale in (int[])[2, 3, 4])
        {
            EvaluateCommand.Run(new EvaluateSettings(["Set5"], [scale])
            {
                Methods = [.. EvaluatedMethods.At(scale).Select(method => method.Network).Distinct().Intersect(quick)],
                Csv = folder.File("evaluate.csv"),
                Cache = folder.File("cache"),
            }, Silent());
            now.AddRange(Read(folder.File("evaluate.csv")));
        }
        var compared = 0;
        foreach (var row in golden.Where(row => quick.Contains(row["method"].Split(' ')[0])))
        {
            var found = now.SingleOrDefault(other => Same(row, other, "set", "method", "scale", "protocol", "image", "notice"));
            if (found is null && !Ships(row["method"])) continue; // weights of others, which need not be there
            Assert.NotNull(found);
            Near(row, found, "psnr", PsnrTolerance);
            Near(row, found, "ssim", SsimTolerance);
            compared++;
        }
        Assert.InRange(compared, 75, golden.Count); // five formulas and networks that ship, three scales, five images
    }

    [Fact]
    public void Paper_tables_on_Set5()
    {
        Require();
        PaperTablesCommand.Run(new PaperTablesSettings(folder.File("out"), folder.File("cache"), [], ["Set5"], null), Silent());
        var (golden, now) = (Read(Golden("paper-tables-Set5.csv")), Read(folder.File("out/paper-tables.csv")));
        var compared = 0;
        foreach (var row in golden.Where(row => row["ours"].Length > 0))
        {
            var found = now.SingleOrDefault(other => Same(row, other, "table", "source", "set", "scale", "method", "paper_psnr",
                "paper_ssim", "paper_others", "ours", "images", "protocol", "explanation", "missing"));
            if (found is null && !Ships(row["ours"])) continue;
            Assert.NotNull(found);
            foreach (var column in (string[])["psnr", "difference", "ci_low", "ci_high"]) Near(row, found, column, PsnrTolerance);
            Near(row, found, "ssim", SsimTolerance);
            compared++;
        }
        Assert.InRange(compared, 20, golden.Count);
    }

    private static void Require() => Assert.SkipWhen(ImageSet.Find("Set5") is null, "needs the real Set5 in a data place");

    private static bool Ships(string method) => !method.Contains("authors'", StringComparison.Ordinal)
        && !method.Contains("by others", StringComparison.Ordinal);

    private static bool Same(Dictionary<string, string> a, Dictionary<string, string> b, params string[] columns) =>
        columns.All(column => a[column] == b[column]);

    private static void Near(Dictionary<string, string> golden, Dictionary<string, string> now, string column, double tolerance)
    {
        if (golden[column].Length == 0) Assert.Equal("", now[column]);
        else Assert.Equal(Number(golden[column]), Number(now[column]), tolerance);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Golden(string name) => Path.Combine(Checkout.Root, "tests", "Workbench.Tests", "Commands", "Golden", name);

    private static IAnsiConsole Silent() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) });

    /// <summary>Rows by column; a field in quotes may hold commas.</summary>
    private static List<Dictionary<string, string>> Read(string path)
    {
        var lines = File.ReadAllLines(path).Select(line => Field().Matches(line)
            .Select(match => match.Groups[1].Value is ['"', .., '"'] quoted ? quoted[1..^1].Replace("\"\"", "\"") : match.Groups[1].Value)
            .ToArray()).ToList();
        return [.. lines.Skip(1).Select(fields => lines[0].Zip(fields).ToDictionary(pair => pair.First, pair => pair.Second))];
    }

    private static System.Text.RegularExpressions.Regex Field() => new("(?:^|,)(\"(?:[^\"]|\"\")*\"|[^,]*)");
}
