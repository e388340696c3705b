namespace SuperResolution.Metrics;

/// <summary>
/// Lets images be worked on beside each other as long as they fit into a budget of memory. One that is larger than the budget is worked on
/// alone.
/// </summary>
/// <param name="budget">Bytes.</param>
internal sealed class MemoryGate(long budget)
{
    private readonly Lock door = new();
    private long used;
    private int taken;

    /// <summary>The most places that were ever taken at a time.</summary>
    public int Peak { get; private set; }

    /// <summary>Waits for a place.</summary>
    /// <param name="bytes">What the work is expected to take.</param>
    /// <returns>To be disposed when the work is done.</returns>
    public Place Enter(long bytes)
    {
        while (true)
        {
            lock (door)
            {
                if (taken == 0 || used + bytes <= budget)
                {
                    (used, taken) = (used + bytes, taken + 1);
                    Peak = Math.Max(Peak, taken);
                    return new Place(this, bytes);
                }
            }
            Thread.Sleep(1); // images take tens of milliseconds to minutes
        }
    }

    /// <summary>A place; disposing gives it back.</summary>
    public readonly struct Place(MemoryGate gate, long bytes) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose()
        {
            lock (gate.door) (gate.used, gate.taken) = (gate.used - bytes, gate.taken - 1);
        }
    }
}
