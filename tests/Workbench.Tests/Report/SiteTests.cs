using System.Text;
using System.Text.RegularExpressions;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using SuperResolution.Workbench.Notebooks;
using SuperResolution.Workbench.Report;

namespace SuperResolution.Workbench.Tests.Report;

/// <summary>
/// The report as a site: search, navigation, print, in a browser without a network. With SUPERRESOLUTION_REPORT, the series' own.
/// </summary>
public sealed class SiteTests : IDisposable
{
    private const long MostBytes = 40_000_000;

    private readonly Browser browser = Browser.Start();
    private readonly TemporaryFolder folder = new();
    private readonly string site;

    public SiteTests()
    {
        site = Environment.GetEnvironmentVariable("SUPERRESOLUTION_REPORT") is { Length: > 0 } report ? report : Small();
    }

    public void Dispose()
    {
        browser.Dispose();
        folder.Dispose();
    }

    private ChromeDriver Driver => (ChromeDriver)browser.Driver;

    private string[] Pages => [.. Directory.GetFiles(site, "*.html").Order(StringComparer.Ordinal)];

    /// <summary>Two notebooks that look as if they had run.</summary>
    private string Small()
    {
        var chart = new SuperResolution.Figures.Chart("t", "x", "y").Line("Bicubic", [1, 2], [3, 4]).ToHtml();
        var notebooks = new[] { ("01-one.ipynb",
            "# 1. One\n\n## Überblick & more\n\n" + string.Join("\n\n", Enumerable.Repeat("A paragraph.", 80)) + "\n\n## The end"),
            ("02-two.ipynb", "# 2. Two\n\n## A part of two\n\narXiv 1501.00092") }
            .Select(n => NotebookFile.Parse(
                Path.Combine(Checkout.Root, "notebooks", n.Item1), Encoding.UTF8.GetBytes(TestNotebook.Json("md:" + n.Item2, "1"))))
                .ToList();
        var report = new SeriesReport(folder.Path, folder.Path, notebooks);
        var results = notebooks.Select(notebook =>
        {
            var output = new CollectedOutput();
            output.Show(new Dictionary<string, string> { ["text/html"] = new SuperResolution.Figures.KitNotice().ToHtml() });
            output.Show(new Dictionary<string, string> { ["text/html"] = chart });
            notebook.Cells[1].SetResult(1, output.ToJson());
            notebook.Facts = new RunFacts("smoke", 1);
            return new NotebookResult(notebook, notebook.Name, null, null, TimeSpan.Zero);
        }).ToList();
        results.ForEach(report.Write);
        report.Finish(results);
        return folder.Path;
    }

    [Fact]
    public void It_is_small_and_asks_for_nothing_outside_of_its_folder()
    {
        Assert.True(Pages.Length >= 5);
        var size = Directory.GetFiles(site).Where(file => !file.EndsWith(".ipynb", StringComparison.Ordinal))
            .Sum(file => new FileInfo(file).Length);
        Assert.True(size < MostBytes, $"the report has {size:N0} bytes");
        Assert.Single(Directory.GetFiles(site, "*.js"), file => File.ReadAllText(file).Contains("window.Plotly) (function"));
        foreach (var file in Pages)
        {
            Assert.DoesNotContain("window.Plotly) (function", File.ReadAllText(file));
            Assert.Empty(browser.Open(file).Errors);
            var asked = (IReadOnlyCollection<object>)Driver.ExecuteScript(
                "return performance.getEntriesByType('resource').map(entry => entry.name)")!;
            Assert.All(asked, address => Assert.Matches("^(file|data):", (string)address));
        }
    }

    [Fact]
    public void Every_link_within_the_report_leads_somewhere()
    {
        var texts = Directory.GetFiles(site).Where(file => !file.EndsWith(".js", StringComparison.Ordinal))
            .ToDictionary(file => Path.GetFileName(file)!, File.ReadAllText);
        foreach (var file in Pages.Select(file => Path.GetFileName(file)!))
        {
            foreach (Match link in Regex.Matches(texts[file], "<a [^>]*href=\"([^\":]*?)(?:#([^\"]*))?\""))
            {
                var target = link.Groups[1].Value is { Length: > 0 } name ? Uri.UnescapeDataString(name) : file;
                if (target.EndsWith(".ipynb", StringComparison.Ordinal) || !target.Contains('.')) continue;
                if (target.StartsWith("..", StringComparison.Ordinal)) continue; // into the checkout
                Assert.True(texts.ContainsKey(target), $"{file} links to {target}, which is not there");
                var id = System.Net.WebUtility.HtmlDecode(link.Groups[2].Value);
                if (id.Length > 0)
                    Assert.True(texts[target].Contains($"id=\"{link.Groups[2].Value}\"") || texts[target].Contains($"id=\"{id}\""),
                        $"{file} links to {target}#{id}, which is not there");
            }
        }
    }

    [Fact]
    public void Search_finds_a_heading_by_the_beginnings_of_its_words_and_leads_to_it()
    {
        browser.Open(Path.Combine(site, "index.html"));
        var first = ((string)Driver.ExecuteScript(
            "return headings.find(h => h[0].includes('#') && /^[A-Za-zÜ]+ \\S+ \\S+/.test(h[1]))[1]")!).Split(' ');
        var box = Driver.FindElement(By.CssSelector("search input"));
        box.SendKeys(string.Join(' ', first.Select(word => word[..Math.Min(word.Length, 4)].ToUpperInvariant().Replace('Ü', 'u'))));
        Assert.StartsWith(string.Join(' ', first), Driver.FindElement(By.CssSelector("#found a")).Text);
        box.SendKeys(Keys.Enter);
        Assert.Contains("#", Driver.Url);
        Assert.Equal(string.Join(' ', first),
            Driver.ExecuteScript("return document.getElementById(decodeURIComponent(location.hash.slice(1))).textContent"));

        Driver.FindElement(By.CssSelector("search input")).SendKeys("zzzz");
        Assert.Equal("No heading has these words.", Driver.FindElement(By.Id("found")).Text);
        Driver.FindElement(By.CssSelector("search input")).SendKeys(Keys.Escape);
        Assert.False(Driver.FindElement(By.Id("found")).Displayed);
    }

    [Fact]
    public void Pages_are_printed_without_navigation_on_light_paper()
    {
        var page = Pages.First(file => Path.GetFileName(file).StartsWith("01", StringComparison.Ordinal));
        browser.Open(page);
        Driver.ExecuteCdpCommand("Emulation.setEmulatedMedia", new()
        {
            ["media"] = "print",
            ["features"] = new object[] { new Dictionary<string, object> { ["name"] = "prefers-color-scheme", ["value"] = "dark" } },
        });
        Assert.Equal("rgb(255, 255, 255)", Driver.ExecuteScript("return getComputedStyle(document.body).backgroundColor"));
        Assert.False(Driver.FindElement(By.CssSelector(".bar")).Displayed);
        var printed = (Dictionary<string, object>)Driver.ExecuteCdpCommand(
            "Page.printToPDF", new() { ["printBackground"] = true, ["paperWidth"] = 8.27, ["paperHeight"] = 11.69 })!;
        var pdf = Encoding.Latin1.GetString(Convert.FromBase64String((string)printed["data"]));
        Assert.StartsWith("%PDF-", pdf);
        Assert.True(Regex.Count(pdf, @"/Type\s*/Page\b(?!s)") >= 2, "more than one page was expected");
    }

    [Fact]
    public void Pages_are_readable_in_the_dark_and_on_narrow_screens()
    {
        foreach (var file in Pages)
        {
            Assert.True(browser.Open(file, width: 800).Overflow <= 0, $"{Path.GetFileName(file)} is wider than 800 pixels");
            Driver.ExecuteCdpCommand("Emulation.setEmulatedMedia",
                new()
                {
                    ["features"] = new object[]
                {
                    new Dictionary<string, object> { ["name"] = "prefers-color-scheme", ["value"] = "dark" },
                }
                });
            Assert.Equal("rgb(20, 23, 28)", Driver.ExecuteScript("return getComputedStyle(document.body).backgroundColor"));
            Assert.Equal(0L, Driver.ExecuteScript(
                "return [...document.querySelectorAll('.js-plotly-plot .infolayer text')].filter(t => getComputedStyle(t).fill !== " +
                "getComputedStyle(document.body).color).length"));
            Driver.ExecuteCdpCommand("Emulation.setEmulatedMedia", new() { ["features"] = Array.Empty<object>() });
        }
    }
}
