namespace SuperResolution.Workbench.Kernel;

/// <summary>
/// Stops a cell before it has used up the memory that .NET may use: at the limit itself any thread may be the one that finds none, and
/// then the process ends.
/// </summary>
/// <remarks>Looks after every garbage collection; near the limit it collects everything first, so that garbage does not count.</remarks>
internal sealed class MemoryWatch : IDisposable
{
    private const double Most = 0.8; // of the limit
    private const long Growth = 64 << 20; // a cell that only puts things in order grows little and may run; compiling it takes memory too

    private readonly Action stop;
    private readonly long limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, before = GC.GetTotalMemory(false);
    private volatile bool over;

    /// <param name="stop">Stops the cell; called once, by the finalizers' thread.</param>
    public MemoryWatch(Action stop)
    {
        this.stop = stop;
        _ = new Collected(this);
    }

    /// <summary>Whether it has stopped the cell.</summary>
    public bool Stopped { get; private set; }

    /// <summary>What the reader is told.</summary>
    public string Message =>
        $"The cell was stopped: little is left of the {limit >> 20:N0} MB of memory that the kernel may use. Variables keep what they " +
        "hold: set them to null, or restart the kernel.";

    public void Dispose() => over = true;

    private void Look()
    {
        if (over || limit <= 0) return;
        if (GC.GetGCMemoryInfo(GCKind.Any).HeapSizeBytes > Most * limit)
        {
            GC.Collect();
            var held = GC.GetTotalMemory(false);
            if (held > Most * limit && held - before > Growth && !over)
            {
                over = Stopped = true;
                stop();
                return;
            }
        }
        _ = new Collected(this);
    }

    /// <summary>Garbage from its first moment on: its finalizer tells of the next collection.</summary>
    private sealed class Collected(MemoryWatch watch)
    {
        ~Collected() => watch.Look();
    }
}
