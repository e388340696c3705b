using System.Globalization;
using System.Text;
using SuperResolution.Imaging;

namespace SuperResolution.Figures;

/// <summary>
/// Pictures in the same place that take turns: the eye sees the smallest difference as a movement. One holds the picture down to see the
/// next, chooses by arrow keys, or lets them alternate.
/// </summary>
/// <remarks>
/// Nothing moves before somebody asks for it, never faster than <see cref="Fastest"/>, and not at all where the reader's system asks for
/// less motion. Without scripts the buttons choose; on paper all pictures are shown.
/// </remarks>
public sealed class FlickerComparison : Figure
{
    /// <summary>Changes per second at most: WCAG 2.2, success criterion 2.3.1, allows three flashes, each of two changes.</summary>
    public const double Fastest = 3;

    private readonly (string Caption, Picture Picture)[] items;
    private readonly string title;
    private readonly int width;

    /// <param name="title">What is compared.</param>
    /// <param name="width">Width on the page in CSS pixels.</param>
    /// <param name="items">Caption and picture, at least two of the same proportions.</param>
    /// <exception cref="ArgumentException">There are fewer than two, or their proportions differ.</exception>
    public FlickerComparison(string title, int width, params IEnumerable<(string Caption, Picture Picture)> items)
    {
        (this.title, this.width, this.items) = (title, width, [.. items]);
        if (this.items.Length < 2)
            throw new ArgumentException($"A flicker comparison needs at least two pictures, not {this.items.Length}.", nameof(items));
        Proportions.Check(this.items[0].Picture, this.items.Skip(1).Select(item => item.Picture));
    }

    /// <summary>Changes per second while they alternate.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0, or faster than <see cref="Fastest"/>.</exception>
    public double Rate
    {
        get;
        init => field = value is > 0 and <= Fastest ? value
            : throw new ArgumentOutOfRangeException(
                nameof(Rate), string.Create(CultureInfo.InvariantCulture,
                $"{value} changes per second: choose more than 0 and at most {Fastest}, because faster flicker can harm."));
    } = 1.5;

    /// <inheritdoc/>
    public override string ToHtml()
    {
        var id = NewId("flicker");
        var html = new StringBuilder($$"""
            <div id="{{id}}" data-figure="flicker" role="group" aria-label="{{Escape(title)}}"><style>
            #{{id}} .stage{width:{{width}}px;max-width:100%;margin-top:6px} #{{id}} figure{margin:0}
            #{{id}} label{margin-right:10px} #{{id}} .control{display:none}
            @media screen{#{{id}} figure{display:none}
            """);
        for (var i = 0; i < items.Length; i++) html.Append($"#{id}-{i}:checked~.stage .p{i}{{display:block}}");
        html.Append($$"""
            #{{id}}.live .stage{touch-action:pan-y;cursor:pointer;user-select:none;-webkit-touch-callout:none}
            #{{id}}.live .control{display:block;{{CaptionStyle}} } }
            @media print{#{{id}}>input,#{{id}}>label{display:none} #{{id}} .stage{display:flex;flex-wrap:wrap;gap:10px;width:auto}
            #{{id}} figure{width:{{width / 2}}px} }
            @media (prefers-reduced-motion:reduce){#{{id}} button{display:none!important} }
            </style>{{TitleLine(title)}}
            """);
        for (var i = 0; i < items.Length; i++)
            html.Append($"<input type=\"radio\" name=\"{id}\" id=\"{id}-{i}\"{(i == 0 ? " checked=\"checked\"" : "")}/><label " +
                $"for=\"{id}-{i}\">{Escape(items[i].Caption)}</label>");
        html.Append("<div class=\"stage\">");
        for (var i = 0; i < items.Length; i++)
            html.Append($"<figure class=\"p{i}\">{Image(items[i].Picture, items[i].Caption)}<figcaption " +
                $"style=\"{CaptionStyle}\">{Escape(items[i].Caption)}</figcaption></figure>");
        html.Append("</div><div class=\"control\"><button type=\"button\" aria-pressed=\"false\">Alternate</button> Hold the picture " +
            "down to see the next one.</div></div>\n");
        return html.Append(Script(id, string.Create(CultureInfo.InvariantCulture, $"var pause = {Math.Ceiling(1000 / Rate)};\n  {Live}")))
            .ToString();
    }

    private const string Live = """
        var choices = root.querySelectorAll("input"), button = root.querySelector("button"), stage = root.querySelector(".stage");
          var clock = null, held = -1;
          function shown() { return [].findIndex.call(choices, function (choice) { return choice.checked; }); }
          function show(i) { choices[i % choices.length].checked = true; }
          function run(on) {
            clearInterval(clock);
            clock = on ? setInterval(function () { if (root.isConnected) show(shown() + 1); else run(false); }, pause) : null;
            button.setAttribute("aria-pressed", String(on));
            button.textContent = on ? "Stop" : "Alternate";
          }
          function back() { if (held !== -1) show(held); held = -1; }
          button.addEventListener("click", function () { run(clock === null); });
          root.addEventListener("keydown", function (event) { if (event.key === "Escape") run(false); });
          stage.addEventListener("pointerdown", function (event) {
            run(false);
            held = shown();
            show(held + 1);
            stage.setPointerCapture(event.pointerId);
          });
          ["pointerup", "pointercancel", "lostpointercapture"].forEach(function (name) { stage.addEventListener(name, back); });
          stage.addEventListener("contextmenu", function (event) { if (held !== -1) event.preventDefault(); });
        """;

    /// <inheritdoc/>
    public override string ToString() => $"{title}: " + string.Join(" | ", items.Select(item => $"{item.Caption} ({item.Picture})"));
}
