using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace SuperResolution.Workbench.Notebooks;

/// <summary>Runs a notebook's cells in this process, which is there for nothing else: see <see cref="NotebookProcess"/>.</summary>
internal static class NotebookExecution
{
    /// <summary>What the last cell has left running may still fail.</summary>
    private static readonly TimeSpan moment = TimeSpan.FromMilliseconds(200);

    /// <summary>From the first cell to the last, or to the first one that fails.</summary>
    public static async Task RunAsync(NotebookFile notebook, RunJournal.Writer journal)
    {
        var engine = new ScriptEngine(notebook.Folder);
        JournalOutput? output = null;
        ExceptionHandling.SetUnhandledExceptionHandler(error =>
        {
            output?.Flush();
            journal.Write(new RunEvent.Broke(engine.Explain(error)));
            return true; // the process that waits ends this one
        });
        AppDomain.CurrentDomain.ProcessExit += (_, _) => output?.Flush();
        var code = notebook.CodeCells;
        for (var i = 0; i < code.Count; i++)
        {
            var clock = Stopwatch.StartNew();
            journal.Write(new RunEvent.Began(i));
            output = new JournalOutput(journal);
            CellError? error;
            if (code[i].ForeignLanguage is { } language)
            {
                var refused = $"The cell is written in {language}; the workbench runs C# cells.";
                output.Fail(error = new CellError("Error", refused, [refused], null));
            }
            else
                error = await engine.RunAsync(code[i].Source, i + 1, output);
            output.Flush();
            journal.Write(new RunEvent.Ended(error, clock.Elapsed.TotalSeconds));
            if (error is not null) return;
        }
        await Task.Delay(moment);
        journal.Write(new RunEvent.Finished());
    }

    private sealed class JournalOutput(RunJournal.Writer journal) : BundledOutput
    {
        protected override void Emit(CellItem item) => journal.Write(new RunEvent.Produced(item));
    }
}
