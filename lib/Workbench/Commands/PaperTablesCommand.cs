using System.CommandLine;
using Spectre.Console;
using SuperResolution.Datasets;
using SuperResolution.Metrics;
using SuperResolution.Metrics.Papers;
using SuperResolution.Platform;

namespace SuperResolution.Workbench.Commands;

/// <summary>
/// <c>paper-tables</c>: the papers' tables from scratch, the paper's value beside ours, with the reasons for differences.
/// </summary>
internal static class PaperTablesCommand
{
    public static Command Create()
    {
        var output = new Option<string>("--out")
        {
            Description = "Folder for CSV, Markdown and LaTeX",
            HelpName = "FOLDER",
            DefaultValueFactory = _ => "paper-tables",
        };
        var cache = new Option<string?>("--cache")
        {
            Description = "Folder of results by content [default: in the user's cache]",
            HelpName = "FOLDER",
        };
        var only = new Option<string[]>("--only")
        {
            Description = $"Some tables: {string.Join(", ", PaperTables.All.Select(table => table.Id))}, or the beginning " +
                "of several before the dash",
            AllowMultipleArgumentsPerToken = true,
        };
        var sets = new Option<string[]>("--set")
        {
            Description = "Rows of some sets, e.g. Set5 Set14",
            AllowMultipleArgumentsPerToken = true,
        };
        var threads = new Option<int?>("--threads") { Description = "Images at a time [default: one for each core]", HelpName = "N" };
        var command = new Command("paper-tables",
            "Recompute the papers' tables; results are kept by content, so that a second run takes seconds.")
        {
            output, cache, only, sets, threads,
        };
        command.SetAction((arguments, cancel) => Task.FromResult(Run(
            new PaperTablesSettings(arguments.GetValue(output)!, arguments.GetValue(cache), arguments.GetValue(only) ?? [],
            arguments.GetValue(sets) ?? [], arguments.GetValue(threads)), AnsiConsole.Console, cancel: cancel)));
        return command;
    }

    public static int Run(PaperTablesSettings settings, IAnsiConsole console, DataFolder? folder = null,
        CancellationToken cancel = default)
    {
        if (settings.Threads is < 1) throw new BadInputException($"--threads {settings.Threads}: at least 1.");
        var tables = Tables(settings.Only);
        CheckSets(settings.Sets, tables);
        // before the work, not after it
        Directory.CreateDirectory(OutFolder.Of(settings.Out, "the tables go into a folder, each as CSV, Markdown and LaTeX")!);
        var evaluation = new CachedEvaluation(new ResultCache(settings.Cache), settings.Threads);

        Func<PaperRow, bool>? rows = settings.Sets.Count == 0 ? null : row =>
            settings.Sets.Contains(row.Set, StringComparer.OrdinalIgnoreCase);
        var results = PaperTableRun.Run(
            tables, evaluation, rows, folder: folder, progress: new EvaluationLines(console), cancel: cancel);
        PaperTablesFiles.Write(settings.Out, results);

        foreach (var notice in evaluation.Cache!.Notices) console.WriteLine($"NOTE: {notice}");
        foreach (var missing in results.Where(result => result.Method is not null && result.Missing.Length > 0)
            .GroupBy(result => result.Missing))
            console.WriteLine($"MISSING: {missing.Key} ({missing.Count()} rows stay empty)");
        console.WriteLine($"{results.Count(result => result.Measured is not null)} of {results.Count} rows have a number of ours; " +
            $"{evaluation.Computed} scores of images were computed, {evaluation.Read} read from {evaluation.Cache!.Folder}.");
        console.WriteLine($"Written: {Path.Combine(Path.GetFullPath(settings.Out), "paper-tables.md")}, with .csv and .tex beside it, " +
            $"and all three for each table. {Compute.Describe()}");
        return Unexplained(results, console);
    }

    private static List<PaperTable> Tables(IReadOnlyList<string> only)
    {
        try
        {
            return only.Count == 0 ? [.. PaperTables.All] : [.. only.SelectMany(PaperTables.Find).Distinct()];
        }
        catch (ArgumentException none)
        {
            throw new BadInputException("--only: " + none.Message);
        }
    }

    private static void CheckSets(IReadOnlyList<string> sets, IEnumerable<PaperTable> tables)
    {
        var known = tables.SelectMany(table => table.Rows).Select(row => row.Set).Where(name => Catalogue.Default.Find(name) is not null)
            .Distinct().ToList();
        if (sets.FirstOrDefault(set => !known.Contains(set, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw new BadInputException($"--set {unknown}: these tables have " +
                $"{(known.Count > 0 ? string.Join(", ", known) : "no set of the kit")}.");
    }

    private static int Unexplained(IReadOnlyList<PaperResult> results, IAnsiConsole console)
    {
        var unexplained = results.Where(result => result.IsUnexplained).ToList();
        foreach (var result in unexplained)
            console.WriteLine(FormattableString.Invariant(
                $"UNEXPLAINED: {result.Row} by {result.Method!.Name} is {result.Difference:+0.00;-0.00} dB from the paper."));
        return unexplained.Count == 0 ? 0 : 1;
    }
}
