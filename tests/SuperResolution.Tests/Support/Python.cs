using System.Diagnostics;

namespace SuperResolution.Tests.Support;

/// <summary>Other implementations, in Python: the test is skipped where Python or a module is missing.</summary>
internal static class Python
{
    private const string Interpreter = "/usr/bin/python3";

    /// <summary>Runs a script and returns what it printed.</summary>
    /// <param name="script">Its arguments are sys.argv[1:].</param>
    /// <param name="module">What it needs, e.g. "torch".</param>
    /// <param name="arguments">For the script.</param>
    public static string Run(string script, string module, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(Interpreter), $"needs {Interpreter} with {module}");
        var start = new ProcessStartInfo(Interpreter, ["-c", script, .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["OMP_NUM_THREADS"] = "1";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.SkipWhen(errors.Result.Contains($"No module named '{module}'", StringComparison.Ordinal),
            $"needs {module} for {Interpreter}");
        return process.ExitCode == 0 ? output : throw new InvalidOperationException(errors.Result);
    }
}
