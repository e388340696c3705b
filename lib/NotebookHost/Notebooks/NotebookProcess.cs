using System.Diagnostics;

namespace SuperResolution.Workbench.Notebooks;

/// <summary>A process of its own for a notebook.</summary>
/// <remarks>
/// Whatever a cell does to its process (an exception on a thread, Environment.Exit, a stack overflow, native code that aborts, no memory
/// left), it ends this one.
/// </remarks>
internal sealed class NotebookProcess : IDisposable
{
    /// <summary>The command that <see cref="Execute"/> is behind.</summary>
    public const string Command = "execute";

    private const string Copy = "notebook.ipynb", Journal = "journal";
    private const int MostLines = 30;
    private static readonly TimeSpan glance = TimeSpan.FromMilliseconds(50), patience = TimeSpan.FromSeconds(5);

    private readonly string folder = Directory.CreateTempSubdirectory("notebook-").FullName;
    private readonly List<string> complaints = []; // of the running cell, on the error stream
    private readonly TaskCompletionSource silent = new();
    private readonly RunJournal.Reader journal;
    private readonly Process process;

    /// <summary>Starts it; the first cell begins.</summary>
    public NotebookProcess(NotebookFile notebook)
    {
        File.WriteAllBytes(Path.Combine(folder, Copy), notebook.Bytes); // what was read, whatever becomes of the file
        journal = new RunJournal.Reader(Path.Combine(folder, Journal));
        var own = OwnProgram.Command;
        process = new Process
        {
            StartInfo = new ProcessStartInfo(own[0], [.. own.Skip(1), Command, notebook.Path, folder])
            {
                WorkingDirectory = notebook.Folder,
                RedirectStandardInput = true, // nothing is written to it: that it ends tells the other process that this one is gone
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is not null) Console.Out.WriteLine(line.Data);
        };
        process.ErrorDataReceived += (_, line) => Complain(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What happens, until the notebook is finished or broken.</summary>
    public async IAsyncEnumerable<RunEvent> Events()
    {
        while (true)
        {
            var ended = process.HasExited; // asked first: what it wrote before its end is there
            foreach (var told in journal.Read())
            {
                if (told is RunEvent.Began) lock (complaints) complaints.Clear();
                yield return told;
                if (told is RunEvent.Finished) process.WaitForExit(patience);
                if (told is RunEvent.Finished or RunEvent.Broke or RunEvent.Ended { Error: not null }) yield break;
            }
            if (ended)
            {
                await Task.WhenAny(silent.Task, Task.Delay(patience)); // what it said last
                yield return new RunEvent.Broke(End());
                yield break;
            }
            await Task.Delay(glance);
        }
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.WaitForExit(patience);
        process.Dispose();
        journal.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>
    /// What the other process does: runs the cells and ends, also where threads of them go on, or when this one has gone.
    /// </summary>
    public static async Task Execute(string notebook, string folder)
    {
        var parent = new Thread(() =>
        {
            while (Console.OpenStandardInput().ReadByte() >= 0) { }
            Process.GetCurrentProcess().Kill();
        });
        (parent.IsBackground, parent.Name) = (true, "parent");
        parent.Start();
        Console.SetIn(TextReader.Null);
        OwnProgram.EndBeforeOthers();
        using var journal = new RunJournal.Writer(Path.Combine(folder, Journal));
        await NotebookExecution.RunAsync(NotebookFile.Parse(notebook, File.ReadAllBytes(Path.Combine(folder, Copy))), journal);
        Environment.Exit(0);
    }

    private void Complain(string? line)
    {
        if (line is null)
        {
            silent.TrySetResult();
            return;
        }
        Console.Error.WriteLine(line);
        lock (complaints)
        {
            if (complaints.Count < MostLines && !string.IsNullOrWhiteSpace(line)) complaints.Add(line);
        }
    }

    private CellError End()
    {
        var how = process.ExitCode == 137 ? "killed, as the system does when no memory is left" : $"exit code {process.ExitCode}";
        lock (complaints)
        {
            var message = $"The cell ended the process of its notebook ({how}).{(complaints.Count > 0 ? $" {complaints[0].Trim()}" : "")}";
            return new CellError("Ended", message, [message, .. complaints.Skip(1)], null);
        }
    }
}
