using System.Text.Json;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace SuperResolution.Workbench.Tests;

/// <summary>A headless Chromium without a network, that looks at pages of a report as a reader would.</summary>
internal sealed class Browser : IDisposable
{
    private static readonly string[] Folders = ["/usr/bin", "/usr/local/bin", "/usr/lib/chromium", "/snap/bin"];

    /// <summary>What a page shows, once its charts are drawn or have had their time.</summary>
    private const string Look = """
        // A chart is drawn by a script that calls newPlot; plotly.js itself, far longer, is none.
        const scripts = [...document.scripts].map(s => s.textContent).filter(t => t.length < 2500000 && t.includes('Plotly.newPlot('));
        const byId = /getElementById\(["']([^"']+)["']/, byCall = /Plotly\.newPlot\(\s*["']([^"']+)["']/;
        const ids = scripts.map(t => (t.match(byId) ?? t.match(byCall))?.[1]);
        const images = [...document.images];
        return JSON.stringify({
            Images: images.length,
            BrokenImages: images.filter(i => !(i.complete && i.naturalWidth > 0)).map(i => i.src.slice(0, 80)),
            Charts: ids.length,
            UndrawnCharts: ids.filter(id => !id || !document.getElementById(id)?.querySelector('.main-svg')).map(id => id ?? 'nameless'),
            Formulas: document.querySelectorAll('math').length,
            FlatFormulas: [...document.querySelectorAll('math')].filter(m => m.getBoundingClientRect().height < 4).length,
            Overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        });
        """;

    private readonly ChromeDriver driver;

    private Browser(string chromium, string driverFile)
    {
        var options = new ChromeOptions { BinaryLocation = chromium };
        // No name resolves but this machine: a page that asks for anything outside fails as it does on a train.
        options.AddArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--window-size=1280,900");
        options.SetLoggingPreference(LogType.Browser, LogLevel.All);
        var service = ChromeDriverService.CreateDefaultService(driverFile);
        service.SuppressInitialDiagnosticInformation = true;
        driver = new ChromeDriver(service, options, TimeSpan.FromSeconds(120));
    }

    /// <summary>Skips the test where there is no browser.</summary>
    public static Browser Start()
    {
        var (chromium, driverFile) = (Find("chromium", "google-chrome"), Find("chromedriver"));
        Assert.SkipUnless(chromium is not null && driverFile is not null,
            "needs chromium and chromedriver (Debian: apt-get install chromium chromium-driver)");
        return new Browser(chromium!, driverFile!);
    }

    /// <summary>Opens a file and waits until its charts are drawn.</summary>
    public PageView Open(string file, int width = 1280)
    {
        driver.Manage().Window.Size = new System.Drawing.Size(width, 900);
        driver.Navigate().GoToUrl(new Uri(Path.GetFullPath(file)).AbsoluteUri);
        var view = Read();
        for (var tries = 0; view.UndrawnCharts.Length > 0 && tries < 100; tries++)
        {
            Thread.Sleep(100);
            view = Read();
        }
        var errors = driver.Manage().Logs.GetLog(LogType.Browser).Where(entry => entry.Level == LogLevel.Severe)
            .Select(entry => entry.Message);
        return view with { Errors = [.. errors] };
    }

    /// <summary>Shows pages as a reader with a dark or a light desktop sees them.</summary>
    public void Prefer(bool dark) => driver.ExecuteCdpCommand("Emulation.setEmulatedMedia",
        new Dictionary<string, object?>
        {
            ["features"] = new[]
        {
            new Dictionary<string, object> { ["name"] = "prefers-color-scheme", ["value"] = dark ? "dark" : "light" },
        }
        });

    /// <summary>What makes the open page hard to read, see <see cref="PageAudit"/>.</summary>
    public string[] Audit() => JsonSerializer.Deserialize<string[]>((string)driver.ExecuteScript(PageAudit.Script)!)!;

    /// <summary>The driver itself, for pages that a reader works with.</summary>
    public IWebDriver Driver => driver;

    /// <summary>A picture of what is seen, as PNG.</summary>
    public void Screenshot(string file) => driver.GetScreenshot().SaveAsFile(file);

    public void Dispose() => driver.Dispose();

    private PageView Read() => JsonSerializer.Deserialize<PageView>((string)driver.ExecuteScript(Look)!)!;

    private static string? Find(params string[] names) =>
        names.SelectMany(name => Folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
}

/// <summary>What <see cref="Browser"/> saw.</summary>
internal sealed record PageView(
    int Images, string[] BrokenImages, int Charts, string[] UndrawnCharts, int Formulas, int FlatFormulas, int Overflow)
{
    /// <summary>Errors on the browser's console: exceptions of scripts, and everything that could not be loaded.</summary>
    public string[] Errors { get; init; } = [];
}
