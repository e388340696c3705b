using System.Runtime.InteropServices;

namespace SuperResolution.Winograd;

/// <summary>Cleared memory outside of the collector's reach, aligned to a cache line.</summary>
/// <remarks>
/// Tests set <see cref="Guarded"/>: then each buffer ends at a page that nobody may touch, and one float too far ends the
/// process instead of reading or writing somebody else's memory.
/// </remarks>
internal sealed unsafe class NativeBuffer : IDisposable
{
    private const int Alignment = 64;
    private readonly void* mapped;
    private readonly nuint mappedBytes;

    public NativeBuffer(long floats)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(floats);
        Length = floats;
        var bytes = checked((nuint)Math.Max(floats, 1) * sizeof(float));
        if (Guarded)
        {
            mapped = GuardPage.Map(bytes, out mappedBytes);
            Data = (float*)((byte*)mapped + mappedBytes - GuardPage.Size - ((bytes + Alignment - 1) / Alignment * Alignment));
            return;
        }
        Data = (float*)NativeMemory.AlignedAlloc(bytes, Alignment);
        NativeMemory.Clear(Data, bytes);
    }

    ~NativeBuffer() => Free();

    /// <summary>Whether buffers made from now on end at a page without access. Linux only.</summary>
    public static bool Guarded { get; set; }

    public float* Data { get; private set; }

    public long Length { get; }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (Data == null) return;
        if (mapped != null) GuardPage.Unmap(mapped, mappedBytes);
        else NativeMemory.AlignedFree(Data);
        Data = null;
    }
}
