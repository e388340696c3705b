using System.Diagnostics;

namespace SuperResolution.Workbench.Tests;

/// <summary>The workbench as users start it: in a process of its own.</summary>
internal static class WorkbenchProcess
{
    /// <summary>Starts it with its outputs redirected.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="prepare">Sets environment and folder; null: those of the tests.</param>
    public static Process Start(IEnumerable<string> arguments, Action<ProcessStartInfo>? prepare = null)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "workbench.dll"), .. arguments])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        prepare?.Invoke(start);
        return Process.Start(start)!;
    }

    /// <summary>Waits for its end.</summary>
    public static (int Code, string Out, string Error) Finish(Process process)
    {
        using var _ = process;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
