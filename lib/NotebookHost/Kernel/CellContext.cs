using System.Runtime;

namespace SuperResolution.Workbench.Kernel;

/// <summary>What a cell does after an await: on other threads, as everywhere in .NET, but not after it was interrupted.</summary>
/// <remarks>
/// An interrupted cell stops at its next await at the latest, and what follows is not run, its <c>finally</c> included; computing in between is stopped as on the cell's own
/// thread. Threads, <c>Task.Run</c> and code that awaits with <c>ConfigureAwait(false)</c> are not the cell's and go on.
/// </remarks>
internal sealed class CellContext(CancellationToken stop) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => ThreadPool.QueueUserWorkItem(_ =>
    {
        if (CellThread.IsSpent) new Thread(() => Continue(d, state)) { IsBackground = true }.Start();
        else Continue(d, state);
    });

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    private void Continue(SendOrPostCallback d, object? state)
    {
        if (stop.IsCancellationRequested) return;
        SetSynchronizationContext(this);
        try
        {
#pragma warning disable SYSLIB0046 // see CellThread
            ControlledExecution.Run(() => d(state), stop);
#pragma warning restore SYSLIB0046
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // stopped
        }
        finally
        {
            CellThread.IsSpent |= stop.IsCancellationRequested;
            SetSynchronizationContext(null);
        }
    }
}
