using System.Diagnostics;
using System.Runtime.InteropServices;
using SuperResolution.Platform;

namespace SuperResolution.Workbench.Checks;

/// <summary>The SDK and the state of the checkout. (That the kit is built is shown by this program running.)</summary>
internal sealed class BuildCheck(string checkout) : ICheck
{
    public string Title => "SDK and build";

    public async Task<CheckResult> RunAsync()
    {
        var commit = CheckoutState.Of(checkout) is { } state ? $", commit {state}" : "";
        var build = $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, " +
            $"{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}{commit}";
        var kit = Path.Combine(checkout, "notebooks", "_kit.csx");
        if (!File.Exists(kit))
            return CheckResult.Bad($"{kit} is missing, which every notebook imports. 'dotnet build lib/Workbench -c Release' writes " +
                $"it. ({build})");
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo("dotnet", ["--version"]) { RedirectStandardOutput = true, WorkingDirectory = checkout })!;
            var version = (await process.StandardOutput.ReadToEndAsync()).Trim();
            return CheckResult.Good($"SDK {version}, {build}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return CheckResult.Lacking($"There is no 'dotnet' on the PATH: the kit runs, but cannot be built anew. ({build})");
        }
    }
}
