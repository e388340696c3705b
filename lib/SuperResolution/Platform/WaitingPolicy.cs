using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SuperResolution.Platform;

/// <summary>How LibTorch's threads wait for one another at the end of each operator: for microseconds awake, then asleep.</summary>
/// <remarks>
/// Left alone they stay awake for milliseconds (GCC's OpenMP, Linux) or for 200 ms (LLVM's and Intel's, macOS and Windows). Beside
/// another busy process the one that waits then holds the processor that the other needs to arrive. Asleep at once would cost small
/// operators a fifth of their speed. OpenMP reads its settings when LibTorch is loaded, from the system's environment, of which .NET
/// has a copy only. So the initialiser of this assembly sets them, and the build's own TorchSharp has it run before anything else of
/// TorchSharp (environment/torch).
/// Whoever sets one of the three variables has decided.
/// </remarks>
internal static partial class WaitingPolicy
{
    /// <summary>Turns of GCC's waiting loop, about 20 µs.</summary>
    internal const string SpinCount = "GOMP_SPINCOUNT", Turns = "1000";

    /// <summary>Milliseconds awake, for LLVM's and Intel's OpenMP.</summary>
    internal const string BlockTime = "KMP_BLOCKTIME", Milliseconds = "1";

    internal const string Policy = "OMP_WAIT_POLICY";

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "It must come before LibTorch, whatever is used first.")]
    internal static void Set()
    {
        string[] variables = [Policy, SpinCount, BlockTime];
        if (variables.Any(name => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)))) return;
        if (OperatingSystem.IsWindows()) Environment.SetEnvironmentVariable(BlockTime, Milliseconds); // there it is the system's
        else if (OperatingSystem.IsMacOS()) _ = SetNative(BlockTime, Milliseconds, 0);
        else if (OperatingSystem.IsLinux()) _ = SetNative(SpinCount, Turns, 0);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetNative(string name, string value, int overwrite);
}
