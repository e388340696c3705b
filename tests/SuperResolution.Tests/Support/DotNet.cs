using System.Diagnostics;

namespace SuperResolution.Tests.Support;

/// <summary>The dotnet program in a process of its own, as if nobody had started this one with MSBuild.</summary>
internal static class DotNet
{
    public static (int Code, string Output) Run(string folder, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        // 'dotnet test' hands its own MSBuild's settings down; a second MSBuild must not take them for its own.
        foreach (var name in start.Environment.Keys.Where(IsOfMsBuild).ToArray()) start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1"; // nothing outlives the test
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["DOTNET_NOLOGO"] = "1";

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    private static bool IsOfMsBuild(string name) =>
        name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase)
        || name.Equals("TorchBackend", StringComparison.OrdinalIgnoreCase)
        || name is "DOTNET_CLI_USE_MSBUILD_SERVER" or "DOTNET_STARTUP_HOOKS" or "RuntimeIdentifier";
}
