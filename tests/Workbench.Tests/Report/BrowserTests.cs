using System.Text;
using SuperResolution.Workbench.Notebooks;
using SuperResolution.Workbench.Report;

namespace SuperResolution.Workbench.Tests.Report;

/// <summary>Pages in a real browser with the network off.</summary>
public sealed class BrowserTests
{
    private sealed class NoProgress : IRunProgress
    {
        public void CellStarted(int number, int count, NotebookCell cell) { }

        public void CellFinished(int number, int count, TimeSpan elapsed) { }
    }

    [Fact]
    public async Task Kit_pictures_charts_and_formulas_are_drawn_without_a_network()
    {
        using var browser = Browser.Start();
        var notebook = NotebookFile.Parse(Path.Combine(Checkout.Root, "notebooks", "probe.ipynb"), Encoding.UTF8.GetBytes(TestNotebook.Json(
            "md:# Probe\n\nThe mean $\\bar x = \\frac{1}{n}\\sum_i x_i$.\n\n## Second\n\n$$\\sqrt{\\sigma^2}$$",
            "#!import _kit.csx",
            "var picture = new Picture(8, 8, 3, new byte[192]);\nConsole.WriteLine(picture.Width);",
            "new Chart(\"a chart\", \"x\", \"y\").Line(\"a\", [1.0, 2.0], [3.0, 4.0]).Display();\nnew PictureStrip(64, (\"black\", picture))")));
        var result = await new NotebookRunner(new NoProgress()).RunAsync(notebook);
        Assert.True(result.Failure is null, string.Join('\n', result.Failure?.Error.Traceback ?? []));

        using var folder = new TemporaryFolder();
        var report = new SeriesReport(folder.Path, folder.Path, [notebook]);
        report.Write(result);
        report.Finish([result]);
        Assert.DoesNotContain("window.Plotly) (function", File.ReadAllText(folder.File("probe.html"))); // once, beside the pages
        Assert.Contains("window.Plotly) (function", File.ReadAllText(folder.File("plotly.js")));
        Assert.Contains("Figure 1.1", File.ReadAllText(folder.File("probe.html")));
        var page = browser.Open(folder.File("probe.html"));
        Assert.Empty(page.Errors);
        Assert.Equal(1, page.Images);
        Assert.Empty(page.BrokenImages);
        Assert.Equal(1, page.Charts);
        Assert.Empty(page.UndrawnCharts);
        Assert.Equal(2, page.Formulas);
        Assert.Equal(0, page.FlatFormulas);
        Assert.True(browser.Open(folder.File("probe.html"), width: 500).Overflow <= 0, "the page is wider than a narrow screen");
    }

    [Fact]
    public void Broken_pages_are_noticed()
    {
        using var browser = Browser.Start();
        using var folder = new TemporaryFolder();
        var page = browser.Open(folder.Write("bad.html", "<img src=absent.png><img src=\"https://example.org/a.png\"><script>Plotly.newPlot('c', [])</script><div id=c></div>"));
        Assert.Equal(2, page.BrokenImages.Length);
        Assert.Equal(["c"], page.UndrawnCharts);
        Assert.True(page.Errors.Length >= 3);
    }

    /// <summary>For CI: the series' out folder, named by SUPERRESOLUTION_REPORT.</summary>
    [Fact]
    public void Every_page_of_the_report_is_drawn_without_a_network()
    {
        var report = Environment.GetEnvironmentVariable("SUPERRESOLUTION_REPORT");
        Assert.SkipUnless(report is { Length: > 0 }, "needs a report: set SUPERRESOLUTION_REPORT to the out folder of 'workbench run'");
        var files = Directory.GetFiles(report!, "*.html").Order(StringComparer.Ordinal).ToArray();
        Assert.NotEmpty(files);
        using var browser = Browser.Start();
        foreach (var file in files)
        {
            var name = Path.GetFileName(file);
            var page = browser.Open(file);
            Assert.True(page.Errors.Length == 0, $"{name}: {string.Join('\n', page.Errors)}");
            Assert.True(page.BrokenImages.Length == 0, $"{name}: {page.BrokenImages.Length} of {page.Images} pictures are broken: {string.Join(", ", page.BrokenImages)}");
            Assert.True(page.UndrawnCharts.Length == 0, $"{name}: {page.UndrawnCharts.Length} of {page.Charts} charts are not drawn: {string.Join(", ", page.UndrawnCharts)}");
            Assert.True(page.FlatFormulas == 0, $"{name}: {page.FlatFormulas} of {page.Formulas} formulas are not drawn");
            TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {page.Images} pictures, {page.Charts} charts, {page.Formulas} formulas");
        }
    }
}
