using SuperResolution.Platform;

namespace SuperResolution.Metrics;

/// <summary>Lets images be worked on beside each other as long as they fit into a budget of memory, and as LibTorch can be kept safe from collections.</summary>
/// <remarks>
/// An image that is larger than the budget is worked on alone. When half of what may be allocated without a collection is used up (see
/// <see cref="NativeWork"/>), all places are given back before the next one is given out, and the collections happen in between.
/// </remarks>
/// <param name="budget">Bytes.</param>
/// <param name="places">How many will be asked for at a time.</param>
internal sealed class MemoryGate(long budget, int places)
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
                if (taken == 0 || (used + bytes <= budget && !NativeWork.IsHalfSpent))
                {
                    (used, taken) = (used + bytes, taken + 1);
                    Peak = Math.Max(Peak, taken);
                    return new Place(this, bytes, NativeWork.Begin(places));
                }
            }
            Thread.Sleep(1); // images take tens of milliseconds to minutes
        }
    }

    /// <summary>A place; disposing gives it back.</summary>
    public readonly struct Place(MemoryGate gate, long bytes, NativeWork.Section section) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose()
        {
            lock (gate.door)
            {
                section.Dispose();
                (gate.used, gate.taken) = (gate.used - bytes, gate.taken - 1);
            }
        }
    }
}
