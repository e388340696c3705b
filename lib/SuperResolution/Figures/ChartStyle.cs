using Plotly.NET;

namespace SuperResolution.Figures;

/// <summary>One look for all charts: readable on light and dark pages and for colour-blind people; a colour per method.</summary>
internal static class ChartStyle
{
    // Okabe and Ito 2008, "Color Universal Design".
    private static readonly string[] palette = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#8C8C8C"];

    // For charts with more methods: the muted scheme of Paul Tol's "Colour Schemes", 2021.
    private static readonly string[] more = ["#CC6677", "#88CCEE", "#DDCC77", "#999933", "#AA4499", "#44AA99", "#882255"];

    private static readonly Dictionary<string, string> known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Nearest"] = "#8C8C8C",
        ["Bilinear"] = "#56B4E9",
        ["Bicubic"] = "#0072B2",
        ["SRCNN"] = "#E69F00",
        ["Reference"] = "#009E73",
    };

    public static string Colour(string name)
    {
        foreach (var (method, colour) in known)
            if (name.StartsWith(method, StringComparison.OrdinalIgnoreCase)) return colour;
        uint hash = 2166136261; // FNV-1a: the same name, the same colour, in every process
        foreach (var c in name) hash = (hash ^ c) * 16777619;
        return palette[hash % palette.Length];
    }

    /// <summary>The colour of a name in a chart where others are taken: its own, or the next free one.</summary>
    public static string Colour(string name, IReadOnlyCollection<string> taken)
    {
        var own = Colour(name);
        var first = Math.Max(0, Array.IndexOf(palette, own));
        return taken.Contains(own) ? Enumerable.Range(first, palette.Length).Select(i => palette[i % palette.Length]).Concat(more).FirstOrDefault(colour => !taken.Contains(colour), own) : own;
    }

    public static Layout Layout(string title, string x, string y, bool logarithmicX, bool logarithmicY)
    {
        const string Ink = "#7f7f7f", Grid = "rgba(128,128,128,.25)";
        var layout = new Layout();
        layout.SetProperty("title", new Dictionary<string, object> { ["text"] = title, ["x"] = 0, ["xref"] = "paper", ["font"] = new Dictionary<string, object> { ["size"] = 15 } });
        layout.SetProperty("font", new Dictionary<string, object> { ["color"] = Ink });
        layout.SetProperty("paper_bgcolor", "rgba(0,0,0,0)");
        layout.SetProperty("plot_bgcolor", "rgba(0,0,0,0)");
        layout.SetProperty("margin", new Dictionary<string, object> { ["l"] = 64, ["r"] = 16, ["t"] = 44, ["b"] = 56 });
        layout.SetProperty("legend", new Dictionary<string, object> { ["orientation"] = "h", ["y"] = -0.2 });
        // Plotly would derive a dark bar from the transparent paper.
        layout.SetProperty("modebar", new Dictionary<string, object> { ["bgcolor"] = "rgba(0,0,0,0)", ["color"] = Grid, ["activecolor"] = Ink });
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
