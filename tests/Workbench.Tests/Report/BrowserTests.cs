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
        var notebook = NotebookFile.Parse(
            Path.Combine(Checkout.Root, "notebooks", "probe.ipynb"), Encoding.UTF8.GetBytes(TestNotebook.Json(
            "md:# Probe\n\nThe mean $\\bar x = \\frac{1}{n}\\sum_i x_i$.\n\n## Second\n\n$$\\sqrt{\\sigma^2}$$",
            "#!import _kit.csx",
            "var picture = new Picture(8, 8, 3, new byte[192]);\nConsole.WriteLine(picture.Width);",
            "new Chart(\"a chart\", \"x\", \"y\").Line(\"a\", [1.0, 2.0], [3.0, 4.0]).Display();\nnew PictureStrip(64, " +
            "(\"black\", picture))")));
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
        var page = browser.Open(folder.Write(
            "bad.html", "<img src=absent.png><img src=\"https://example.org/a.png\"><script>Plotly.newPlot('c', [])</script><div " +
            "id=c></div>"));
        Assert.Equal(2, page.BrokenImages.Length);
        Assert.Equal(["c"], page.UndrawnCharts);
        Assert.True(page.Errors.Length >= 3);
    }

    [Fact]
    public void What_is_hard_to_read_is_noticed()
    {
        using var browser = Browser.Start();
        using var folder = new TemporaryFolder();
        browser.Open(folder.Write("bad.html",
            "<body style='background:#fff'><p style='color:#999'>pale</p><p style='color:#222'>good</p><p style='width:3000px'>wide</p>"
            + "<div class=js-plotly-plot style='position:relative;width:400px;height:100px'><svg width=400 height=100><text " +
                "class=gtitle x=10 y=20>a chart</text><text class=xtitle x=380 y=90>cut off here</text></svg>"
            + "<div class=modebar style='position:absolute;left:20px;top:5px;width:80px;height:20px'></div></div>"));
        var found = browser.Audit();
        Assert.Equal(5, found.Length);
        Assert.StartsWith("contrast 2.85 of \"pale\"", found[0], StringComparison.Ordinal);
        Assert.Equal(["\"wide\" leaves the page on the right", "a chart: \"cut off here\" is cut off",
            "a chart: the title runs under the toolbar", "a chart: an axis has no name"], found[1..]);
        browser.Open(folder.Write("good.html",
            "<style>body{background:#fff;color:#222}@media(prefers-color-scheme:dark){body{background:#444}}</style><p>good by day</p>"));
        Assert.Empty(browser.Audit());
        browser.Prefer(dark: true);
        Assert.Single(browser.Audit());
    }

    /// <summary>For CI: the series' out folder, named by SUPERRESOLUTION_REPORT.</summary>
    [Fact]
    public void Every_page_of_the_report_is_drawn_without_a_network()
    {
        var files = Pages();
        using var browser = Browser.Start();
        foreach (var file in files)
        {
            var name = Path.GetFileName(file);
            var page = browser.Open(file);
            Assert.True(page.Errors.Length == 0, $"{name}: {string.Join('\n', page.Errors)}");
            Assert.True(page.BrokenImages.Length == 0,
                $"{name}: {page.BrokenImages.Length} of {page.Images} pictures are broken: {string.Join(", ", page.BrokenImages)}");
            Assert.True(page.UndrawnCharts.Length == 0,
                $"{name}: {page.UndrawnCharts.Length} of {page.Charts} charts are not drawn: {string.Join(", ", page.UndrawnCharts)}");
            Assert.True(page.FlatFormulas == 0, $"{name}: {page.FlatFormulas} of {page.Formulas} formulas are not drawn");
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{name}: {page.Images} pictures, {page.Charts} charts, {page.Formulas} formulas");
        }
    }

    /// <summary>
    /// For CI, as above. Colours depend on light and dark alone, and what fits on the width alone, so that two of the four are enough.
    /// </summary>
    [Theory, InlineData(1280, false), InlineData(800, true)]
    public void Every_page_of_the_report_can_be_read(int width, bool dark)
    {
        var files = Pages();
        using var browser = Browser.Start();
        browser.Prefer(dark);
        Assert.All(files, file =>
        {
            browser.Open(file, width);
            var found = browser.Audit();
            Assert.True(found.Length == 0, $"{Path.GetFileName(file)}: {string.Join('\n', found)}");
        });
    }

    private static string[] Pages()
    {
        var report = Environment.GetEnvironmentVariable("SUPERRESOLUTION_REPORT");
        Assert.SkipUnless(report is { Length: > 0 }, "needs a report: set SUPERRESOLUTION_REPORT to the out folder of 'workbench run'");
        var files = Directory.GetFiles(report!, "*.html").Order(StringComparer.Ordinal).ToArray();
        Assert.NotEmpty(files);
        return files;
    }
}
