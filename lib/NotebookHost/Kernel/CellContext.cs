namespace SuperResolution.Workbench.Kernel;

/// <summary>What a cell does after an await: on other threads, as everywhere in .NET, but not after it was interrupted.</summary>
/// <remarks>
/// An interrupted cell stops at its next await at the latest, and what follows is not run, its <c>finally</c> included; computing in
/// between is stopped as on the cell's own thread. Threads, <c>Task.Run</c> and code that awaits with <c>ConfigureAwait(false)</c> are not
/// the cell's and go on. The threads are not those of the pool, for which a stopped one would be lost: <see cref="StoppableCode"/>.
/// </remarks>
internal sealed class CellContext(CancellationToken stop) : SynchronizationContext
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(1);

    private readonly Queue<(SendOrPostCallback Work, object? State)> waiting = [];
    private int idle;

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (waiting)
        {
            waiting.Enqueue((d, state));
            if (idle >= waiting.Count)
            {
                Monitor.Pulse(waiting);
                return;
            }
        }
        new Thread(Work) { IsBackground = true, Name = "after await" }.UnsafeStart();
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    private void Work()
    {
        SetSynchronizationContext(this);
        try
        {
            while (Next() is { } next && !stop.IsCancellationRequested) StoppableCode.Run(() => next.Work(next.State), stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // stopped
        }
    }

    private (SendOrPostCallback Work, object? State)? Next()
    {
        lock (waiting)
        {
            idle++;
            while (waiting.Count == 0 && Monitor.Wait(waiting, patience)) { }
            idle--;
            return waiting.TryDequeue(out var next) ? next : null;
        }
    }
}
