namespace SuperResolution.Workbench.Tests.Commands;

public class ProgramTests
{
    private static (int Code, string Out, string Error) Workbench(params string[] arguments) => WorkbenchProcess.Finish(WorkbenchProcess.Start(arguments));

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
