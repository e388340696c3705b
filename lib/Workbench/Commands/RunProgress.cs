using System.Globalization;
using Spectre.Console;
using SuperResolution.Workbench.Notebooks;

namespace SuperResolution.Workbench.Commands;

/// <summary>Progress of a run on the console: a line that changes in a terminal, one line per cell in a log.</summary>
internal sealed class RunProgress(IAnsiConsole console) : IRunProgress
{
    private const string ClearLine = "\r\u001b[2K";

    private bool Live => console.Profile.Capabilities is { Interactive: true, Ansi: true };

    public void NotebookStarted(NotebookFile notebook) => console.MarkupLineInterpolated($"[bold]{notebook.Name}[/]");

    public void CellStarted(int number, int count, NotebookCell cell)
    {
        if (!Live) return;
        var first = cell.Source.Split('\n').First(line => line.Trim().Length > 0).Trim();
        var text = $"  cell {number} of {count}  {first}";
        var width = Math.Max(20, console.Profile.Width - 1);
        console.Write(new ControlCode(ClearLine));
        console.Write(new Text(text.Length > width ? text[..width] : text));
    }

    public void CellFinished(int number, int count, TimeSpan elapsed)
    {
        if (Live) console.Write(new ControlCode(ClearLine));
        else console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  cell {number} of {count}  {elapsed.TotalSeconds:F1} s"));
    }

    /// <param name="result">How it ended.</param>
    /// <param name="executed">False where the outputs are those of an earlier run.</param>
    public void NotebookFinished(NotebookResult result, bool executed = true)
    {
        var time = Report.NotebookPage.Duration(result.Elapsed);
        if (!executed)
        {
            console.MarkupLineInterpolated($"  as executed before, {time}");
            return;
        }
        if (result.Failure is not { } failure)
        {
            console.MarkupLineInterpolated($"  [green]complete[/], {time}");
            return;
        }
        console.MarkupLineInterpolated($"  [red]failed at {failure.Title}[/], {time}");
        console.MarkupLineInterpolated($"  {result.Notebook.Path}:{failure.FileLine}");
        foreach (var line in failure.Cell.Source.TrimEnd().Split('\n'))
            Plain("  | " + line);
        foreach (var line in failure.Error.Traceback)
            Plain("  " + line);
    }

    public void Summary(IReadOnlyList<NotebookResult> results, string index)
    {
        var failed = results.Where(result => result.Failure is not null).ToArray();
        var names = string.Join(", ", failed.Select(result => $"{result.Notebook.Name} ({result.Failure!.Title})"));
        if (failed.Length == 0)
            console.MarkupLineInterpolated($"[green]{results.Count} of {results.Count} notebooks complete.[/]");
        else
            console.MarkupLineInterpolated($"[red]{failed.Length} of {results.Count} notebooks failed: {names}[/]");
        Plain($"Report: {index}");
    }

    /// <summary>As it is: code must not be folded, nor read as markup.</summary>
    private void Plain(string line) => console.Lines().WriteLine(line);
}
