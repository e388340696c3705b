using System.Runtime;
using System.Runtime.InteropServices;

namespace SuperResolution.Workbench.Kernel;

/// <summary>
/// Code that can be stopped in the middle, with <see cref="ControlledExecution"/>, which .NET has for programs like this one: at the
/// latest when native code returns.
/// </summary>
internal static partial class StoppableCode
{
    private const int Read = 0, Write = 2, WriteOnMacOS = 3; // SIG_BLOCK of nothing, SIG_SETMASK
    private const int LargestMask = 128; // bytes of a sigset_t

    /// <summary>
    /// Whether something was stopped on this thread. It must end then, and nobody's code may run on it: .NET 10 stops no thread a second
    /// time on Linux.
    /// </summary>
    [field: ThreadStatic]
    public static bool IsSpent { get; private set; }

    /// <summary>Runs code on this thread.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Run(Action code, CancellationToken stop)
    {
        var mask = OperatingSystem.IsWindows() ? null : new byte[LargestMask];
        if (mask is not null) _ = ChangeMask(Read, null, mask);
        try
        {
#pragma warning disable SYSLIB0046 // obsolete for programs that cannot live with aborted code; a kernel of notebooks is what it is for
            ControlledExecution.Run(code, stop);
#pragma warning restore SYSLIB0046
        }
        finally
        {
            IsSpent |= stop.IsCancellationRequested;
            // The signal with which .NET stops a thread stays blocked on it, and on all threads that it starts.
            if (mask is not null) _ = ChangeMask(OperatingSystem.IsMacOS() ? WriteOnMacOS : Write, mask, null);
        }
    }

    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    private static partial int ChangeMask(int how, byte[]? mask, byte[]? before);
}
