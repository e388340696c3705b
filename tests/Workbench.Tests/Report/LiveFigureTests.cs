using System.Text.Json;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using OpenQA.Selenium.Interactions;
using SuperResolution.Datasets;
using SuperResolution.Figures;
using SuperResolution.Imaging;

namespace SuperResolution.Workbench.Tests.Report;

/// <summary>Figures in a real browser, worked with as readers do: by mouse, by keys, by finger, and with scripts stripped.</summary>
public sealed class LiveFigureTests : IDisposable
{
    private static readonly Picture scene = SyntheticImages.Facade(1, 96, 96),
        soft = Interpolation.Bicubic(4).Upscale(Resize.Imresize(scene, 0.25)), tiny = Resize.Imresize(scene, 0.25);

    private readonly Browser browser = Browser.Start();
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        browser.Dispose();
        folder.Dispose();
    }

    private ChromeDriver Driver => (ChromeDriver)browser.Driver;

    private void Open(Figure figure, bool scripts = true)
    {
        var html = figure.ToHtml();
        if (!scripts) html = html[..html.IndexOf("<script>", StringComparison.Ordinal)];
        var page = browser.Open(folder.Write(
            "figure.html", $"<!DOCTYPE html><meta charset=utf-8><link rel=icon href=\"data:,\"><title>t</title><body>{html}"));
        Assert.Empty(page.Errors);
        Assert.Empty(page.BrokenImages);
    }

    private T Ask<T>(string expression) => (T)Driver.ExecuteScript("return " + expression)!;

    private double Number(string expression) =>
        Convert.ToDouble(Ask<object>(expression), System.Globalization.CultureInfo.InvariantCulture);

    private IWebElement Find(string css) => Driver.FindElement(By.CssSelector(css));

    /// <summary>Role and name of everything that a screen reader is told of.</summary>
    private List<string> Spoken()
    {
        Driver.ExecuteCdpCommand("Accessibility.enable", []);
        var tree = (Dictionary<string, object>)Driver.ExecuteCdpCommand("Accessibility.getFullAXTree", [])!;
        var nodes = JsonSerializer.SerializeToElement(tree).GetProperty("nodes").EnumerateArray()
            .Where(node => !node.GetProperty("ignored").GetBoolean());
        static string Value(JsonElement node, string name) =>
            node.TryGetProperty(name, out var part) && part.TryGetProperty("value", out var value) ? value.ToString() : "";
        return [.. nodes.Select(node => $"{Value(node, "role")}|{Value(node, "name")}")];
    }

    /// <summary>What is read instead of a slider's number; the tree of the developer tools does not show it.</summary>
    private string[] ValueTexts() =>
        [.. Driver.FindElements(By.CssSelector("[type=range]")).Select(range => range.GetAttribute("aria-valuetext") ?? "")];

    /// <summary>A finger that goes from one place of an element to another, in CSS pixels from its middle.</summary>
    private void Swipe(IWebElement element, (int X, int Y) from, (int X, int Y) to)
    {
        var finger = new PointerInputDevice(PointerKind.Touch);
        var gesture = new ActionSequence(finger);
        gesture.AddAction(finger.CreatePointerMove(element, from.X, from.Y, TimeSpan.Zero));
        gesture.AddAction(finger.CreatePointerDown(MouseButton.Touch));
        gesture.AddAction(finger.CreatePointerMove(element, to.X, to.Y, TimeSpan.FromMilliseconds(100)));
        gesture.AddAction(finger.CreatePointerUp(MouseButton.Touch));
        Driver.PerformActions([gesture]);
    }

    [Fact]
    public void The_line_between_before_and_after_follows_mouse_finger_and_keys_and_is_spoken_of()
    {
        Open(new BeforeAfter("Bicubic and truth", 400, ("bicubic", soft), ("truth", scene)));
        var (stage, range) = (Find(".stage"), Find("input"));
        Assert.Equal(50, Number("document.querySelector('input').value"));
        Assert.Equal(0, Number("document.querySelector('.after').getBoundingClientRect().left - " +
            "document.querySelector('figure').getBoundingClientRect().left"));

        new Actions(Driver).MoveToElement(stage, 0, 0).ClickAndHold().MoveToElement(stage, 100, 20).Release().Perform();
        Assert.Equal(75, Number("document.querySelector('input').value"));
        Assert.Equal("inset(0px 0px 0px 75%)", Ask<string>("getComputedStyle(document.querySelector('.after')).clipPath"));
        Swipe(stage, (0, 0), (-100, 0));
        Assert.Equal(25, Number("document.querySelector('input').value"));
        range.SendKeys(Keys.ArrowRight + Keys.ArrowRight);
        Assert.Equal(27, Number("document.querySelector('input').value"));

        var spoken = Spoken();
        Assert.Contains("group|Bicubic and truth", spoken);
        Assert.Contains("image|bicubic", spoken);
        Assert.Contains("image|truth", spoken);
        Assert.Contains("slider|Bicubic and truth: place of the line", spoken);
        Assert.Equal(["27 % from the left: bicubic; the rest: truth"], ValueTexts());
    }

    [Fact]
    public void A_lens_moves_over_all_methods_at_once()
    {
        Open(new ZoomLens("Three answers", 24, 192, scene, ("LR", tiny), ("bicubic", soft), ("truth", scene)));
        string Place() => Ask<string>("[...document.querySelectorAll('input')].map(i => i.value).join(' ')");
        Assert.Equal("36 36", Place());
        // two CSS pixels to a pixel
        new Actions(Driver).MoveToElement(Find(".over"), 0, 0).ClickAndHold().MoveToElement(Find(".over"), 20, -10).Release().Perform();
        Assert.Equal("46 31", Place());
        Find("input").SendKeys(Keys.ArrowDown + Keys.ArrowDown + Keys.ArrowLeft);
        Assert.Equal("43 37", Place());
        Find("input").SendKeys(Keys.Shift + Keys.ArrowUp);
        Assert.Equal("43 36", Place());
        Swipe(Find(".over"), (0, 0), (-90, 90));
        Assert.Equal("0 72", Place()); // it stays within the picture

        // The same place of all: 24 of 96 pixels fill the part, whatever size the picture has.
        Assert.All([0, 1, 2], i =>
        {
            var part = $"document.querySelectorAll('.part')[{i}]";
            Assert.Equal(4, Number($"{part}.querySelector('img').getBoundingClientRect().width / {part}.getBoundingClientRect().width"),
                0.01);
            Assert.Equal(3, Number($"({part}.getBoundingClientRect().top - {part}.querySelector('img').getBoundingClientRect().top) / " +
                $"{part}.getBoundingClientRect().height"), 0.01);
        });
        var spoken = Spoken();
        Assert.Contains("slider|Three answers: lens, from left to right", spoken);
        Assert.Contains("slider|Three answers: lens, from top to bottom", spoken);
        Assert.Equal(["columns 0 to 23 of 96", "rows 72 to 95 of 96"], ValueTexts());
        Assert.Contains("image|bicubic", spoken);
    }

    [Fact]
    public void Flicker_alternates_on_demand_only_stops_and_obeys_a_wish_for_less_motion()
    {
        Open(new FlickerComparison("Bicubic and truth", 300, ("bicubic", soft), ("truth", scene)) { Rate = 3 });
        string Shown() =>
            Ask<string>("[...document.querySelectorAll('figure')].filter(f => f.offsetHeight).map(f => " +
                "f.querySelector('img').alt).join()");
        Assert.Equal("bicubic", Shown());
        new Actions(Driver).MoveToElement(Find(".stage"), 0, 0).ClickAndHold().Perform();
        Assert.Equal("truth", Shown());
        new Actions(Driver).Release().Perform();
        Assert.Equal("bicubic", Shown());

        Find("input").SendKeys(Keys.ArrowRight);
        Assert.Equal("truth", Shown());
        Assert.Contains("radio|truth", Spoken());
        Find("button").SendKeys(Keys.Space);
        Assert.Equal("true Stop", Ask<string>(
            "document.querySelector('button').ariaPressed + ' ' + document.querySelector('button').textContent"));
        Assert.True(Ask<bool>("new Promise(done => { const first = document.querySelector(':checked').id; const look = setInterval(() " +
            "=> { if (document.querySelector(':checked').id !== first) { clearInterval(look); done(true); } }, 20); })"));
        Find("button").SendKeys(Keys.Escape);
        Assert.Equal("false", Ask<string>("document.querySelector('button').ariaPressed"));

        Assert.True(Find("button").Displayed);
        Driver.ExecuteCdpCommand("Emulation.setEmulatedMedia",
            new()
            {
                ["features"] = new object[]
            {
                new Dictionary<string, object> { ["name"] = "prefers-reduced-motion", ["value"] = "reduce" },
            }
            });
        Assert.False(Find("button").Displayed);
    }

    [Fact]
    public void A_slider_walks_through_its_pictures()
    {
        Open(new PictureSlider("α", 300, ("0", "PSNR", soft), ("0.5", "between", soft), ("1", "GAN", scene)));
        string Shown() =>
            Ask<string>("[...document.querySelectorAll('figure')].filter(f => f.offsetHeight).map(f => f.textContent).join()");
        Find(".range").SendKeys(Keys.ArrowRight + Keys.ArrowRight);
        Assert.Equal("GAN", Shown());
        Assert.Contains("slider|α", Spoken());
        Assert.Equal(["GAN"], ValueTexts());
        Driver.FindElements(By.CssSelector("label"))[1].Click();
        Assert.Equal("between", Shown());
        Assert.Equal(1, Number("document.querySelector('.range').value"));
        Assert.False(Find("[type=radio]").Displayed);
    }

    [Fact]
    public void Without_scripts_everything_can_still_be_seen()
    {
        int Visible() => (int)Number("[...document.images].filter(i => i.offsetHeight > 0).length");
        Open(new BeforeAfter("t", 200, ("a", soft), ("b", scene)), scripts: false);
        Assert.Equal(2, Visible());
        Assert.True(Number("document.images[1].getBoundingClientRect().left - document.images[0].getBoundingClientRect().right") > 0,
            "the pictures do not stand side by side");
        Open(new ZoomLens("t", 24, 192, scene, ("a", soft), ("b", scene)), scripts: false);
        Assert.Equal(3, Visible());
        Assert.False(Find("input").Displayed);
        foreach (var figure in new Figure[]
        {
            new PictureSlider("t", 200, ("1", "a", soft), ("2", "b", scene)), new FlickerComparison("t", 200, ("a", soft), ("b", scene)),
        })
        {
            Open(figure, scripts: false);
            Assert.Equal(1, Visible());
            Driver.FindElements(By.CssSelector("[type=radio]"))[1].Click();
            Assert.Equal("b", Ask<string>("[...document.images].find(i => i.offsetHeight > 0).alt"));
        }
    }
}
