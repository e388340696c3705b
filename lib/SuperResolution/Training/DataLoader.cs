using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace SuperResolution.Training;

/// <summary>Makes batches on threads of its own, ahead of the training that reads them, in order.</summary>
/// <remarks>
/// The reader gets batch n, n + 1, … whatever the number of workers, so a training gives the same result as without a data loader where
/// the batches depend on their number alone. At most <c>ahead</c> batches are finished or in work at a time. One thread reads; dispose
/// the data loader when the training ends, because unread batches are native memory.
/// </remarks>
public sealed class DataLoader : IDisposable
{
    private readonly Lock entrance = new(); // one reader at a time
    private readonly object gate = new();
    private readonly Func<long, (Tensor, Tensor)> fetch;
    private readonly Slot?[] slots;
    private readonly Thread[] workers;
    private readonly TimeProvider clock;
    private long read, started, begin, end;
    private TimeSpan waited;
    private bool measuring, stopped;

    /// <summary>Starts the workers.</summary>
    /// <param name="fetch">
    /// Makes batch n, for example <see cref="RgbPatches.Batch"/>; several threads call it at a time. What it returns passes to the reader,
    /// other tensors that it makes are freed.
    /// </param>
    /// <param name="first">Number of the first batch: the step at which a training begins or continues.</param>
    /// <param name="workers">Threads, at least 1.</param>
    /// <param name="ahead">How many batches at most are finished or in work, at least 1. They take memory.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no worker, or nothing may be ahead.</exception>
    public DataLoader(Func<long, (Tensor, Tensor)> fetch, long first = 0, int workers = 1, int ahead = 4)
        : this(fetch, first, workers, ahead, TimeProvider.System)
    {
    }

    internal DataLoader(Func<long, (Tensor, Tensor)> fetch, long first, int workers, int ahead, TimeProvider clock)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ahead, 1);
        (this.fetch, this.clock, read, started, slots) = (fetch, clock, first, first, new Slot?[ahead]);
        this.workers = [.. Enumerable.Range(0, workers)
            .Select(i => new Thread(Work) { IsBackground = true, Name = $"{nameof(DataLoader)} {i}" })];
        foreach (var worker in this.workers) worker.Start();
    }

    /// <summary>The number of the batch that <see cref="Next"/> gives.</summary>
    public long Position
    {
        get
        {
            lock (gate) return read;
        }
    }

    /// <summary>
    /// Which part of its time the reader waited, 0…1: above some percent, more workers would make the training faster. The wait for the
    /// first batch does not count.
    /// </summary>
    public double WaitedFraction
    {
        get
        {
            lock (gate) return end > begin ? waited / clock.GetElapsedTime(begin, end) : 0;
        }
    }

    /// <summary>
    /// The next batch, waiting for it if need be. The caller owns both tensors; they join the reader's dispose scope, if there is one.
    /// </summary>
    /// <param name="cancel">Gives up waiting; the batch is not lost.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The data loader has been disposed.</exception>
    /// <exception cref="Exception">
    /// What <c>fetch</c> threw for this batch, after all batches before it have been read; again at each further call.
    /// </exception>
    public (Tensor First, Tensor Second) Next(CancellationToken cancel = default)
    {
        lock (entrance)
        {
            var from = clock.GetTimestamp();
            var (first, second) = Take(cancel);
            var to = clock.GetTimestamp();
            lock (gate)
            {
                if (measuring) waited += clock.GetElapsedTime(from, to);
                else begin = to;
                (measuring, end) = (true, to);
            }
            using var scope = NewDisposeScope();
            scope.Attach(first);
            scope.Attach(second);
            return (first.MoveToOuterDisposeScope(), second.MoveToOuterDisposeScope());
        }
    }

    /// <summary>Stops the workers, waits for the batches in work, and frees all that were not read.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            stopped = true;
            Monitor.PulseAll(gate);
        }
        foreach (var worker in workers) worker.Join();
        lock (gate)
        {
            foreach (var slot in slots) slot?.Free();
            Array.Clear(slots);
        }
    }

    private (Tensor, Tensor) Take(CancellationToken cancel)
    {
        using var wake = cancel.Register(() =>
        {
            lock (gate) Monitor.PulseAll(gate);
        });
        lock (gate)
        {
            ref var slot = ref slots[read % slots.Length];
            while (slot is null)
            {
                cancel.ThrowIfCancellationRequested();
                ObjectDisposedException.ThrowIf(stopped, this);
                Monitor.Wait(gate);
            }
            slot.Error?.Throw();
            var batch = slot.Batch;
            slot = null;
            read++;
            Monitor.PulseAll(gate);
            return batch;
        }
    }

    private void Work()
    {
        using var frozen = no_grad(); // grad mode and dispose scopes belong to a thread
        while (true)
        {
            long step;
            lock (gate)
            {
                while (!stopped && started - read >= slots.Length) Monitor.Wait(gate);
                if (stopped) return;
                step = started++;
            }
            var slot = Fetch(step);
            lock (gate)
            {
                slots[step % slots.Length] = slot;
                Monitor.PulseAll(gate);
            }
        }
    }

    private Slot Fetch(long step)
    {
        using var scope = NewDisposeScope();
        try
        {
            var (first, second) = fetch(step);
            return new Slot((first.DetachFromDisposeScope(), second.DetachFromDisposeScope()), null);
        }
        catch (Exception error) // it belongs to the reader, whatever it is
        {
            return new Slot(default, ExceptionDispatchInfo.Capture(error));
        }
    }

    private sealed record Slot((Tensor First, Tensor Second) Batch, ExceptionDispatchInfo? Error)
    {
        public void Free()
        {
            if (Error is not null) return;
            Batch.First.Dispose();
            Batch.Second.Dispose();
        }
    }
}
