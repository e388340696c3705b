using System.Diagnostics;
using System.Text.Json.Nodes;
using SuperResolution.Workbench.Report;

namespace SuperResolution.Workbench.Notebooks;

/// <summary>Runs a notebook from its first cell to its last, or to the first one that fails.</summary>
/// <remarks>Its cells run in a process of their own, so that nothing that they do ends the run of the others.</remarks>
internal sealed class NotebookRunner(IRunProgress progress)
{
    public async Task<NotebookResult> RunAsync(NotebookFile notebook)
    {
        var (title, summary) = MarkdownText.Lead(notebook.Cells);
        var clock = Stopwatch.StartNew();
        foreach (var cell in notebook.Cells.Where(cell => cell.IsCode))
            cell.SetResult(null, []);

        // Formulas first: they cost nothing, and nobody wants to wait for a training to learn of a typing error.
        var failure = BadFormula(notebook) ?? await RunCellsAsync(notebook);
        notebook.Facts = new RunFacts(Budgets.Current.ToString().ToLowerInvariant(), Math.Round(clock.Elapsed.TotalSeconds, 1));
        return new NotebookResult(notebook, title ?? Path.GetFileNameWithoutExtension(notebook.Name), summary, failure, clock.Elapsed);
    }

    /// <summary>The outputs of an earlier run instead of a new one.</summary>
    /// <param name="notebook">Gets the outputs.</param>
    /// <param name="folder">Where the executed notebook is, under the same name.</param>
    /// <param name="budget">Only a run with this budget counts; null: any.</param>
    /// <returns>Null where there is no complete run of exactly these cells.</returns>
    public static NotebookResult? Earlier(NotebookFile notebook, string folder, string? budget)
    {
        var path = Path.Combine(folder, notebook.Name);
        if (!File.Exists(path)) return null;
        var executed = NotebookFile.Read(path);
        if (executed.Facts is not { } facts || (budget ?? facts.Budget) != facts.Budget || executed.Cells.Count != notebook.Cells.Count)
            return null;
        if (notebook.Cells.Zip(executed.Cells)
            .Any(pair => pair.First.Kind != pair.Second.Kind || pair.First.Source != pair.Second.Source
                || !pair.Second.IsComplete))
            return null;

        foreach (var (cell, done) in notebook.Cells.Zip(executed.Cells).Where(pair => pair.First.IsCode))
            cell.SetResult(done.ExecutionCount, (JsonArray)(done.Json["outputs"]?.DeepClone() ?? new JsonArray()));
        notebook.Facts = facts;
        var (title, summary) = MarkdownText.Lead(notebook.Cells);
        return new NotebookResult(notebook, title ?? Path.GetFileNameWithoutExtension(notebook.Name), summary, null,
            TimeSpan.FromSeconds(facts.Seconds));
    }

    private async Task<CellFailure?> RunCellsAsync(NotebookFile notebook)
    {
        var code = notebook.CodeCells;
        if (code.Count == 0) return null;
        var (at, output, isRunning, clock) = (0, new CollectedOutput(), false, Stopwatch.StartNew());
        CellFailure? failure = null;
        using var process = new NotebookProcess(notebook);
        await foreach (var told in process.Events())
        {
            switch (told)
            {
                case RunEvent.Began(var cell):
                    (at, output, isRunning, clock) = (cell, new CollectedOutput(), true, Stopwatch.StartNew());
                    progress.CellStarted(at + 1, code.Count, code[at]);
                    break;
                case RunEvent.Produced(var item):
                    output.Add(item);
                    break;
                case RunEvent.Ended(var error, var seconds):
                    End(error, TimeSpan.FromSeconds(seconds));
                    break;
                case RunEvent.Broke(var error):
                    output.Fail(error);
                    End(error, clock.Elapsed);
                    break;
            }
        }
        return failure;

        void End(CellError? error, TimeSpan elapsed)
        {
            code[at].SetResult(at + 1, output.ToJson());
            if (isRunning) progress.CellFinished(at + 1, code.Count, elapsed);
            isRunning = false;
            if (error is not null) failure = Failure(notebook, code[at], $"cell {at + 1}", error);
        }
    }

    private static CellFailure? BadFormula(NotebookFile notebook)
    {
        foreach (var cell in notebook.Cells.Where(cell => cell.Kind == "markdown"))
        {
            if (MarkdownText.BadFormula(cell.Source) is not { } bad) continue;
            return Failure(notebook, cell, $"text cell {cell.Index + 1}",
                new CellError("MathException", bad.Error.Message, [$"line {bad.Line}: {bad.Error.Message}"], bad.Line));
        }
        return null;
    }

    private static CellFailure Failure(NotebookFile notebook, NotebookCell cell, string title, CellError error) =>
        new(cell, title, error, NotebookLines.InFile(notebook.Bytes, cell.Index, error.Line ?? 1));
}
