using System.Text.Json;
using System.Xml.Linq;
using SuperResolution.Datasets;
using SuperResolution.Figures;
using SuperResolution.Imaging;
using SuperResolution.Metrics;

namespace SuperResolution.Tests.Figures;

/// <summary>Figures are well-formed, say what they show, and cannot be broken by what they are given.</summary>
public class FigureTests
{
    private const string Nasty = "<b>\"R&D\" 'x'</b></script><!--<script>alert(1)</script>";

    private static readonly Picture small = new(4, 2, 3, [.. Enumerable.Range(0, 24).Select(i => (byte)(i * 10))]);

    [Fact]
    public void A_strip_holds_its_pictures_pixel_by_pixel_with_caption_and_alternative_text()
    {
        var strip = new PictureStrip(200, ("first", small), (Nasty, small.ToGray()));
        var figures = XElement.Parse(strip.ToHtml()).Elements("figure").ToList();

        Assert.Equal(["first", Nasty], figures.Select(figure => figure.Element("figcaption")!.Value));
        Assert.Equal(["first", Nasty], figures.Select(figure => figure.Element("img")!.Attribute("alt")!.Value));
        Assert.Equal(small.Pixels, Shown(figures[0]).Pixels);
        Assert.Equal(small.ToGray().Pixels, Shown(figures[1]).Pixels);
        Assert.All(figures, figure => Assert.Contains("width:200px", figure.Attribute("style")!.Value));
        Assert.StartsWith("first (4×2 RGB) | ", strip.ToString());
    }

    [Fact]
    public void Zoom_cuts_the_same_part_of_pictures_of_different_size()
    {
        var large = Resize.Imresize(small, 2, ResizeKernel.Nearest);
        var figures = XElement.Parse(PictureStrip.Zoom(4, 0, 4, 100, ("SR", large), ("LR", small)).ToHtml()).Elements("figure").ToList();
        Assert.Equal(large.Crop(4, 0, 4, 4).Pixels, Shown(figures[0]).Pixels);
        Assert.Equal(small.Crop(2, 0, 2, 2).Pixels, Shown(figures[1]).Pixels);
    }

    [Fact]
    public void A_table_keeps_every_text_and_aligns_numbers_to_the_right()
    {
        var table = new Table(Nasty, ["method", "PSNR in dB", "difference"],
            [["Bicubic", "33.66", "+0.01"], [Nasty, "∞", "−0.50"], ["none", "", ""]], "note & more");
        var html = XElement.Parse(table.ToHtml());

        Assert.Equal(Nasty, html.Descendants("caption").Single().Value);
        Assert.Equal(["method", "PSNR in dB", "difference"], html.Descendants("th").Select(cell => cell.Value));
        Assert.Equal(["Bicubic", "33.66", "+0.01", Nasty, "∞", "−0.50", "none", "", ""],
            html.Descendants("td").Select(cell => cell.Value));
        Assert.Equal("note & more", html.Descendants("p").Single().Value);
        Assert.Equal(["left", "right", "right"],
            html.Descendants("th").Select(cell => cell.Attribute("style")!.Value.Contains("text-align:right") ? "right" : "left"));
    }

    [Fact]
    public void Numbers_with_thousands_are_numbers_too()
    {
        var table = new Table("Size", ["network", "parameters"], [["large", "16,697,987"], ["small", "57,281"]]);
        Assert.Equal("Size\nnetwork  parameters\nlarge    16,697,987\nsmall        57,281", table.ToString());
    }

    [Fact]
    public void A_table_as_text_has_straight_columns()
    {
        var table = new Table("Set5", ["method", "PSNR"], [["Bicubic", "33.66"], ["SRCNN", "6.5"]], "a note");
        Assert.Equal("Set5\nmethod    PSNR\nBicubic  33.66\nSRCNN      6.5\na note", table.ToString());
    }

    [Fact]
    public void An_empty_table_is_still_a_table()
    {
        var table = new Table("nothing", ["a", "b"], []);
        Assert.Equal(2, XElement.Parse(table.ToHtml()).Descendants("th").Count());
        Assert.Equal("nothing\na  b", table.ToString());
    }

    [Fact]
    public void A_chart_has_title_axes_and_values()
    {
        var chart = new Chart("Loss by step", "step", "PSNR in dB", logarithmicX: true)
            .Line("SRCNN", [1, 10, 100], [30.5, 32, 33]).Points("Bicubic", [5], [28.4], ["here"]).Between(28, 34);
        var figure = Json(chart);

        var layout = figure.GetProperty("layout");
        Assert.Equal("Loss by step", layout.GetProperty("title").GetProperty("text").GetString());
        Assert.Equal("step", layout.GetProperty("xaxis").GetProperty("title").GetProperty("text").GetString());
        Assert.Equal("PSNR in dB", layout.GetProperty("yaxis").GetProperty("title").GetProperty("text").GetString());
        Assert.Equal("log", layout.GetProperty("xaxis").GetProperty("type").GetString());
        Assert.Equal([28, 34], Numbers(layout.GetProperty("yaxis").GetProperty("range")));
        Assert.True(layout.GetProperty("showlegend").GetBoolean());

        var data = figure.GetProperty("data");
        Assert.Equal(["SRCNN", "Bicubic"], data.EnumerateArray().Select(trace => trace.GetProperty("name").GetString()));
        Assert.Equal([30.5, 32, 33], Numbers(data[0].GetProperty("y")));
        Assert.Equal("here", data[1].GetProperty("text")[0].GetString());
        Assert.Equal("[chart: Loss by step]", chart.ToString());
    }

    [Fact]
    public void Bars_carry_their_labels_and_the_same_name_has_the_same_colour_everywhere()
    {
        var bars = Json(new Chart("t", "x", "y").Bars("SRCNN 9-5-5", ["Set5", "Set14"], [1, 2]).Bars("another method", ["Set5"], [3]))
            .GetProperty("data");
        var lines = Json(new Chart("t", "x", "y").Line("another method", [1], [1]).Line("SRCNN, paper", [1], [1])).GetProperty("data");

        Assert.Equal(["Set5", "Set14"], bars[0].GetProperty("x").EnumerateArray().Select(label => label.GetString()));
        Assert.Equal(Colour(bars[1]), Colour(lines[0]));
        Assert.Equal(Colour(bars[0]), Colour(lines[1]));

        static string? Colour(JsonElement trace) => trace.GetProperty("marker").GetProperty("color").GetString();
    }

    [Fact]
    public void Lines_of_a_chart_differ_in_colour_but_for_bounds_that_belong_to_one()
    {
        string[] names = ["a", "b", "c", "d", "e", "f", "g"]; // as many as the palette has
        var chart = new Chart("t", "x", "y");
        foreach (var name in names) chart.Line(name, [1], [1]);
        var traces = Json(chart.Line("bound of c", [1], [1], dashed: true, like: "c")).GetProperty("data").EnumerateArray().ToList();

        var colours = traces.Select(trace => trace.GetProperty("line").GetProperty("color").GetString()).ToList();
        Assert.Equal(names.Length, colours.Take(names.Length).Distinct().Count());
        Assert.Equal(colours[2], colours[^1]);
    }

    [Fact]
    public void No_text_ends_the_script_of_a_chart_early()
    {
        var chart = new Chart(Nasty, Nasty, Nasty).Points(Nasty, [1], [1], [Nasty]).Bars("b", [Nasty], [1]);
        var html = chart.ToHtml();

        Assert.Equal(html.Length - "</script>".Length, html.IndexOf("</script>", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("<!--", html[html.IndexOf("<script>", StringComparison.Ordinal)..]);
        Assert.Equal(Nasty, Json(chart).GetProperty("layout").GetProperty("title").GetProperty("text").GetString()!.Replace("<br>", " "));
        var place = XElement.Parse(html[..html.IndexOf("<script>", StringComparison.Ordinal)]);
        Assert.Equal(Nasty, place.Attribute("aria-label")!.Value);
    }

    [Fact]
    public void Every_drawing_of_a_chart_has_its_own_place_on_the_page()
    {
        var chart = new Chart("t", "x", "y").Line("a", [1], [1]);
        Assert.NotEqual(Id(chart), Id(chart));

        static string Id(Chart chart) => XElement.Parse(chart.ToHtml().Split("<script>")[0]).Attribute("id")!.Value;
    }

    [Fact]
    public void The_notice_names_budget_and_device_and_brings_one_script()
    {
        var html = new KitNotice().ToHtml();
        Assert.Equal(html.Length - "</script>".Length, html.IndexOf("</script>", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("<!--", html);
        Assert.Contains("Plotly", html);
        Assert.Matches(@"^SuperResolution \d+\.\d+\.\d+, TorchSharp .*, budget: (smoke|workshop|paper)$", new KitNotice().ToString());
        Assert.Contains("budget: ", XElement.Parse(html.Split("<script>")[0]).Value);
    }

    private static Picture Shown(XElement figure)
    {
        var source = figure.Element("img")!.Attribute("src")!.Value;
        Assert.StartsWith("data:image/png;base64,", source);
        return Picture.Decode(Convert.FromBase64String(source[(source.IndexOf(',') + 1)..]), "strip");
    }

    private static JsonElement Json(Chart chart)
    {
        var html = chart.ToHtml();
        var (start, end) = (html.IndexOf("var figure = ", StringComparison.Ordinal) + 13,
            html.LastIndexOf(';', html.IndexOf("Plotly.newPlot(", StringComparison.Ordinal)));
        return JsonDocument.Parse(html[start..end]).RootElement;
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetDouble())];

    [Fact]
    public void A_table_of_metrics_marks_the_best_by_what_each_metric_calls_better()
    {
        var truth = SyntheticImages.Facade(1, 32, 32);
        (string, Picture)[] pictures = [
            ("noisy", Distortions.GaussianNoise(truth, 20, 1)), ("truth", truth), ("brighter", Distortions.LuminanceShift(truth, 10))];
        Metric rmse = Metric.FullReference("RMSE", Better.Lower, (255, 0), MetricCost.Low, Psnr.Rmse),
            ssim = Metric.FullReference("SSIM", Better.Higher, (-1, 1), MetricCost.Low, Ssim.Of);
        var mean = Metric.NoReference(
            "mean", Better.Higher, (0, 255), MetricCost.Low, picture => picture.Pixels.ToArray().Average(sample => (double)sample));

        var table = MetricTable.Of("Three pictures", [rmse, ssim, mean], truth, pictures);

        Assert.Equal(["picture", "RMSE ↓", "SSIM ↑", "mean ↑"], table.Columns);
        Assert.Equal("0.0000 ◂", table.Rows[1][1]);
        Assert.Equal("1.000 ◂", table.Rows[1][2]);
        Assert.EndsWith("◂", table.Rows[2][3], StringComparison.Ordinal);
        Assert.Equal(3, table.Rows.Sum(row => row.Count(cell => cell.Contains('◂'))));
        Assert.Contains("mean looks at the picture alone.", table.Notes);
        Assert.Contains("From the worst to the best value: RMSE 255 … 0, SSIM -1 … 1, mean 0 … 255.", table.Notes);
        Assert.Contains("text-align:right", table.ToHtml());
        Assert.Contains("RMSE, lower is better", Chart.Plane("plane", rmse, ssim).ToHtml());
    }

    [Fact]
    public void A_slider_shows_one_picture_at_a_time_also_without_its_script()
    {
        var picture = new Picture(2, 2, 1, [0, 85, 170, 255]);
        var slider = new PictureSlider("α <slider>", 200, ("0", "PSNR & more", picture), ("1", "GAN", picture));
        var html = slider.ToHtml()[..slider.ToHtml().IndexOf("<script", StringComparison.Ordinal)];

        Assert.Equal(2, html.Split("type=\"radio\"").Length - 1);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(html, " checked=\"checked\"/>"));
        Assert.Contains("α &lt;slider&gt;", html);
        Assert.Contains("PSNR &amp; more", html);
        Assert.Matches(@"#(slider-\d+-\d+)-1:checked~\.stage \.p1\{display:block\}", html);
        Assert.Contains("type=\"range\" class=\"range\" min=\"0\" max=\"1\"", html);
        Assert.Contains("1: GAN", slider.ToString());
        Assert.Throws<ArgumentException>(() => new PictureSlider("none", 200));
    }

    [Fact]
    public void A_contact_sheet_has_middle_squares_of_one_size()
    {
        var sheet = ContactSheet.Of(40, ("wide", SyntheticImages.DeadLeaves(1, 200, 90)), ("tall", SyntheticImages.DeadLeaves(2, 30, 70)));
        Assert.Equal("wide (40×40 RGB) | tall (40×40 RGB)", $"{sheet}");
        Assert.Contains("width:40px", sheet.ToHtml());
    }
}
