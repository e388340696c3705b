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

    [Fact] // without the thresholds: 12,288 pages of 4 KiB in every round of every thread
    public void A_freed_block_of_48_MiB_is_taken_again_without_page_faults()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Allocator.KeepFreedMemory(), "Freed memory is not kept here.");
        // A thread's arena has heaps of 64 MiB, and other tests may have filled its last one. Living threads share arenas last of all.
        using var done = new ManualResetEventSlim();
        var fewest = long.MaxValue;
        var threads = new List<Thread>();
        for (var i = 0; i < 32 && fewest > 1000; i++)
        {
            using var measured = new ManualResetEventSlim();
            var thread = new Thread(() =>
            {
                fewest = Math.Min(fewest, FewestPageFaults(48 << 20));
                measured.Set();
                done.Wait();
            });
            thread.Start();
            threads.Add(thread);
            measured.Wait();
        }
        done.Set();
        threads.ForEach(thread => thread.Join());

        Assert.InRange(fewest, 0, 1000);
    }

    private static unsafe long FewestPageFaults(int bytes)
    {
        var fewest = long.MaxValue;
        for (var round = 0; round < 4; round++)
        {
            var before = PageFaults();
            var block = (byte*)NativeMemory.Alloc((nuint)bytes);
            for (var i = 0; i < bytes; i += 4096) block[i] = 1;
            NativeMemory.Free(block);
            fewest = Math.Min(fewest, PageFaults() - before);
        }
        return fewest;

        // proc(5): field 10, counted from behind the name in parentheses
        static long PageFaults() =>
            long.Parse(File.ReadAllText("/proc/thread-self/stat").Split(") ")[^1].Split(' ')[7], CultureInfo.InvariantCulture);
    }
}
