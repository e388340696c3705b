using System.Text.RegularExpressions;
using System.Xml.Linq;
using SuperResolution.Datasets;
using SuperResolution.Figures;
using SuperResolution.Imaging;

namespace SuperResolution.Tests.Figures;

/// <summary>
/// The HTML of figures that are worked with: what holds of all of them, and what without scripts is left. In a browser they are tried by
/// the workbench's tests.
/// </summary>
public class LiveFigureTests
{
    private const string Nasty = "<b>\"R&D\" 'x'</b></script><!--<script>alert(1)</script>";

    private static readonly Picture small = SyntheticImages.Facade(1, 32, 24), large = Resize.Imresize(small, 2, ResizeKernel.Nearest);

    public static TheoryData<string> Kinds => ["before-after", "lens", "flicker", "slider", "error-map"];

    private static Figure Make(string kind, string text) => kind switch
    {
        "before-after" => new BeforeAfter(text, 200, (text, small), (text, large)),
        "lens" => new ZoomLens(text, 12, 200, large, (text, small), (text, large)),
        "flicker" => new FlickerComparison(text, 200, (text, small), (text, large)),
        "slider" => new PictureSlider(text, 200, (text, text, small), (text, text, large)),
        _ => new ErrorMap(text, 200, small, (text, small)),
    };

    private static (XElement Still, string Script) Parts(string html)
    {
        var at = html.IndexOf("<script>", StringComparison.Ordinal);
        return at < 0 ? (XElement.Parse(html), "") : (XElement.Parse(html[..at]), html[(at + 8)..].TrimEnd()[..^"</script>".Length]);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Texts_cannot_break_out_and_name_the_group_and_its_pictures(string kind)
    {
        var (still, script) = Parts(Make(kind, Nasty).ToHtml());
        Assert.Equal(kind, still.Attribute("data-figure")!.Value);
        Assert.Equal("group", still.Attribute("role")!.Value);
        Assert.Equal(Nasty, still.Attribute("aria-label")!.Value);
        Assert.Contains(still.Descendants("img"), image => image.Attribute("alt")!.Value.Contains(Nasty));
        Assert.All(still.Descendants("input").Where(input => input.Attribute("type")!.Value == "range"),
            range => Assert.StartsWith(Nasty, range.Attribute("aria-label")!.Value));
        Assert.DoesNotContain(Nasty, script);
        Assert.DoesNotContain("</script", script);
        Assert.DoesNotContain("<!--", script);
        Assert.Contains(Nasty, Make(kind, Nasty).ToString());
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Nothing_comes_from_outside_and_ids_are_never_the_same(string kind)
    {
        var figure = Make(kind, "a title");
        var html = figure.ToHtml();
        Assert.DoesNotMatch("(?i)https?:|//[a-z]|@import|url\\(", Regex.Replace(html, "base64,[A-Za-z0-9+/=]*", ""));
        Assert.All(Parts(html).Still.Descendants("img"),
            image => Assert.StartsWith("data:image/png;base64,", image.Attribute("src")!.Value));
        Assert.DoesNotMatch(" on[a-z]+=", html); // handlers in attributes are the first thing that a host strips
        Assert.Empty(Ids(html).Intersect(Ids(figure.ToHtml())));

        static IEnumerable<string> Ids(string html) => Regex.Matches(html, " id=\"([^\"]+)\"").Select(match => match.Groups[1].Value);
    }

    [Fact]
    public void A_lens_is_placed_by_parts_of_the_overview()
    {
        var (still, script) = Parts(new ZoomLens("t", 16, 200, large, ("LR", small)) { Start = (100, 8) }.ToHtml());
        Assert.Equal("--x:48;--y:8", still.Attribute("style")!.Value); // kept within 64×48
        Assert.Equal(["48", "32"], still.Descendants("input").Select(range => range.Attribute("max")!.Value));
        Assert.Contains("width:400%!important", still.Element("style")!.Value); // 64 pixels where 16 are seen
        Assert.Contains("var side = 16, size = [64, 48];", script);
        Assert.Throws<ArgumentException>(() => new ZoomLens("t", 49, 200, large, ("LR", small)));
        Assert.Throws<ArgumentException>(() => new ZoomLens("t", 16, 200, large));
        Assert.Throws<ArgumentException>(() => new ZoomLens("t", 16, 200, large, ("other", small.Crop(0, 0, 24, 24))));
    }

    [Fact]
    public void Flicker_is_never_faster_than_three_changes_per_second()
    {
        Assert.Contains("var pause = 334;", new FlickerComparison("t", 200, ("a", small), ("b", small)) { Rate = 3 }.ToHtml());
        foreach (var rate in new[] { 0, -1, 3.01, double.NaN })
            Assert.Throws<ArgumentOutOfRangeException>(() => new FlickerComparison("t", 200, ("a", small), ("b", small)) { Rate = rate });
        Assert.Throws<ArgumentException>(() => new FlickerComparison("t", 200, ("a", small)));
        Assert.Throws<ArgumentException>(() => new FlickerComparison("t", 200, ("a", small), ("b", small.Crop(0, 0, 24, 24))));
    }

    [Fact]
    public void Sizes_may_differ_by_a_scale_and_a_pixel_of_rounding()
    {
        _ = new BeforeAfter("t", 200, ("a", small), ("b", Resize.Imresize(large, 0.37)));
        var error = Assert.Throws<ArgumentException>(() => new BeforeAfter("t", 200, ("a", small), ("b", small.Crop(0, 0, 32, 20))));
        Assert.Contains("32×24 RGB and 32×20 RGB", error.Message);
    }
}
