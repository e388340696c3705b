using System.Diagnostics;

namespace SuperResolution.Workbench.Sweeps;

/// <summary>Hands a sweep to Slurm: one array, an element for each job that has no result.</summary>
internal static class Slurm
{
    /// <summary>Writes the script of one element.</summary>
    /// <remarks>
    /// Its number is the job's. An element that a node's failure or a time limit ends is queued again or submitted again, and goes on from
    /// its checkpoint.
    /// </remarks>
    public static void WriteScript(SweepFolder folder)
    {
        AtomicFile.Write(folder.Script, $"""
            #!/bin/bash
            #SBATCH --job-name=super-resolution
            #SBATCH --requeue
            #SBATCH --open-mode=append
            # Two minutes before a time limit: the training stops at a checkpoint.
            #SBATCH --signal=B:INT@120
            export SUPERRESOLUTION_THREADS="{"${SLURM_CPUS_PER_TASK:-1}"}"
            exec {string.Join(' ', OwnProgram.Command.Select(Quote))} sweep job {Quote(folder.Path)} "$SLURM_ARRAY_TASK_ID"

            """.ReplaceLineEndings("\n"));
    }

    /// <summary>Submits what is left.</summary>
    /// <param name="folder">The sweep.</param>
    /// <param name="more">Options for sbatch, e.g. <c>--partition=gpu</c>.</param>
    /// <returns>What sbatch said.</returns>
    /// <exception cref="BadInputException">There is no Slurm here, or it refuses.</exception>
    public static string Submit(SweepFolder folder, IReadOnlyList<string> more)
    {
        string[] arguments = [$"--array={Ranges(folder.Left())}", $"--output={Path.Combine(folder.Logs, "slurm-%A_%a.log")}",
            $"--chdir={folder.Path}", .. more, folder.Script];
        try
        {
            using var sbatch = Process.Start(
                new ProcessStartInfo("sbatch", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var errors = sbatch.StandardError.ReadToEndAsync();
            var said = sbatch.StandardOutput.ReadToEnd().Trim();
            sbatch.WaitForExit();
            return sbatch.ExitCode == 0 ? said
                : throw new BadInputException(
                    $"sbatch refuses (exit code {sbatch.ExitCode}): {errors.Result.Trim()} The call was: sbatch " +
                    $"{string.Join(' ', arguments)}");
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new BadInputException($"There is no sbatch here ({error.Message}). Submit from a machine of the cluster that sees " +
                $"{folder.Path}, or compute here: sweep run {folder.Path} --processes {Environment.ProcessorCount}", error);
        }
    }

    /// <summary>Numbers as Slurm's <c>--array</c> takes them, e.g. "0-3,7,9-10".</summary>
    internal static string Ranges(IReadOnlyList<int> numbers)
    {
        var parts = new List<(int First, int Last)>();
        foreach (var number in numbers)
        {
            if (parts.Count > 0 && parts[^1].Last == number - 1) parts[^1] = (parts[^1].First, number);
            else parts.Add((number, number));
        }
        return string.Join(',', parts.Select(part => part.First == part.Last ? $"{part.First}" : $"{part.First}-{part.Last}"));
    }

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''")}'";
}
