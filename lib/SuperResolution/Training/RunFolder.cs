using SuperResolution.Weights;

namespace SuperResolution.Training;

/// <summary>
/// The names of a run's files, and the right to write them: one process at a time. The system gives the right back when a process is
/// killed.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    private readonly FileClaim claim;

    /// <summary>Makes the folder if need be, claims it, and deletes what killed saves left behind.</summary>
    /// <exception cref="RunException">Another process has it, or it holds a checkpoint that belongs to no run.</exception>
    public RunFolder(string path)
    {
        Path = path;
        Directory.CreateDirectory(path);
        AtomicFile.Require(Final); // it has the folder's name, which may be too long for a file
        claim = FileClaim.Try(In("run.lock"))
            ?? throw new RunException($"Another process is training in {path}. Wait for it, stop it, or choose another folder.");
        AtomicFile.DeleteLeftovers(path, TimeSpan.Zero);
        if (HoldsRun || !File.Exists(Checkpoint) || IsAbortedStart()) return;
        claim.Dispose();
        throw new RunException($"{Checkpoint} belongs to no run (there is no run.json beside it). Choose another folder, or move " +
            "the file away.");
    }

    public string Path { get; }

    public string Record => In("run.json");

    public string Recipe => In("recipe.txt");

    public string Data => In("data.sha256");

    public string Checkpoint => In("checkpoint.safetensors");

    /// <summary>The checkpoint before the last one.</summary>
    public string Previous => TrainingLoop.Previous(Checkpoint);

    public string Best => In("best.safetensors");

    public string Final =>
        In(System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(Path))) + ".safetensors");

    /// <summary>Whether a run has begun here. Its record is written after its first checkpoint.</summary>
    public bool HoldsRun => File.Exists(Record);

    public string Dump(int step) => In($"diverged-step-{step}");

    public void Dispose() => claim.Dispose();

    private bool IsAbortedStart()
    {
        try
        {
            return TrainingFile.StepOf(SafetensorsFile.ReadMetadata(Checkpoint)) is 0;
        }
        catch (WeightsFormatException)
        {
            return false;
        }
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
