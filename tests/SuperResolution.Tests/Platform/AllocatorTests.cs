using System.Diagnostics;
using System.Runtime.InteropServices;
using SuperResolution.Platform;
using TorchSharp;

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

    [Fact]
    public void A_second_big_tensor_takes_the_pages_of_the_first()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Allocator.KeepFreedMemory(), "Freed memory is not kept here.");
        const long bytes = 64 << 20;
        torch.ones(bytes / 4).Dispose();
        Assert.True(Resident() > bytes, "64 MiB of freed memory stay with the process");

        static long Resident()
        {
            using var self = Process.GetCurrentProcess();
            return self.WorkingSet64;
        }
    }
}
