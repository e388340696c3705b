using Plotly.NET;
using SuperResolution.Models;

namespace SuperResolution.Figures;

/// <summary>One look for all charts: readable on light and dark pages and for colour-blind people; a colour per method.</summary>
internal static class ChartStyle
{
    // The first six are Okabe and Ito's ("Color Universal Design", 2008) but for yellow, which cannot be seen on white. The others were
    // searched for: as far as possible from all before them, for full sight and the three kinds of colour blindness (Machado et al. 2009);
    // tests hold the distances and the contrast to light and dark pages.
    private static readonly string[] palette = [
        "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#8800FF", "#994433", "#88BB66", "#666666"];

    // For charts with more methods: the muted scheme of Paul Tol's "Colour Schemes", 2021.
    private static readonly string[] more = ["#CC6677", "#88CCEE", "#DDCC77", "#999933", "#AA4499", "#44AA99", "#882255"];

    /// <summary>A shape for each colour, for those who cannot tell two of them apart, and for prints in gray.</summary>
    private static readonly string[] shapes = [
        "circle", "square", "diamond", "triangle-up", "cross", "x", "star", "triangle-down", "pentagon", "hexagon"];

    // Interpolation, then losses: names that begin so have that colour in the whole series, as those of networks have the one of their
    // description. Two families share the palette; they do not meet in one chart.
    private static readonly (string Name, int Colour)[] known =
    [
        ("Bicubic", 0), ("Bilinear", 5), ("Nearest", 9), ("Reference", 9),
        ("MSE", 0), ("L1", 1), ("Charbonnier", 7), ("TV", 9), ("1 − SSIM", 2), ("SSIM", 2), ("1 − MS-SSIM", 8), ("MS-SSIM", 8),
        ("Mix", 6), ("VGG", 4), ("contextual", 3), ("CX", 3), ("CoBi", 5),
        ("GAN", 5), ("RaGAN", 3), ("LSGAN", 7), ("hinge GAN", 9), ("total", 9), ("D(real)", 0), ("D(fake)", 1),
    ];

    /// <summary>The colours in the order in which a chart takes the next free one.</summary>
    public static IReadOnlyList<string> Palette => palette;

    public static string Colour(string name)
    {
        if (Architectures.All.FirstOrDefault(
            architecture => Begins(name, architecture.Name) || Begins(name, architecture.Id))?.Colour is { } own)
            return own;
        foreach (var (method, colour) in known)
            if (Begins(name, method)) return palette[colour];
        uint hash = 2166136261; // FNV-1a: the same name, the same colour, in every process
        foreach (var c in name) hash = (hash ^ c) * 16777619;
        return palette[hash % palette.Length];
    }

    private static bool Begins(string name, string method) =>
        name.StartsWith(method, StringComparison.OrdinalIgnoreCase)
            && (name.Length == method.Length || !char.IsLetter(name[method.Length]));

    /// <summary>The shape of markers of a colour.</summary>
    public static string Shape(string colour) => shapes[Math.Max(0, Array.IndexOf(palette, colour))];

    /// <summary>The colour of a name in a chart where others are taken: its own, or the next free one.</summary>
    public static string Colour(string name, IReadOnlyCollection<string> taken)
    {
        var own = Colour(name);
        var first = Math.Max(0, Array.IndexOf(palette, own));
        return taken.Contains(own) ? Enumerable.Range(first, palette.Length).Select(i => palette[i % palette.Length]).Concat(more)
            .FirstOrDefault(colour => !taken.Contains(colour), own) : own;
    }

    /// <summary>A title in lines that end before the chart's toolbar begins, at a width of 500 pixels and more.</summary>
    internal static IReadOnlyList<string> Lines(string title)
    {
        const int Longest = 44;
        var lines = new List<string> { "" };
        foreach (var word in title.Split(' '))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + 1 + word.Length > Longest) lines.Add(word);
            else lines[^1] += (lines[^1].Length > 0 ? " " : "") + word;
        }
        return lines;
    }

    public static Layout Layout(string title, string x, string y, bool logarithmicX, bool logarithmicY)
    {
        const string Ink = "#7f7f7f", Grid = "rgba(128,128,128,.25)"; // the page's own colour of text replaces the ink, see Chart
        var layout = new Layout();
        var lines = Lines(title);
        layout.SetProperty("title", new Dictionary<string, object>
        {
            ["text"] = string.Join("<br>", lines),
            ["x"] = 0,
            ["xref"] = "container",
            ["font"] = new Dictionary<string, object> { ["size"] = 15 },
        });
        layout.SetProperty("font", new Dictionary<string, object> { ["color"] = Ink });
        layout.SetProperty("paper_bgcolor", "rgba(0,0,0,0)");
        layout.SetProperty("plot_bgcolor", "rgba(0,0,0,0)");
        layout.SetProperty("margin", new Dictionary<string, object> { ["l"] = 64, ["r"] = 16, ["t"] = 26 + 18 * lines.Count, ["b"] = 56 });
        // below everything, never on the data
        layout.SetProperty("legend", new Dictionary<string, object>
        {
            ["orientation"] = "h",
            ["x"] = 0,
            ["xref"] = "paper",
            ["y"] = 0,
            ["yref"] = "container",
            ["yanchor"] = "bottom",
            ["bgcolor"] = "rgba(0,0,0,0)",
        });
        // Plotly would derive a dark bar from the transparent paper.
        layout.SetProperty("modebar",
            new Dictionary<string, object> { ["bgcolor"] = "rgba(0,0,0,0)", ["color"] = Grid, ["activecolor"] = Ink });
        layout.SetProperty("xaxis", Axis(x, logarithmicX));
        layout.SetProperty("yaxis", Axis(y, logarithmicY));
        return layout;

        static Dictionary<string, object> Axis(string label, bool logarithmic) => new()
        {
            ["title"] = new Dictionary<string, object> { ["text"] = label },
            ["type"] = logarithmic ? "log" : "-",
            ["gridcolor"] = Grid,
            ["zerolinecolor"] = Grid,
            ["automargin"] = true,
            ["exponentformat"] = "power", // 10⁻⁴, not "100μ"
        };
    }
}
