using System.CommandLine;
using Spectre.Console;
using SuperResolution.Workbench.Notebooks;

namespace SuperResolution.Workbench.Commands;

/// <summary>
/// <c>report [--from DIR] [--out DIR] [--budget …]</c>: the report of the whole series from an earlier run; only what that run lacks is
/// executed.
/// </summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var from = new Option<string?>("--from")
        {
            Description = "Folder of an earlier run; what is executed now is kept there too [default: out/ in the checkout]",
            HelpName = "DIR",
        };
        var outFolder = new Option<string?>("--out")
        {
            Description = "Folder of the report, without the executed notebooks [default: that of the earlier run]",
            HelpName = "DIR",
        };
        var budget = new Option<string?>("--budget")
        {
            Description = "Take runs with this budget only, and execute with it what is missing [default: any, and for " +
                "what is missing that of the other notebooks]",
        };
        budget.AcceptOnlyFromAmong(SeriesRun.BudgetNames);
        var command = new Command("report",
            "Write the report of the whole series; notebooks that have run since they were changed are not executed again.")
        {
            from, outFolder, budget,
        };
        command.SetAction((arguments, _) =>
            ReportAsync(arguments.GetValue(from), arguments.GetValue(outFolder), arguments.GetValue(budget),
                Directory.GetCurrentDirectory(), AnsiConsole.Console));
        return command;
    }

    /// <returns>The exit code: 0 where every notebook is complete.</returns>
    /// <exception cref="BadInputException">
    /// The folder of the earlier run does not exist, or the report's name is that of a file.
    /// </exception>
    public static Task<int> ReportAsync(string? from, string? outFolder, string? budget, string folder, IAnsiConsole console)
    {
        var source = Path.GetFullPath(from ?? Path.Combine(Repository.Root(folder), "out"), folder);
        if (from is not null && !Directory.Exists(source))
            throw new BadInputException($"There is no folder '{source}' with an earlier run. Name the folder that 'run --out' wrote, or " +
                "leave --from out to take out/ in the checkout.");
        var target = outFolder is null ? source : OutFolder.Of(Path.GetFullPath(outFolder, folder), SeriesRun.IsFolder)!;
        var series = SeriesRun.Find([], folder);
        return SeriesRun.MakeAsync(series, budget ?? Usual(series, source), target, source,
            notebook => NotebookRunner.Earlier(notebook, source, budget), console);
    }

    /// <summary>
    /// The budget of the earlier run, so that a report does not mix two; workshop where it already does, or there was none.
    /// </summary>
    private static string Usual(NotebookFile[] series, string source)
    {
        var budgets = series.Select(notebook => Path.Combine(source, notebook.Name)).Where(File.Exists)
            .Select(path => NotebookFile.Read(path).Facts?.Budget).OfType<string>().Distinct().ToList();
        return budgets is [var only] ? only : "workshop";
    }
}
