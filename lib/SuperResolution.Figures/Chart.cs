using System.Globalization;
using Plotly.NET;
using SuperResolution.Metrics;
using SuperResolution.Metrics.Statistics;

namespace SuperResolution.Figures;

/// <summary>
/// A chart with a title and labelled axes, drawn by Plotly.NET. The script that draws it comes once per notebook, see
/// <see cref="KitNotice"/>.
/// </summary>
public sealed class Chart : Figure
{
    private readonly string title, x = "", y = "";
    private readonly List<Trace> traces = [];
    private readonly Dictionary<string, string> ranges = [];
    private readonly Dictionary<string, string> colours = [];
    private readonly Layout layout;
    private readonly GenericChart? given;
    private int unlisted;

    /// <summary>An empty chart; add lines, points or bars.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="x">Label of the horizontal axis with its unit.</param>
    /// <param name="y">Label of the vertical axis with its unit.</param>
    /// <param name="logarithmicX">Logarithmic horizontal axis.</param>
    /// <param name="logarithmicY">Logarithmic vertical axis.</param>
    public Chart(string title, string x, string y, bool logarithmicX = false, bool logarithmicY = false)
    {
        (this.title, this.x, this.y) = (title, x, y);
        layout = ChartStyle.Layout(title, x, y, logarithmicX, logarithmicY);
    }

    /// <summary>
    /// An empty chart with a metric on each axis, for example the perception–distortion plane; the axes say which direction is good.
    /// </summary>
    public static Chart Plane(string title, Metric x, Metric y) => new(title, x.AxisLabel, y.AxisLabel);

    private Chart(string title, GenericChart given)
    {
        (this.title, this.given) = (title, given);
        layout = new Layout();
    }

    /// <summary>Shows any chart of Plotly.NET.</summary>
    /// <param name="title">For readers who cannot see it.</param>
    /// <param name="chart">The chart with its own layout.</param>
    public static Chart Of(string title, GenericChart chart) => new(title, chart);

    /// <summary>Adds a line; the same name has the same colour in every chart, unless another one of the chart has it.</summary>
    /// <param name="name">For the legend.</param>
    /// <param name="x">Horizontal.</param>
    /// <param name="y">Vertical, as many.</param>
    /// <param name="markers">A dot at every point.</param>
    /// <param name="dashed">For bounds and controls.</param>
    /// <param name="like">The line whose colour it takes, e.g. the one that a bound belongs to.</param>
    public Chart Line(string name, IEnumerable<double> x, IEnumerable<double> y, bool markers = false, bool dashed = false,
        string? like = null)
    {
        if (like is not null) colours[name] = Colour(like);
        var trace = Add("scatter", name, x.ToArray(), y.ToArray());
        trace.SetProperty("mode", markers ? "lines+markers" : "lines");
        trace.SetProperty("line", new Dictionary<string, object>
        {
            ["color"] = Colour(name),
            ["width"] = 2,
            ["dash"] = dashed ? "dash" : "solid",
        });
        trace.SetProperty("marker", new Dictionary<string, object>
        {
            ["color"] = Colour(name),
            ["size"] = 8,
            ["symbol"] = ChartStyle.Shape(Colour(name)),
        });
        return this;
    }

    /// <summary>Adds points, each with a text of its own that is shown beside it.</summary>
    public Chart Points(string name, IEnumerable<double> x, IEnumerable<double> y, IEnumerable<string>? texts = null)
    {
        var trace = Add("scatter", name, x.ToArray(), y.ToArray());
        trace.SetProperty("mode", texts is null ? "markers" : "markers+text");
        trace.SetProperty("text", texts?.ToArray() ?? []);
        trace.SetProperty("textposition", "top center");
        trace.SetProperty("marker", new Dictionary<string, object>
        {
            ["color"] = Colour(name),
            ["size"] = 10,
            ["symbol"] = ChartStyle.Shape(Colour(name)),
        });
        return this;
    }

    /// <summary>Adds a bar for every label. Horizontal bars leave room for long labels; the first is the lowest.</summary>
    public Chart Bars(string name, IEnumerable<string> labels, IEnumerable<double> values, bool horizontal = false)
    {
        var trace = horizontal ? Add("bar", name, values.ToArray(), labels.ToArray())
            : Add("bar", name, labels.ToArray(), values.ToArray());
        trace.SetProperty("orientation", horizontal ? "h" : "v");
        trace.SetProperty("marker", new Dictionary<string, object> { ["color"] = Colour(name) });
        return this;
    }

    /// <summary>Adds a dot with its confidence interval for every label; the first label is the lowest.</summary>
    /// <param name="name">For the legend.</param>
    /// <param name="labels">On the vertical axis.</param>
    /// <param name="intervals">Estimate and ends, on the horizontal axis.</param>
    public Chart Intervals(string name, IEnumerable<string> labels, IEnumerable<ConfidenceInterval> intervals)
    {
        var (list, places) = (intervals.ToList(), labels.ToArray());
        var trace = Add("scatter", name, list.Select(interval => interval.Estimate).ToArray(), places);
        if (places is [var only] && only == name)
        {
            trace.SetProperty("showlegend", false); // the axis says it already
            unlisted++;
        }
        trace.SetProperty("mode", "markers");
        trace.SetProperty("marker", new Dictionary<string, object> { ["color"] = Colour(name), ["size"] = 9 });
        trace.SetProperty("error_x", new Dictionary<string, object>
        {
            ["type"] = "data",
            ["symmetric"] = false,
            ["color"] = Colour(name),
            ["array"] = list.Select(interval => interval.High - interval.Estimate).ToArray(),
            ["arrayminus"] = list.Select(interval => interval.Estimate - interval.Low).ToArray(),
        });
        return this;
    }

    /// <summary>Limits the vertical axis, e.g. so that bars of 28 and 29 dB differ visibly.</summary>
    public Chart Between(double least, double most)
    {
        ((Dictionary<string, object>)layout.TryGetPropertyValue("yaxis").Value)["range"] = new[] { least, most };
        return this;
    }

    /// <summary>What is shown.</summary>
    public string Title => title;

    /// <inheritdoc/>
    public override string ToHtml()
    {
        layout.SetProperty("showlegend", traces.Count > 1);
        var listed = traces.Count - unlisted;
        var height = 400 + (listed > 4 ? 20 * ((listed + 2) / 3) : 0); // a legend of several lines must not eat up the plot
        var chart = given ?? GenericChart.NewMultiChart(
            Microsoft.FSharp.Collections.ListModule.OfSeq(traces), layout, new Config(), new DisplayOptions());
        var id = NewId("chart");
        // neither "</script" nor "<!--" may appear within a script element
        var json = GenericChart.toFigureJson(chart).Replace("<", "\\u003c");
        return $$"""
            <div id="{{id}}" data-figure="chart" role="img" aria-label="{{Escape(title)}}" aria-description="{{Escape(Summary())}}"
            style="width:100%;max-width:820px;height:{{height}}px">
            <style>#{{id}} .infolayer text,#{{id}} .cartesianlayer text{fill:currentColor!important}</style>
            <p>{{Escape(Summary())}}</p></div>
            <script>(function draw(left) {
              var place = document.getElementById("{{id}}");
              if (window.Plotly && place) {
                place.querySelector("p").remove();
                var figure = {{json}};
                Plotly.newPlot(place, figure.data, figure.layout, {responsive: true, displaylogo: false});
              }
              else if (left > 0) setTimeout(draw, 100, left - 1);
              else if (place)
                place.querySelector("p").prepend("This chart needs the output of the first cell (#!import _kit.csx): run it again. ");
            })(100);</script>
            """;
    }

    /// <summary>What the chart shows in words: for readers who cannot see it, and where no script runs.</summary>
    private string Summary() =>
        given is not null ? title : $"{title}. Horizontal: {x}; vertical: {y}. "
            + string.Join("; ", ranges.Select(range => range.Key.Length == 0 ? range.Value : $"{range.Key}: {range.Value}")) + ".";

    /// <inheritdoc/>
    public override string ToString() => $"[chart: {title}]";

    private string Colour(string name)
    {
        if (!colours.TryGetValue(name, out var colour)) colours[name] = colour = ChartStyle.Colour(name, colours.Values);
        return colour;
    }

    private Trace Add(string type, string name, object x, object y)
    {
        var trace = new Trace(type);
        trace.SetProperty("name", name);
        trace.SetProperty("x", x);
        trace.SetProperty("y", y);
        traces.Add(trace);
        if ((y as double[] ?? x as double[]) is { Length: > 0 } values)
            ranges[name] = string.Create(CultureInfo.InvariantCulture,
                $"{values.Length} values from {values.Min():G4} to {values.Max():G4}");
        return trace;
    }
}
