using System.Diagnostics;

namespace SuperResolution.Workbench.Kernel;

/// <summary>Runs cells so that they can be stopped, also in a loop that asks nobody.</summary>
/// <remarks>
/// Computing is stopped as <see cref="StoppableCode"/> says, after which the cells need another thread; waiting with
/// <see cref="Thread.Interrupt"/>. After its first await a cell goes on on other threads, which <see cref="CellContext"/> stops.
/// </remarks>
internal sealed class CellThread
{
    private static readonly TimeSpan quiet = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private (CancellationTokenSource Stop, Thread? Thread)? running; // without the thread when what it does is no longer the cell's
    private long interrupted;

    /// <summary>Whether the cell that runs has been asked to stop.</summary>
    public bool IsStopping
    {
        get
        {
            lock (gate) return running is { Stop.IsCancellationRequested: true };
        }
    }

    /// <summary>Runs a cell on this thread and waits for it.</summary>
    /// <returns>False where it was interrupted.</returns>
    public bool Run(Func<Task> cell)
    {
        var stop = new CancellationTokenSource(); // not disposed: what the cell leaves running may still ask it
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new CellContext(stop.Token));
        lock (gate) running = (stop, Thread.CurrentThread);
        try
        {
            StoppableCode.Run(() =>
            {
                try
                {
                    cell().Wait(stop.Token);
                }
                finally
                {
                    Shield(stop); // .NET waits when it puts a stopped thread in order; an interrupt there would leave that half done
                }
            }, stop.Token);
            return !stop.IsCancellationRequested;
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            return false; // whatever it was that the stop has led to
        }
        finally
        {
            Shield(stop); // also where it was stopped before it began
            SynchronizationContext.SetSynchronizationContext(before);
            End(stop);
        }
    }

    /// <summary>Stops the cell that runs now, if any. Returns at once.</summary>
    /// <returns>False where none runs.</returns>
    public bool Interrupt()
    {
        lock (gate)
        {
            if (running is not { } cell) return false;
            interrupted = Stopwatch.GetTimestamp();
            _ = cell.Stop.CancelAsync();
            cell.Thread?.Interrupt();
            return true;
        }
    }

    /// <summary>
    /// From here on the thread is not interrupted any more; an interrupt that met no waiting waits for the thread's next one, which is not
    /// the cell's: it is taken.
    /// </summary>
    private void Shield(CancellationTokenSource stop)
    {
        while (true)
        {
            try
            {
                lock (gate) running = (stop, null);
                if (stop.IsCancellationRequested) Thread.Sleep(1);
                return;
            }
            catch (ThreadInterruptedException)
            {
                // taken
            }
        }
    }

    /// <summary>
    /// Who presses the button ten times means one cell ten times: a stopped cell has ended when no interrupt has come for a moment.
    /// </summary>
    private void End(CancellationTokenSource stop)
    {
        while (true)
        {
            TimeSpan rest;
            lock (gate)
            {
                rest = stop.IsCancellationRequested ? quiet - Stopwatch.GetElapsedTime(interrupted) : TimeSpan.Zero;
                if (rest <= TimeSpan.Zero) running = null;
            }
            if (rest <= TimeSpan.Zero) return;
            Thread.Sleep(rest);
        }
    }
}
