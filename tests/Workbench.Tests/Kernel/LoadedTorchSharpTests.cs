using System.Diagnostics;
using TorchSharp;

namespace SuperResolution.Workbench.Tests.Kernel;

/// <summary>
/// What runs notebooks loads the TorchSharp whose operands stay alive (environment/torch), not the package's own, and waits as the library
/// wants it (Platform/WaitingPolicy.cs), though no cell has called the library.
/// </summary>
public sealed class LoadedTorchSharpTests
{
    private const string Mark = "typeof(TorchSharp.torch).Assembly.GetCustomAttributesData()"
        + ".Count(a => a.ToString().Contains(\"SuperResolution.OperandsStayAlive\")) + \" rewritten\"";

    private static readonly string kit = Path.Combine(Checkout.Root, "notebooks", "_kit.csx");

    [Fact]
    public void In_the_kernel()
    {
        using var kernel = new KernelProcess();
        kernel.Run($"#!import {kit}");
        Assert.Equal("1 rewritten", KernelProcess.Printed(kernel.Run($"Console.Write({Mark});").Seen));
    }

    [Fact]
    public async Task The_kernel_waits_for_microseconds()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "GCC's OpenMP alone tells what it uses.");
        Task<string> errors;
        using (var kernel = new KernelProcess(
            environment: new Dictionary<string, string> { ["OMP_DISPLAY_ENV"] = "VERBOSE", ["OMP_WAIT_POLICY"] = "" }))
        {
            errors = kernel.Process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            Assert.Equal("3", KernelProcess.Printed(kernel.Run("Console.Write(TorchSharp.torch.ones(3).sum().item<float>());").Seen));
        }
        Assert.Contains("GOMP_SPINCOUNT = '1000'", await errors);
    }

    [Fact] // the commands, and with them the runner of notebooks
    public void In_the_workbench() =>
        Assert.Single(typeof(torch).Assembly.GetCustomAttributesData(), a => a.ToString().Contains("SuperResolution.OperandsStayAlive"));

    [Fact]
    public async Task In_another_host_that_follows_the_references_of_the_first_cell()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var host = Path.Combine(Checkout.Root, "tests", "OldFSharpHost", "bin", configuration, "net10.0", "OldFSharpHost.dll");
        var start = new ProcessStartInfo("dotnet", [host, kit, $"{Mark} + torch.ones(3).sum().item<float>()"])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("OMP_WAIT_POLICY");
        start.Environment["OMP_DISPLAY_ENV"] = "VERBOSE";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Contains("1 rewritten3", await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        if (OperatingSystem.IsLinux()) Assert.Contains("GOMP_SPINCOUNT = '1000'", await errors);
    }
}
