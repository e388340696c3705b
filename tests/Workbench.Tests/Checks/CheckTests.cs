using SuperResolution.Weights;
using SuperResolution.Workbench.Checks;

namespace SuperResolution.Workbench.Tests.Checks;

/// <summary>Single checks, with what they look for sound and broken.</summary>
[Collection("run")] // notebooks set the working folder
public sealed class CheckTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task LibTorch_computes_a_known_convolution()
    {
        var result = await new ComputeCheck().RunAsync();
        Assert.Equal(Verdict.Good, result.Verdict);
        Assert.StartsWith("computes. TorchSharp", result.Message);
    }

    [Theory]
    [InlineData(2, 8e9, 5e9, Verdict.Good, "2 processors, 8.0 GB of memory, 5.0 GB of disk free")]
    [InlineData(1, 8e9, 5e9, Verdict.Lacking, "1 processor, 8.0 GB of memory, 5.0 GB of disk free. Trainings take longer than with two")]
    [InlineData(2, 3e9, 5e9, Verdict.Lacking, "run one notebook at a time")]
    [InlineData(2, 3e9, 5e8, Verdict.Bad, "free 1 GB at least")]
    public void A_machine_is_judged(int processors, double memory, double disk, object verdict, string expected)
    {
        var result = MachineCheck.Judge(processors, memory, disk);
        Assert.Equal(verdict, result.Verdict);
        Assert.Contains(expected, result.Message);
    }

    [Fact]
    public async Task Weights_that_ship_give_what_they_gave() =>
        Assert.Equal(CheckResult.Good("14 networks load, and give the known PSNR on a drawn picture"),
            await new WeightsCheck().RunAsync());

    [Fact]
    public async Task Exchanged_and_missing_weights_are_named()
    {
        var result = await new WeightsCheck(name => name switch
        {
            "srcnn-9-5-5-x2" => TrainedWeights.File("srcnn-9-5-5-x3"),
            "srgan-8x32-x4" => TrainedWeights.File("srresnet-8x32-x4"),
            "esrgan-3x32-x4" => TrainedWeights.File("esrgan"),
            _ => TrainedWeights.File(name),
        }).RunAsync();
        Assert.Equal(Verdict.Bad, result.Verdict);
        Assert.Contains("it enlarges by 3, not by 2", result.Message);
        Assert.Contains("srgan-8x32-x4 gives 21.85 dB instead of 21.38.", result.Message);
        Assert.Contains("No weights 'esrgan' ship with the kit.", result.Message);
        Assert.DoesNotContain("vdsr-20x64 gives", result.Message);
    }

    [Fact]
    public async Task A_notebook_that_fails_is_named_with_cell_and_line()
    {
        folder.Write("good.ipynb", TestNotebook.Json(
            "md:# Good", "1 + 1", "if (Environment.GetEnvironmentVariable(\"SUPERRESOLUTION_BUDGET\") != \"smoke\") throw new " +
            "Exception();"));
        var before = File.ReadAllText(folder.File("good.ipynb"));
        Assert.Equal(Verdict.Good, (await new NotebookCheck(folder.File("good.ipynb")).RunAsync()).Verdict);
        Assert.Equal(before, File.ReadAllText(folder.File("good.ipynb")));

        folder.Write("bad.ipynb", TestNotebook.Json("md:# Bad", "1 + 1", "throw new Exception(\"no\");"));
        var result = await new NotebookCheck(folder.File("bad.ipynb")).RunAsync();
        Assert.Equal(Verdict.Bad, result.Verdict);
        Assert.StartsWith($"fails at cell 2 ({folder.File("bad.ipynb")}:", result.Message);
        Assert.Contains("Exception: no", result.Message);
    }

    [Fact]
    public async Task A_font_for_formulas_is_found_or_missed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems bring one");
        Assert.Equal(Verdict.Lacking, (await new MathFontCheck([folder.Path, folder.File("none")]).RunAsync()).Verdict);
        folder.Write("deep/STIX-Math.otf", "");
        Assert.Equal(CheckResult.Good("STIX-Math.otf"), await new MathFontCheck([folder.Path]).RunAsync());
    }

    [Fact]
    public void A_kernel_that_ends_at_once_is_said_with_its_last_words()
    {
        using var probe = new KernelProbe(["dotnet", folder.File("nothing.dll")], TimeSpan.FromMinutes(2));
        var error = Assert.Throws<BadInputException>(() => probe.Run("1"));
        Assert.Contains("The kernel ends with code", error.Message);
        Assert.Contains("nothing.dll", error.Message);
    }
}
