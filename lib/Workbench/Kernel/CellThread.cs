using System.Runtime;

namespace SuperResolution.Workbench.Kernel;

/// <summary>Runs cells so that they can be stopped, also in a loop that asks nobody.</summary>
/// <remarks>
/// Computing is stopped with <see cref="ControlledExecution"/>, which .NET has for programs like this one, at the latest when native code returns; waiting with
/// <see cref="Thread.Interrupt"/>. After its first await a cell goes on on other threads, which <see cref="CellContext"/> stops.
/// </remarks>
internal sealed class CellThread
{
    private static readonly TimeSpan quiet = TimeSpan.FromMilliseconds(100);

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
            if (stop.IsCancellationRequested) WaitForQuiet();
            lock (gate) running = null;
            SynchronizationContext.SetSynchronizationContext(before);
            if (stop.IsCancellationRequested) TakeInterrupt(TimeSpan.FromMilliseconds(1));
        }
    }

    /// <summary>Stops the cell that runs now, if any. Returns at once.</summary>
    /// <returns>False where none runs.</returns>
    public bool Interrupt()
    {
        lock (gate)
        {
            if (running is not { } cell) return false;
            _ = cell.Stop.CancelAsync();
            cell.Thread.Interrupt();
            return true;
        }
    }

    /// <summary>Who presses the button ten times means one cell ten times: it ends when no interrupt has come for a moment, at the latest after as many as nobody presses.</summary>
    private static void WaitForQuiet()
    {
        for (var i = 0; i < 1000 && TakeInterrupt(quiet); i++) { }
    }

    /// <summary>An interrupt that met no waiting waits for the thread's next one, which is not the cell's.</summary>
    private static bool TakeInterrupt(TimeSpan time)
    {
        try
        {
            Thread.Sleep(time);
            return false;
        }
        catch (ThreadInterruptedException)
        {
            return true;
        }
    }
}
