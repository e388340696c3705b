using System.CommandLine;
using Spectre.Console;
using SuperResolution.Workbench.Notebooks;

namespace SuperResolution.Workbench.Commands;

/// <summary><c>run [notebooks…] [--budget …] [--out DIR]</c>: executes notebooks without Jupyter.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var notebooks = new Argument<string[]>("notebooks")
        {
            Description = "Notebook files; without any, all of notebooks/ in order.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var budget = new Option<string>("--budget")
        {
            Description = "How much to compute: smoke (all in a few minutes), workshop (minutes per notebook), paper (the " +
                "papers' schedules, for a GPU).",
            DefaultValueFactory = _ => "workshop",
        };
        budget.AcceptOnlyFromAmong(SeriesRun.BudgetNames);
        var outFolder = new Option<string?>("--out")
        {
            Description = "Folder of the report [default: out/ in the checkout]",
            HelpName = "DIR",
        };
        var command = new Command("run", "Execute notebooks, and write them as a report: .ipynb, .html and an index.")
        {
            notebooks, budget, outFolder,
        };
        command.SetAction((arguments, _) =>
            RunAsync(arguments.GetValue(notebooks) ?? [], arguments.GetValue(budget)!, arguments.GetValue(outFolder),
                Directory.GetCurrentDirectory(), AnsiConsole.Console));
        return command;
    }

    /// <summary><c>execute NOTEBOOK FOLDER</c>: what <c>run</c> starts for each notebook.</summary>
    public static Command CreateExecute()
    {
        var (notebook, folder) = (new Argument<string>("notebook"), new Argument<string>("folder"));
        var command = new Command(NotebookProcess.Command, "What 'run' starts for each notebook; people do not") { notebook, folder };
        command.Hidden = true;
        command.SetAction((arguments, _) => NotebookProcess.Execute(arguments.GetValue(notebook)!, arguments.GetValue(folder)!));
        return command;
    }

    /// <returns>The exit code: 0 where every notebook ran to its end.</returns>
    /// <exception cref="BadInputException">A notebook or the out folder cannot be used.</exception>
    public static Task<int> RunAsync(string[] named, string budget, string? outFolder, string folder, IAnsiConsole console)
    {
        var target = OutFolder.Of(Path.GetFullPath(outFolder ?? Path.Combine(Repository.Root(folder), "out"), folder),
            SeriesRun.IsFolder)!;
        return SeriesRun.MakeAsync(SeriesRun.Find(named, folder), budget, target, target, _ => null, console);
    }
}
