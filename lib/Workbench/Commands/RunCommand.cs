using System.CommandLine;
using Spectre.Console;
using SuperResolution.Workbench.Notebooks;
using SuperResolution.Workbench.Report;

namespace SuperResolution.Workbench.Commands;

/// <summary><c>run [notebooks…] [--budget …] [--out DIR]</c>: executes notebooks without Jupyter.</summary>
internal static class RunCommand
{
    private static readonly string[] BudgetNames = ["smoke", "workshop", "paper"];

    public static Command Create()
    {
        var notebooks = new Argument<string[]>("notebooks") { Description = "Notebook files; without any, all of notebooks/ in order.", Arity = ArgumentArity.ZeroOrMore };
        var budget = new Option<string>("--budget") { Description = "How much to compute: smoke (all in a few minutes), workshop (minutes per notebook), paper (the papers' schedules, for a GPU).", DefaultValueFactory = _ => "workshop" };
        budget.AcceptOnlyFromAmong(BudgetNames);
        var outFolder = new Option<string?>("--out") { Description = "Folder of the report [default: out/ in the checkout]", HelpName = "DIR" };
        var command = new Command("run", "Execute notebooks, and write them as .ipynb and .html with an index.") { notebooks, budget, outFolder };
        command.SetAction((arguments, _) => RunAsync(arguments.GetValue(notebooks) ?? [], arguments.GetValue(budget)!, arguments.GetValue(outFolder), Directory.GetCurrentDirectory(), AnsiConsole.Console));
        return command;
    }

    /// <returns>The exit code: 0 where every notebook ran to its end.</returns>
    /// <exception cref="BadInputException">A notebook or the out folder cannot be used.</exception>
    public static async Task<int> RunAsync(string[] named, string budget, string? outFolder, string folder, IAnsiConsole console)
    {
        var series = Find(named, folder);
        var report = new SeriesReport(Path.GetFullPath(outFolder ?? Path.Combine(Repository.Root(folder), "out"), folder), series, budget);
        // Notebooks and the library read it: Budgets.Current.
        Environment.SetEnvironmentVariable("SUPERRESOLUTION_BUDGET", budget);

        var progress = new RunProgress(console);
        var results = new List<NotebookResult>();
        foreach (var notebook in series)
        {
            progress.NotebookStarted(notebook);
            var result = await new NotebookRunner(progress).RunAsync(notebook);
            report.Write(result);
            progress.NotebookFinished(result);
            results.Add(result);
        }
        report.WriteIndex(results);
        progress.Summary(results, report.IndexPath);
        return results.Any(result => result.Failure is not null) ? 1 : 0;
    }

    private static NotebookFile[] Find(string[] named, string folder)
    {
        var paths = named.Length > 0 ? [.. named.Select(name => Named(name, folder))] : All(Path.Combine(Repository.Root(folder), "notebooks"));
        if (paths.GroupBy(Path.GetFileName).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new BadInputException($"Two notebooks are called '{twice.Key}': {string.Join(" and ", twice)}. Their reports would overwrite each other; run them one by one with different --out folders.");
        return [.. paths.Select(NotebookFile.Read)];
    }

    private static string Named(string name, string folder)
    {
        var path = Path.GetFullPath(name, folder);
        return File.Exists(path) ? path : throw new BadInputException($"Notebook '{name}' does not exist (looked for {path}). Give its path, or none to run the whole series.");
    }

    private static string[] All(string folder)
    {
        var found = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.ipynb").Order(StringComparer.Ordinal).ToArray() : [];
        return found.Length > 0 ? found : throw new BadInputException($"No notebooks in '{folder}'.");
    }
}
