using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Support;

/// <summary>
/// Test classes run beside each other, so each operator gets one thread: OpenMP teams that share cores are many times slower than one
/// thread.
/// </summary>
internal static class OneThread
{
    [ModuleInitializer]
    internal static void Set()
    {
        Environment.SetEnvironmentVariable("SUPERRESOLUTION_THREADS", "1");
        set_num_threads(1);
    }
}
