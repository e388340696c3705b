using SuperResolution.Datasets;

namespace SuperResolution.Workbench.Tests.Commands;

public sealed class ProgramTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private (int Code, string Out, string Error) Workbench(params string[] arguments) =>
        WorkbenchProcess.Finish(WorkbenchProcess.Start(arguments, start => start.WorkingDirectory = folder.Path));

    /// <summary>
    /// Whatever goes wrong is told in one line, and the exit code says that something did: no stack trace, no aborted process.
    /// </summary>
    [Theory]
    [InlineData("the picture 'tiny' has 5×5 pixels", "evaluate", "tiny", "--scale", "2")]
    [InlineData("broken.png", "evaluate", "broken", "--scale", "2")]
    [InlineData("house.png", "evaluate", "tiny", "--scale", "2", "--weights", "house.png")]
    [InlineData("No picture of tiny has", "train", "srresnet", "--budget", "smoke", "--data", "tiny", "--validate", "none", "--device",
        "cpu", "--out", "run")]
    [InlineData("house.png", "upscale", "house.png", "--weights", "house.png")]
    [InlineData("none.json", "kernel", "start", "none.json")]
    [InlineData("house.png", "kernel", "start", "house.png")]
    [InlineData("sweep.json", "sweep", "job", "nowhere", "0")]
    [InlineData("no data set ''", "data", "get", "")]
    [InlineData("house.png", "data", "import", "house.png")]
    [InlineData("house.png", "data", "get", "Set5", "--to", "house.png")]
    [InlineData("house.png", "run", "house.png", "--out", "out")]
    [InlineData("house.png", "report", "--from", "house.png")]
    [InlineData("house.png", "paper-tables", "--only", "losses", "--out", "house.png")]
    public void Any_failure_is_one_line(string part, params string[] arguments)
    {
        foreach (var name in new[] { "tiny", "broken" }) Directory.CreateDirectory(folder.File(name));
        new Imaging.Picture(5, 5, 1, new byte[25]).Save(folder.File("tiny/tiny.png"));
        folder.Write("broken/broken.png", "no picture");
        SyntheticImages.Facade(1, 48, 36).Save(folder.File("house.png"));
        var (code, _, error) = Workbench(arguments);
        Assert.Equal(1, code);
        Assert.Contains(part, error);
        Assert.DoesNotContain("   at ", error);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Fact]
    public void Bad_input_is_one_message_without_a_stack_trace()
    {
        var (code, output, error) = Workbench("run", "absent.ipynb", "--out", "nowhere");
        Assert.Equal(1, code);
        Assert.Equal("", output);
        Assert.StartsWith("Notebook 'absent.ipynb' does not exist", error);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Fact]
    public void Unknown_budget_names_the_known_ones()
    {
        var (code, _, error) = Workbench("run", "--budget", "lavish");
        Assert.Equal(1, code);
        Assert.Contains("smoke", error);
    }

    [Fact]
    public void Help_names_the_commands_and_options()
    {
        Assert.Contains("run", Workbench("--help").Out);
        var help = Workbench("run", "--help").Out;
        Assert.Contains("--budget", help);
        Assert.Contains("smoke", help);
        Assert.Contains("--out", help);
    }
}
