using System.Runtime;

namespace SuperResolution.Workbench.Kernel;

/// <summary>Runs cells so that they can be stopped, also in a loop that asks nobody.</summary>
/// <remarks>
/// Computing is stopped with <see cref="ControlledExecution"/>, which .NET has for programs like this one, at the latest when native code returns; waiting with
/// <see cref="Thread.Interrupt"/>. After its first await a cell goes on on other threads, which <see cref="CellContext"/> stops.
/// </remarks>
internal sealed class CellThread
{
    private readonly Lock gate = new();
    private (CancellationTokenSource Stop, Thread Thread)? running;

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
#pragma warning disable SYSLIB0046 // obsolete for programs that cannot live with aborted code; a kernel of notebooks is what it is for
            ControlledExecution.Run(() => cell().Wait(stop.Token), stop.Token);
#pragma warning restore SYSLIB0046
            return !stop.IsCancellationRequested;
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            return false; // whatever it was that the stop has led to
        }
        finally
        {
            lock (gate) running = null;
            SynchronizationContext.SetSynchronizationContext(before);
            if (stop.IsCancellationRequested) TakeInterrupt();
        }
    }

    /// <summary>Stops the cell that runs now, if any. Returns at once.</summary>
    public void Interrupt()
    {
        lock (gate)
        {
            if (running is not { } cell) return;
            _ = cell.Stop.CancelAsync();
            cell.Thread.Interrupt();
        }
    }

    /// <summary>An interrupt that met no waiting waits for the thread's next one, which is not the cell's.</summary>
    private static void TakeInterrupt()
    {
        try
        {
            Thread.Sleep(1);
        }
        catch (ThreadInterruptedException)
        {
            // taken
        }
    }
}
