using System.Diagnostics;

namespace SuperResolution.Tests.Platform;

/// <summary>
/// What OpenMP itself says it uses, in a program that calls TorchSharp and nothing of the library (tests/OperandLifetime).
/// </summary>
public class WaitingPolicyTests
{
    [Theory]
    [InlineData("", null, null, "1000")]
    [InlineData("", "OMP_WAIT_POLICY", "PASSIVE", "0")]
    [InlineData("", "GOMP_SPINCOUNT", "77", "77")]
    [InlineData("", "KMP_BLOCKTIME", "200", "300000")] // somebody has thought about it
    [InlineData("original", null, null, "300000")] // the package's TorchSharp does not ask the library
    public async Task Threads_wait_awake_for_so_many_turns(string place, string? name, string? value, string turns)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "GCC's OpenMP alone tells what it uses.");
        var start = new ProcessStartInfo("dotnet", [OperandLifetimeTests.Program(place), "0", "0"])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var variable in new[] { "OMP_WAIT_POLICY", "GOMP_SPINCOUNT", "KMP_BLOCKTIME" }) start.Environment.Remove(variable);
        if (name is not null) start.Environment[name] = value;
        start.Environment["OMP_DISPLAY_ENV"] = "VERBOSE";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Contains($"GOMP_SPINCOUNT = '{turns}'", await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Contains("0 wrong", await output);
    }
}
