using System.Text.Json.Nodes;
using Spectre.Console;
using SuperResolution.Workbench.Commands;

namespace SuperResolution.Workbench.Tests.Commands;

/// <summary>A run sets the working folder and the budget of the process: nothing else runs beside these tests.</summary>
[CollectionDefinition("run", DisableParallelization = true)]
public sealed class RunCollection;

[Collection("run")]
public sealed class RunCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StringWriter said = new();

    public void Dispose() => folder.Dispose();

    private Task<int> Run(params string[] notebooks)
    {
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(said) });
        return RunCommand.RunAsync(notebooks, "smoke", null, folder.Path, console);
    }

    [Fact]
    public async Task Failing_cell_stops_its_notebook_only_and_the_exit_code_says_so()
    {
        folder.Write("Research.sln", "");
        folder.Write("notebooks/_kit.csx", "using System.IO;");
        folder.Write("notebooks/note.txt", "beside");
        folder.Write("notebooks/01-good.ipynb",
            TestNotebook.Json("md:# Good & short\n\nWhat $x$ says.", "#!import _kit.csx", "File.ReadAllText(\"note.txt\")",
            "Environment.GetEnvironmentVariable(\"SUPERRESOLUTION_BUDGET\")"));
        folder.Write("notebooks/02-bad.ipynb",
            TestNotebook.Json("md:# Bad", "var x = 1;", "// comment\nthrow new InvalidOperationException(\"went wrong\");",
            "Console.WriteLine(\"never\");"));
        folder.Write("notebooks/03-math.ipynb", TestNotebook.Json("md:# Math\n\n$\\unheard$", "Console.WriteLine(\"never\");"));
        folder.Write("notebooks/04-last.ipynb", TestNotebook.Json("md:# Last", "int x = 2; x"));
        var before = Directory.GetCurrentDirectory();

        Assert.Equal(1, await Run());

        Assert.Equal(before, Directory.GetCurrentDirectory());
        Assert.Equal(
            ["01-good.html", "01-good.ipynb", "02-bad.html", "02-bad.ipynb", "03-math.html", "03-math.ipynb", "04-last.html",
            "04-last.ipynb", "index.html", "references.html", "search.js", "tables.html"],
            Directory.GetFiles(folder.File("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        var good = JsonNode.Parse(File.ReadAllText(folder.File("out/01-good.ipynb")))!["cells"]!;
        Assert.Equal("beside", good[2]!["outputs"]![0]!["data"]!["text/plain"]![0]!.GetValue<string>());
        Assert.Equal("smoke", good[3]!["outputs"]![0]!["data"]!["text/plain"]![0]!.GetValue<string>());

        var bad = JsonNode.Parse(File.ReadAllText(folder.File("out/02-bad.ipynb")))!["cells"]!;
        Assert.Equal("error", bad[2]!["outputs"]![0]!["output_type"]!.GetValue<string>());
        Assert.Empty(bad[3]!["outputs"]!.AsArray());

        var line = 1 + File.ReadLines(folder.File("notebooks/02-bad.ipynb")).TakeWhile(text => !text.Contains("went wrong")).Count();
        var text = said.ToString();
        Assert.Contains("failed at cell 2", text);
        Assert.Contains($"02-bad.ipynb:{line}", text.ReplaceLineEndings(""));
        Assert.Contains("  | throw new InvalidOperationException(\"went wrong\");", text);
        Assert.Contains("InvalidOperationException: went wrong", text);
        Assert.Contains("'\\unheard' is not known", text);
        Assert.Contains("cell 3 of 3", text);
        Assert.DoesNotContain("never", text.Replace("Console.WriteLine(\"never\")", ""));

        var index = File.ReadAllText(folder.File("out/index.html"));
        Assert.Contains("<a href=\"01-good.html\">Good &amp; short</a>", index);
        Assert.Contains("<p>What <math><semantics><mi>x</mi>", index);
        Assert.Contains("stopped at cell 2", index);
        Assert.Contains("rel=\"next\" href=\"03-math.html\"", File.ReadAllText(folder.File("out/02-bad.html")));
    }

    [Theory]
    [InlineData("async void Later() { await Task.Delay(1); throw new InvalidOperationException(\"from nowhere\"); } Later(); " +
        "Thread.Sleep(-1);", "InvalidOperationException: from nowhere")]
    [InlineData("new Thread(() => throw new InvalidOperationException(\"from nowhere\")).Start(); Thread.Sleep(-1);",
        "InvalidOperationException: from nowhere")]
    [InlineData("Environment.Exit(0);", "ended the process of its notebook (exit code 0)")]
    [InlineData("int Deeper(int n) => Deeper(n + 1) + 1; Deeper(0)", "Stack overflow")]
    [InlineData("Environment.FailFast(\"no further\");", "no further")]
    [InlineData("System.Diagnostics.Process.GetCurrentProcess().Kill();", "ended the process of its notebook (")]
    public async Task A_cell_that_ends_its_process_stops_its_notebook_only(string code, string said)
    {
        folder.Write("Research.sln", "");
        folder.Write("notebooks/1.ipynb",
            TestNotebook.Json("md:# One", "Console.WriteLine(\"first\");",
            $"using System.Threading; Console.WriteLine(\"before\"); Thread.Sleep(200);\n{code}", "Console.WriteLine(\"never\");"));
        folder.Write("notebooks/2.ipynb", TestNotebook.Json("md:# Two", "1 + 1"));
        Assert.Equal(1, await Run());
        Assert.Contains("1 of 2 notebooks failed: 1.ipynb (cell 2)", this.said.ToString().ReplaceLineEndings(" "));
        Assert.Contains(said, this.said.ToString());
        var cells = JsonNode.Parse(File.ReadAllText(folder.File("out/1.ipynb")))!["cells"]!;
        Assert.Equal("first\n", cells[1]!["outputs"]![0]!["text"]![0]!.GetValue<string>());
        Assert.Equal("before\n", cells[2]!["outputs"]![0]!["text"]![0]!.GetValue<string>());
        Assert.Equal("error", cells[2]!["outputs"]![1]!["output_type"]!.GetValue<string>());
        Assert.Empty(cells[3]!["outputs"]!.AsArray());
        Assert.Contains("stopped at cell 2", File.ReadAllText(folder.File("out/1.html")));
        Assert.Contains("stopped at cell 2", File.ReadAllText(folder.File("out/index.html")));
        var second = JsonNode.Parse(File.ReadAllText(folder.File("out/2.ipynb")))!["cells"]![1]!["outputs"]![0]!["data"]!["text/html"]!;
        Assert.Contains("<pre>2</pre>", second.ToJsonString(
            new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Fact]
    public async Task A_thread_that_the_last_cell_leaves_behind_neither_holds_the_run_nor_fails_unseen()
    {
        folder.Write("Research.sln", "");
        folder.Write("notebooks/1.ipynb",
            TestNotebook.Json("new System.Threading.Thread(() => System.Threading.Thread.Sleep(-1)).Start();"));
        folder.Write("notebooks/2.ipynb",
            TestNotebook.Json("async void Later() { await Task.Yield(); throw new InvalidOperationException(\"too late\"); } Later();"));
        Assert.Equal(1, await Run());
        Assert.Contains("1 of 2 notebooks failed: 2.ipynb (cell 1)", said.ToString().ReplaceLineEndings(" "));
    }

    [Fact]
    public async Task Complete_run_exits_with_zero()
    {
        var path = folder.Write("one.ipynb", TestNotebook.Json("md:# One", "1"));
        folder.Write("Research.sln", "");
        Assert.Equal(0, await Run(path));
        Assert.Contains("1 of 1 notebooks complete.", said.ToString());
    }

    [Fact]
    public async Task Unknown_notebook_is_refused_before_anything_runs()
    {
        folder.Write("Research.sln", "");
        var error = await Assert.ThrowsAsync<BadInputException>(() => Run("absent.ipynb"));
        Assert.Contains("'absent.ipynb' does not exist", error.Message);
        Assert.False(Directory.Exists(folder.File("out")));
    }

    [Fact]
    public async Task Outside_of_a_checkout_the_message_says_what_to_do()
    {
        var error = await Assert.ThrowsAsync<BadInputException>(() => Run());
        Assert.Contains("No Research.sln", error.Message);
    }
}
