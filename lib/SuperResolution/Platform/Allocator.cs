using System.Runtime.InteropServices;

namespace SuperResolution.Platform;

/// <summary>How glibc's <c>malloc</c>, from which LibTorch takes the memory of CPU tensors, treats big blocks.</summary>
public static class Allocator
{
    internal const string Variable = "SUPERRESOLUTION_KEEP_MEMORY";

    // malloc.h
    private const int MmapThreshold = -3;
    private const int TrimThreshold = -1;
    /// <summary>The biggest threshold that older versions of glibc accept on 64 bits: half of an arena's heap.</summary>
    private const int OldLimit = 32 << 20;

    private static readonly Lazy<bool> InForce = new(() =>
        Environment.GetEnvironmentVariable(Variable)?.Trim() != "0" && Environment.Is64BitProcess && Apply());

    /// <summary>Whether <see cref="KeepFreedMemory"/> has been called and is in force.</summary>
    public static bool KeepsFreedMemory => InForce is { IsValueCreated: true, Value: true };

    /// <summary>
    /// Lets freed memory stay with the process for the next tensor, instead of going back to the system after each forward.
    /// </summary>
    /// <remarks>
    /// By default glibc maps every big block anew, and the system fills it with zeros page by page: up to half of a
    /// network's time on the CPU. The price: the process stays as big as it was at its biggest until it ends.
    /// Only on Linux with glibc; elsewhere, and with <c>SUPERRESOLUTION_KEEP_MEMORY=0</c>, nothing is done.
    /// glibc limits what threads other than the process's first can keep to blocks under 64 MiB (one heap of an arena);
    /// bigger ones are mapped anew there, unless the process was started with <c>GLIBC_TUNABLES=glibc.malloc.arena_max=1</c>.
    /// Further calls do nothing. <see cref="Compute.Device"/> calls it.
    /// </remarks>
    /// <returns>Whether it is in force.</returns>
    public static bool KeepFreedMemory() => InForce.Value;

    private static unsafe bool Apply()
    {
        // musl has neither this file name nor the function; macOS and Windows have other allocators.
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libc.so.6", out var libc)
            || !NativeLibrary.TryGetExport(libc, "mallopt", out var entry))
            return false;

        var mallopt = (delegate* unmanaged[Cdecl]<int, int, int>)entry;
        // Both or neither: one alone is slower than none. The trim threshold is never refused, so it goes second.
        return (mallopt(MmapThreshold, 1 << 30) == 1 || mallopt(MmapThreshold, OldLimit) == 1)
            && mallopt(TrimThreshold, int.MaxValue) == 1;
    }
}
