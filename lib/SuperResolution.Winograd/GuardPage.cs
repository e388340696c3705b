using System.Runtime.InteropServices;

namespace SuperResolution.Winograd;

/// <summary>Memory with a page without access behind it, by Linux' mmap and mprotect.</summary>
internal static unsafe partial class GuardPage
{
    private const int ReadWrite = 3, NoAccess = 0, PrivateAnonymous = 0x22;

    public static nuint Size => (nuint)Environment.SystemPageSize;

    public static void* Map(nuint bytes, out nuint total)
    {
        total = ((bytes + 63) / 64 * 64 + Size - 1) / Size * Size + Size;
        var start = Map(null, total, ReadWrite, PrivateAnonymous, -1, 0);
        if (start == (void*)-1 || Protect((byte*)start + total - Size, Size, NoAccess) != 0)
            throw new InvalidOperationException($"The system gave no guarded memory of {total} bytes.");
        return start;
    }

    public static void Unmap(void* start, nuint bytes)
    {
        if (UnmapPages(start, bytes) != 0) throw new InvalidOperationException("The system did not take guarded memory back.");
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial void* Map(void* at, nuint bytes, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(void* at, nuint bytes, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int UnmapPages(void* at, nuint bytes);
}
