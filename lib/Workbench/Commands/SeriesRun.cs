using Spectre.Console;
using SuperResolution.Workbench.Notebooks;
using SuperResolution.Workbench.Report;

namespace SuperResolution.Workbench.Commands;

/// <summary>Makes a report of notebooks: it executes them, or takes what an earlier run has left.</summary>
internal static class SeriesRun
{
    /// <summary>The budgets by their names on the command line.</summary>
    public static readonly string[] BudgetNames = ["smoke", "workshop", "paper"];

    /// <summary>What a report is, for whom names a file instead.</summary>
    public const string IsFolder = "a report is a folder: a page for each notebook, contents, tables and references";

    /// <param name="series">In order.</param>
    /// <param name="budget">For those that are executed.</param>
    /// <param name="outFolder">Where the report goes.</param>
    /// <param name="notebooks">Where the executed notebooks go.</param>
    /// <param name="earlier">The result of an earlier run, or null where the notebook has to be executed.</param>
    /// <param name="console">For progress.</param>
    /// <returns>The exit code: 0 where every notebook ran to its end.</returns>
    public static async Task<int> MakeAsync(
        NotebookFile[] series, string budget, string outFolder, string notebooks, Func<NotebookFile, NotebookResult?> earlier,
        IAnsiConsole console)
    {
        // Notebooks and the library read it: Budgets.Current.
        Environment.SetEnvironmentVariable(Budgets.Variable, budget);
        var report = new SeriesReport(outFolder, notebooks, series);
        var progress = new RunProgress(console);
        var results = new List<NotebookResult>();
        foreach (var notebook in series)
        {
            progress.NotebookStarted(notebook);
            var taken = earlier(notebook);
            var result = taken ?? await new NotebookRunner(progress).RunAsync(notebook);
            report.Write(result);
            progress.NotebookFinished(result, executed: taken is null);
            results.Add(result);
        }
        report.Finish(results);
        progress.Summary(results, report.IndexPath);
        return results.Any(result => result.Failure is not null) ? 1 : 0;
    }

    /// <summary>The notebooks that a command line names; without any, all of notebooks/ in order.</summary>
    /// <exception cref="BadInputException">One does not exist or is no notebook, or two have the same name.</exception>
    public static NotebookFile[] Find(string[] named, string folder)
    {
        var paths = named.Length > 0 ? [.. named.Select(name => Named(name, folder))]
            : All(Path.Combine(Repository.Root(folder), "notebooks"));
        if (paths.GroupBy(Path.GetFileName).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new BadInputException($"Two notebooks are called '{twice.Key}': {string.Join(" and ", twice)}. Their reports would " +
                "overwrite each other; run them one by one with different --out folders.");
        return [.. paths.Select(NotebookFile.Read)];
    }

    private static string Named(string name, string folder)
    {
        var path = Path.GetFullPath(name, folder);
        return File.Exists(path) ? path
            : throw new BadInputException(
                $"Notebook '{name}' does not exist (looked for {path}). Give its path, or none to run the whole series.");
    }

    private static string[] All(string folder)
    {
        var found = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.ipynb").Order(StringComparer.Ordinal).ToArray() : [];
        return found.Length > 0 ? found : throw new BadInputException($"No notebooks in '{folder}'.");
    }
}
