using System.Runtime;

namespace SuperResolution.Platform;

/// <summary>Keeps the garbage collector away while LibTorch computes.</summary>
/// <remarks>
/// TorchSharp 0.107.0 makes a <see cref="TorchSharp.Scalar"/> for every number that an operator takes (the slope of a leaky ReLU, even the factor 1 of a plain sum)
/// and passes its address alone. A collection during the call may free it while native code still reads it: then the operator fails ("Expected false to be
/// true", Scalar.toFloat) or, worse, computes with another number. An evaluation of an RRDBNet crashed so. Within a section there are no
/// collections until <see cref="Budget"/> bytes have been allocated; they happen between sections instead. Where sections overlap for longer than that, the rest of
/// them goes unprotected.
/// </remarks>
internal static class NativeWork
{
    /// <summary>Managed memory that may be allocated from one collection to the next.</summary>
    public const long Budget = 64L << 20;

    private static readonly Lock gate = new();
    private static int sections;
    private static long begin, size;

    /// <summary>True while there are sections and half of what they may allocate is used up: who can wait lets all of them end before beginning another.</summary>
    public static bool IsHalfSpent
    {
        get
        {
            lock (gate) return sections > 0 && GC.GetTotalAllocatedBytes() - begin >= size / 2;
        }
    }

    /// <summary>From here to the result's disposal collections are put off. Sections may overlap and be nested.</summary>
    /// <param name="beside">How many sections the caller will have at a time: so many times <see cref="Budget"/> may be allocated, up to 16 times.</param>
    public static Section Begin(int beside = 1)
    {
        lock (gate)
        {
            if (sections++ == 0) PutOff(Math.Clamp(beside, 1, 16) * Budget);
        }
        return new Section();
    }

    private static void PutOff(long wanted)
    {
        var waiting = GCSettings.LatencyMode == GCLatencyMode.NoGCRegion;
        if (waiting && size >= wanted && GC.GetTotalAllocatedBytes() - begin < size / 2) return; // the collection that the last section put off can wait for this one too
        size = wanted;
        try
        {
            if (waiting) GC.EndNoGCRegion();
            GC.TryStartNoGCRegion(size);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentOutOfRangeException)
        {
            // It was over already, the program has a region of its own, or its heap is limited to less than the budget: as without a section.
        }
        begin = GC.GetTotalAllocatedBytes();
    }

    /// <summary>Ends a section.</summary>
    public readonly struct Section : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose()
        {
            lock (gate) sections--;
        }
    }
}
