using System.Diagnostics;
using SuperResolution.Platform;

namespace SuperResolution.Workbench.Sweeps;

/// <summary>Computes what is left of a sweep on this machine, a process for each job.</summary>
internal static class LocalSweep
{
    private static readonly TimeSpan grace = TimeSpan.FromMinutes(1); // a job that is told to stop first reaches its checkpoint

    /// <summary>Runs the jobs that have no result.</summary>
    /// <param name="folder">The sweep.</param>
    /// <param name="processes">How many at a time; they share the processors.</param>
    /// <param name="say">What happens.</param>
    /// <param name="cancel">Stops all.</param>
    /// <returns>The jobs that failed.</returns>
    public static async Task<IReadOnlyList<SweepJob>> RunAsync(SweepFolder folder, int processes, TextWriter say, CancellationToken cancel)
    {
        var failed = new List<SweepJob>();
        await Parallel.ForEachAsync(folder.Left(), new ParallelOptions { MaxDegreeOfParallelism = processes, CancellationToken = cancel },
            async (number, stop) =>
        {
            var job = folder.Jobs[number];
            var code = await RunAsync(folder, number, Math.Max(1, Compute.Threads / processes), stop);
            lock (failed)
            {
                say.WriteLine(code == 0 ? $"{job.Name}: {(folder.IsDone(job) ? "done" : "another process works on it")}"
                    : $"{job.Name}: FAILED, exit code {code}. What it said last is in {folder.Log(job)}");
                if (code != 0) failed.Add(job);
            }
        });
        return failed;
    }

    private static async Task<int> RunAsync(SweepFolder folder, int number, int threads, CancellationToken stop)
    {
        var own = OwnProgram.Command;
        var start = new ProcessStartInfo(own[0], [.. own.Skip(1), "sweep", "job", folder.Path, $"{number}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SUPERRESOLUTION_THREADS"] = $"{threads}";
        await using var log = new TerminalWriter(new StreamWriter(folder.Log(folder.Jobs[number]), append: true) { AutoFlush = true });
        using var process = new Process { StartInfo = start };
        void Keep(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is not null) lock (start) log.WriteLine(line.Data);
        }
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C reaches the jobs as well; one that was not told is killed, which costs it what came after its checkpoint.
            using var late = new CancellationTokenSource(grace);
            try { await process.WaitForExitAsync(late.Token); }
            catch (OperationCanceledException) { process.Kill(entireProcessTree: true); }
            throw;
        }
        return process.ExitCode;
    }
}
