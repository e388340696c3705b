using Spectre.Console;
using SuperResolution.Workbench.Commands;

namespace SuperResolution.Workbench.Tests.Commands;

/// <summary>The report of an earlier run: what has run is not run again.</summary>
[Collection("run")]
public sealed class ReportCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StringWriter said = new();

    public ReportCommandTests()
    {
        folder.Write("Research.sln", "");
        Notebook("01-one.ipynb", "md:# One\n\nBy *Dong* (arXiv 1501.00092).\n\n## A part\n\n| a | b |\n|---|---|\n| 1 | 2 |",
            "System.IO.File.AppendAllText(\"ran.txt\", \"1\"); 1");
        Notebook("02-two.ipynb", "md:# Two", "System.IO.File.AppendAllText(\"ran.txt\", \"2\"); 2");
    }

    public void Dispose() => folder.Dispose();

    private void Notebook(string name, params string[] cells) => folder.Write($"notebooks/{name}", TestNotebook.Json(cells));

    private string Ran => File.ReadAllText(folder.File("notebooks/ran.txt"));

    private IAnsiConsole Console =>
        AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(said),
        });

    private Task<int> Report(string? from = null, string? to = null, string? budget = null) =>
        ReportCommand.ReportAsync(from, to, budget, folder.Path, Console);

    [Fact]
    public async Task Only_what_has_not_run_or_was_changed_is_executed()
    {
        await RunCommand.RunAsync([folder.File("notebooks/01-one.ipynb")], "smoke", null, folder.Path, Console);
        Assert.Equal("1", Ran);
        Assert.Equal(0, await Report());
        Assert.Equal("12", Ran);
        Assert.Contains("as executed before", said.ToString());
        Assert.Contains("Run with the budget “smoke” in ", File.ReadAllText(folder.File("out/02-two.html"))); // that of the earlier run
        var page = File.ReadAllText(folder.File("out/01-one.html"));
        Assert.Contains("Run with the budget “smoke” in ", page);

        Assert.Equal(0, await Report(to: "site"));
        Assert.Equal("12", Ran);
        Assert.Equal(page, File.ReadAllText(folder.File("site/01-one.html")));
        Assert.Empty(Directory.GetFiles(folder.File("site"), "*.ipynb"));
        Assert.DoesNotContain(".ipynb", File.ReadAllText(folder.File("site/index.html")));

        Notebook("02-two.ipynb", "md:# Two", "System.IO.File.AppendAllText(\"ran.txt\", \"3\"); 3");
        Assert.Equal(0, await Report());
        Assert.Equal("123", Ran);
        Assert.Equal(0, await Report(budget: "workshop")); // both were run with another one
        Assert.Equal("12313", Ran);
    }

    [Fact]
    public async Task A_notebook_that_failed_runs_again()
    {
        Notebook("02-two.ipynb", "md:# Two", "System.IO.File.AppendAllText(\"ran.txt\", \"x\"); throw new System.Exception(\"no\");");
        Assert.Equal(1, await Report());
        Assert.Equal(1, await Report());
        Assert.Equal("1xx", Ran);
    }

    [Fact]
    public async Task Tables_references_and_headings_are_collected()
    {
        Assert.Equal(0, await Report());
        Assert.Equal(
            ["01-one.html", "01-one.ipynb", "02-two.html", "02-two.ipynb", "index.html", "references.html", "search.js", "tables.html"],
            Directory.GetFiles(folder.File("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        string Text(string name) => File.ReadAllText(folder.File($"out/{name}"));
        Assert.Contains("<a class=\"number\" href=\"#table-1-1\">Table 1.1</a> A part</caption>", Text("01-one.html"));
        Assert.Contains("<a class=\"cite\" href=\"references.html#arxiv-1501.00092\">arXiv 1501.00092</a>", Text("01-one.html"));
        Assert.Contains("<a class=\"number\" href=\"01-one.html#table-1-1\">Table 1.1</a> A part</caption>", Text("tables.html"));
        Assert.Contains("<li id=\"arxiv-1501.00092\">Dong, Loy, He, Tang: <em>Image super-resolution using deep convolutional " +
            "networks</em>.", Text("references.html"));
        Assert.Contains("<a href=\"01-one.html#a-part\">A part</a>", Text("index.html"));
        Assert.Contains("[\"01-one.html#a-part\",\"A part\",\"One\"]", Text("search.js"));
    }

    [Fact]
    public async Task Folders_that_cannot_be_used_are_named()
    {
        Assert.Contains("no folder", (await Assert.ThrowsAsync<BadInputException>(() => Report(from: "absent"))).Message);
        Assert.Contains("a report is a folder", (await Assert.ThrowsAsync<BadInputException>(() => Report(to: "report.html"))).Message);
    }
}
