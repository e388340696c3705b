using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace SuperResolution.Workbench.Kernel;

/// <summary>The kernel as a process among others: what it survives, and for whom it makes room.</summary>
internal static class KernelHost
{
    /// <summary>
    /// A thread of a cell that throws ends alone; when memory runs out, the kernel ends and not the browser or the server.
    /// </summary>
    public static void Prepare()
    {
        ExceptionHandling.SetUnhandledExceptionHandler(Survive);
        OwnProgram.EndBeforeOthers();
    }

    /// <summary>Ends the process where Jupyter's server, which names its process, is gone. Looks every two seconds.</summary>
    public static Timer EndWithParent() => new(_ =>
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable("JPY_PARENT_PID"), out var parent) || parent <= 1) return;
        try
        {
            using var process = Process.GetProcessById(parent);
            if (process.VirtualMemorySize64 == 0) Environment.Exit(1); // a zombie: it has ended, and nobody has asked how
        }
        catch (ArgumentException)
        {
            Environment.Exit(1);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception)
        {
            // there, but not to be looked at
        }
    }, null, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));

    private static bool Survive(Exception error)
    {
        try
        {
            // into the running cell, where the thread knows it
            Console.Error.WriteLine($"A thread that a cell started ended with {error.GetType().Name}: {error.Message}");
        }
        catch (Exception)
        {
            // the message, or what the cell has made of the console, fails as well
        }
        return true;
    }
}
