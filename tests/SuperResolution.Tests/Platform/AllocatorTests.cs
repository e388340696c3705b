using System.Globalization;
using System.Runtime.InteropServices;
using SuperResolution.Platform;

namespace SuperResolution.Tests.Platform;

public class AllocatorTests
{
    [Fact]
    public void Kept_memory_is_in_force_on_glibc_and_stays_so()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out _), "Not Linux with glibc.");
        Assert.SkipWhen(Environment.GetEnvironmentVariable(Allocator.Variable)?.Trim() == "0", "Switched off by the environment.");
        Assert.True(Allocator.KeepFreedMemory());
        Assert.True(Allocator.KeepFreedMemory());
        Assert.True(Allocator.KeepsFreedMemory);
    }

    [Fact]
    public void Elsewhere_nothing_is_done()
    {
        Assert.SkipWhen(OperatingSystem.IsLinux(), "Linux.");
        Assert.False(Allocator.KeepFreedMemory());
    }

    [Fact] // without the thresholds: 12,288 pages of 4 KiB in every round
    public unsafe void A_freed_block_of_48_MiB_is_taken_again_without_page_faults()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Allocator.KeepFreedMemory(), "Freed memory is not kept here.");
        const int bytes = 48 << 20;
        var fewest = long.MaxValue;
        for (var round = 0; round < 4; round++)
        {
            var before = PageFaults();
            var block = (byte*)NativeMemory.Alloc(bytes);
            for (var i = 0; i < bytes; i += 4096) block[i] = 1;
            NativeMemory.Free(block);
            fewest = Math.Min(fewest, PageFaults() - before);
        }
        Assert.InRange(fewest, 0, 1000);

        // proc(5): field 10, counted from behind the name in parentheses
        static long PageFaults() => long.Parse(File.ReadAllText("/proc/thread-self/stat").Split(") ")[^1].Split(' ')[7], CultureInfo.InvariantCulture);
    }
}
