using System.Runtime.InteropServices;

namespace SuperResolution.Platform;

/// <summary>What LibTorch itself writes to the error stream.</summary>
/// <remarks>
/// On processors that its NNPACK does not know (AMD's servers) LibTorch says so before one convolution after the other and goes on without
/// it. Hundreds of such lines bury a list that somebody reads, and a host that takes anything on the error stream for a failure (Verso)
/// stops. LibTorch for C++ does not read <c>TORCH_CPP_LOG_LEVEL</c>: only PyTorch does.
/// </remarks>
internal static unsafe class LibTorchLog
{
    private const string Variable = "TORCH_CPP_LOG_LEVEL";

    /// <summary>c10's numbers: 0 INFO, 1 WARNING, 2 ERROR, 3 FATAL.</summary>
    private const int Errors = 2;

    /// <summary>The threshold in force, or null where LibTorch is not loaded or does not export it (Windows).</summary>
    internal static int? Level => Threshold() is var threshold && threshold is null ? null : *threshold;

    /// <summary>
    /// Lets LibTorch write errors only, unless <c>TORCH_CPP_LOG_LEVEL</c> is set to anything. LibTorch must have been loaded.
    /// </summary>
    public static void KeepErrorsOnly()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null && Threshold() is var threshold && threshold is not null)
            *threshold = Errors;
    }

    // By its bare name the system finds the copy that is loaded, whatever folder it came from.
    private static int* Threshold() =>
        OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc10.so", out var c10)
            && NativeLibrary.TryGetExport(c10, "FLAGS_caffe2_log_level", out var flag) ? (int*)flag : null;
}
