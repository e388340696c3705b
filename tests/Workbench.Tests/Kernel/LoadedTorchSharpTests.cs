using System.Diagnostics;

namespace SuperResolution.Workbench.Tests.Kernel;

/// <summary>Every process that runs notebooks loads the TorchSharp whose operands stay alive (environment/torch), not the package's own.</summary>
public sealed class LoadedTorchSharpTests
{
    private const string Mark = "typeof(TorchSharp.torch).Assembly.GetCustomAttributes(false).OfType<System.Reflection.AssemblyMetadataAttribute>()"
        + ".Count(a => a.Key == \"SuperResolution.OperandsStayAlive\") + \" rewritten\"";

    private static readonly string kit = Path.Combine(Checkout.Root, "notebooks", "_kit.csx");

    [Fact]
    public void In_the_kernel()
    {
        using var kernel = new KernelProcess();
        kernel.Run($"#!import {kit}");
        Assert.Equal("1 rewritten", KernelProcess.Printed(kernel.Run($"Console.Write({Mark});").Seen));
    }

    [Fact] // the commands, and with them the runner of notebooks
    public void In_the_workbench() =>
        Assert.Single(typeof(TorchSharp.torch).Assembly.GetCustomAttributes(false).OfType<System.Reflection.AssemblyMetadataAttribute>(), a => a.Key == "SuperResolution.OperandsStayAlive");

    [Fact]
    public async Task In_another_host_that_follows_the_references_of_the_first_cell()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var host = Path.Combine(Checkout.Root, "tests", "OldFSharpHost", "bin", configuration, "net10.0", "OldFSharpHost.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [host, kit, Mark]) { RedirectStandardOutput = true })!;
        Assert.Contains("1 rewritten", await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
    }
}
