using System.Text.Json.Nodes;

namespace SuperResolution.Workbench.Tests.Kernel;

public sealed class KernelCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private (int Code, string Out, string Error) Workbench(params string[] arguments) =>
        WorkbenchProcess.Finish(WorkbenchProcess.Start(arguments.Prepend("kernel"), start =>
    {
        start.Environment["JUPYTER_DATA_DIR"] = folder.File("user");
        start.Environment["JUPYTER_PATH"] = folder.File("others");
        start.Environment["PATH"] = folder.File("empty");
    }));

    [Fact]
    public void Both_names_are_installed_listed_and_taken_away()
    {
        var (code, said, error) = Workbench("install");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("Jupyter itself was not found on this machine's PATH. VS Code finds the kernel without it", said);
        foreach (var name in new[] { "csharp-research", ".net-csharp" })
        {
            var spec = JsonNode.Parse(File.ReadAllText(folder.File($"user/kernels/{name}/kernel.json")))!;
            Assert.Equal(("C#", "message"), (spec["language"]!.GetValue<string>(), spec["interrupt_mode"]!.GetValue<string>()));
            var argv = spec["argv"]!.AsArray().Select(part => part!.GetValue<string>()).ToList();
            Assert.Equal(["kernel", "start", "{connection_file}"], argv[^3..]);
            Assert.All(argv[..^3], part => Assert.True(Path.IsPathFullyQualified(part) && File.Exists(part), part));
        }

        Assert.Contains("* csharp-research", Workbench("list").Out);
        Workbench("uninstall");
        Assert.Empty(Directory.GetDirectories(folder.File("user/kernels")));
        Assert.Contains("There is none of this kit's kernels", Workbench("uninstall").Out);
    }

    [Fact]
    public void The_name_of_an_installed_NET_Interactive_kernel_stays_its_own()
    {
        Directory.CreateDirectory(folder.File("others/kernels/.net-csharp"));
        File.WriteAllText(folder.File("others/kernels/.net-csharp/kernel.json"),
            """{ "argv": ["dotnet", "interactive"], "display_name": ".NET (C#)", "language": "C#" }""");
        Assert.Contains($".net-csharp belongs to another kernel ({folder.File("others/kernels/.net-csharp")}) and stays as it is; " +
            "choose 'csharp-research'", Workbench("install").Out);
        Assert.Equal(["csharp-research"], Directory.GetDirectories(folder.File("user/kernels")).Select(Path.GetFileName));
        Workbench("uninstall");
        Assert.True(File.Exists(folder.File("others/kernels/.net-csharp/kernel.json")));
    }

    [Fact]
    public void A_prefix_is_where_virtual_environments_look()
    {
        Workbench("install", "--prefix", folder.File("venv"));
        Assert.True(File.Exists(folder.File("venv/share/jupyter/kernels/csharp-research/kernel.json")));
        Assert.False(Directory.Exists(folder.File("user")));
    }
}
