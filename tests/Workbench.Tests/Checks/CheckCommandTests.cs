using SuperResolution.Datasets;

namespace SuperResolution.Workbench.Tests.Checks;

/// <summary>The whole list, as a teacher runs it.</summary>
public sealed class CheckCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public CheckCommandTests()
    {
        Directory.CreateDirectory(folder.File("data"));
        folder.Write("bin/jupyter", ""); // as if it were installed
    }

    public void Dispose() => folder.Dispose();

    private (int Code, List<string> Lines) Check(string data, params string[] arguments)
    {
        var (code, said, _) = WorkbenchProcess.Finish(WorkbenchProcess.Start(arguments.Prepend("check"), start =>
        {
            start.WorkingDirectory = Checkout.Root;
            start.Environment["PATH"] = folder.File("bin") + Path.PathSeparator + start.Environment["PATH"];
            start.Environment["JUPYTER_DATA_DIR"] = folder.File("user");
            start.Environment["JUPYTER_PATH"] = folder.File("others");
            start.Environment[DataFolder.Variable] = folder.File(data);
        }));
        return (code, [.. said.TrimEnd().Split('\n')]);
    }

    [Fact]
    public void What_is_sound_is_green_and_the_kernel_is_installed_on_the_way()
    {
        var (code, lines) = Check("data", "--quick");
        Assert.True(code == 0, string.Join('\n', lines));
        foreach (var start in new[]
        {
            "✓ SDK and build: SDK 10.", "✓ LibTorch: computes.", "✓ Weights: 14 networks", "✓ Kernel: installed now",
        })
            Assert.Contains(lines, line => line.StartsWith(start, StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("✓ Data Set5", StringComparison.Ordinal)
            || line.StartsWith("! Data Set5: not here: notebooks draw pictures", StringComparison.Ordinal));
        Assert.True(File.Exists(folder.File("user/kernels/csharp-research/kernel.json")));
        Assert.DoesNotContain(lines, line => line.StartsWith('✗'));
    }

    [Fact]
    public void What_is_broken_is_red_with_what_to_do_and_the_exit_code_says_so()
    {
        folder.Write("user/kernels/csharp-research/kernel.json",
            """
            { "argv": ["/moved/kit/workbench", "kernel", "start", "{connection_file}"], "display_name": "C#", "language": "C#",
              "metadata": { "owner": "super-resolution-kit" } }
            """);
        var (code, lines) = Check("nowhere", "--quick", "--data", "Set6");
        Assert.Equal(1, code);
        Assert.Contains(lines, line => line.StartsWith("✗ Data Set6: ", StringComparison.Ordinal)
            && line.Contains("There is no data set 'Set6'", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith($"✗ Data Set5: {DataFolder.Variable} names", StringComparison.Ordinal)
            && line.Contains("correct the variable or unset it", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("✗ Kernel: ", StringComparison.Ordinal)
            && line.Contains("starts /moved/kit/workbench, which does not exist. 'kernel install' writes it anew.",
                StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("✓ LibTorch", StringComparison.Ordinal)); // one failure does not hide the rest
        Assert.EndsWith("4 marked ✗ must be repaired.", lines[^1].Trim());
    }
}
