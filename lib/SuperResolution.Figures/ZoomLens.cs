using System.Globalization;
using System.Text;
using SuperResolution.Imaging;

namespace SuperResolution.Figures;

/// <summary>
/// An overview with a square lens, and beside it what the lens sees of several methods, magnified. The lens is moved by mouse, finger, or
/// the arrow keys.
/// </summary>
/// <remarks>Without scripts, and on paper, it shows the place at which it begins.</remarks>
public sealed class ZoomLens : Figure
{
    private readonly (string Caption, Picture Picture)[] items;
    private readonly Picture overview;
    private readonly string title;
    private readonly int side, width;

    /// <param name="title">What is compared.</param>
    /// <param name="side">Side of the lens in pixels of the overview.</param>
    /// <param name="width">Width of the overview and of every magnified part, in CSS pixels.</param>
    /// <param name="overview">The whole picture, usually HR.</param>
    /// <param name="items">Caption (with the metric) and picture; smaller pictures (LR) are shown at the corresponding place.</param>
    /// <exception cref="ArgumentException">
    /// There are no pictures, their proportions differ, or the lens is larger than the overview.
    /// </exception>
    public ZoomLens(string title, int side, int width, Picture overview, params IEnumerable<(string Caption, Picture Picture)> items)
    {
        (this.title, this.side, this.width, this.overview, this.items) = (title, side, width, overview, [.. items]);
        if (this.items.Length == 0) throw new ArgumentException("A lens needs at least one picture to magnify.", nameof(items));
        if (side < 1 || side > Math.Min(overview.Width, overview.Height))
            throw new ArgumentException($"A lens of {side}×{side} pixels does not lie within {overview}.", nameof(side));
        Proportions.Check(overview, this.items.Select(item => item.Picture));
    }

    /// <summary>
    /// Left column and upper row of the lens at the beginning, in pixels of the overview; the middle where it is not set.
    /// </summary>
    public (int X, int Y)? Start { get; init; }

    /// <inheritdoc/>
    public override string ToHtml()
    {
        var id = NewId("lens");
        var (right, bottom) = (overview.Width - side, overview.Height - side);
        var (x, y) = Start is { } start ? (Math.Clamp(start.X, 0, right), Math.Clamp(start.Y, 0, bottom)) : (right / 2, bottom / 2);
        var html = new StringBuilder();
        // All places and sizes are parts of the overview: nothing has to be measured, whatever the width of the page.
        html.Append(CultureInfo.InvariantCulture, $$"""
            <div id="{{id}}" data-figure="lens" role="group" aria-label="{{Escape(title)}}" style="--x:{{x}};--y:{{y}}"><style>
            #{{id}} .row{display:flex;flex-wrap:wrap;gap:10px;align-items:flex-start}
            #{{id}} figure{margin:0;width:{{width}}px;max-width:100%} #{{id}} .over,#{{id}} .part{position:relative;overflow:hidden}
            #{{id}} .part{aspect-ratio:1}
            #{{id}} .part img{position:absolute;width:{{100.0 * overview.Width / side}}%!important;max-width:none;height:auto;
            left:calc(var(--x)*-100%/{{side}});top:calc(var(--y)*-100%/{{side}})}
            #{{id}} .lens{position:absolute;box-sizing:border-box;border:2px solid #fff;outline:2px solid #000;
            left:calc(var(--x)*100%/{{overview.Width}});top:calc(var(--y)*100%/{{overview.Height}});
            width:{{100.0 * side / overview.Width}}%;height:{{100.0 * side / overview.Height}}% }
            #{{id}}.live .over{touch-action:none;cursor:move;user-select:none}
            #{{id}} .control{display:none} @media screen{#{{id}}.live .control{display:block} }
            #{{id}} label{display:flex;gap:8px;align-items:center;{{CaptionStyle}}} #{{id}} input{flex:1;min-width:0;margin:0}
            </style>{{TitleLine(title)}}<div class="row">
            <figure><div class="over">{{Image(overview, "overview")}}<div class="lens"></div></div>
            <figcaption style="{{CaptionStyle}}">overview, {{overview}}; lens of {{side}}×{{side}} pixels
            <span class="control">
            <label>→ <input type="range" min="0" max="{{right}}" value="{{x}}"
            aria-label="{{Escape(title)}}: lens, from left to right"/></label>
            <label>↓ <input type="range" min="0" max="{{bottom}}" value="{{y}}"
            aria-label="{{Escape(title)}}: lens, from top to bottom"/></label>
            </span></figcaption></figure>
            """);
        foreach (var (caption, picture) in items)
            html.Append($"<figure><div class=\"part\">{Image(picture, caption)}</div><figcaption " +
                $"style=\"{CaptionStyle}\">{Escape(caption)}</figcaption></figure>");
        return html.Append(CultureInfo.InvariantCulture,
            $"</div></div>\n{Script(id, $"var side = {side}, size = [{overview.Width}, {overview.Height}];\n  {Live}")}").ToString();
    }

    private const string Live = """
        var over = root.querySelector(".over"), ranges = root.querySelectorAll("input"), axes = ["columns", "rows"];
          function show() {
            for (var i = 0; i !== 2; i++) {
              var at = Number(ranges[i].value);
              root.style.setProperty(i ? "--y" : "--x", at);
              ranges[i].setAttribute("aria-valuetext", axes[i] + " " + at + " to " + (at + side - 1) + " of " + size[i]);
            }
          }
          function move(x, y) { ranges[0].value = Math.round(x); ranges[1].value = Math.round(y); show(); }
          function follow(event) {
            var box = over.getBoundingClientRect();
            move(size[0] * (event.clientX - box.left) / box.width - side / 2, size[1] * (event.clientY - box.top) / box.height - side / 2);
          }
          [].forEach.call(ranges, function (range) {
            range.addEventListener("input", show);
            range.addEventListener("keydown", function (event) {
              var step = event.shiftKey ? 1 : Math.max(1, Math.round(side / 8));
              var d = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
              if (!d) return;
              event.preventDefault();
              event.stopPropagation();
              move(Number(ranges[0].value) + d[0], Number(ranges[1].value) + d[1]);
            });
          });
          over.addEventListener("pointerdown", function (event) {
            over.setPointerCapture(event.pointerId);
            follow(event);
            ranges[0].focus({ preventScroll: true });
            event.preventDefault();
          });
          over.addEventListener("pointermove", function (event) { if (over.hasPointerCapture(event.pointerId)) follow(event); });
          show();
        """;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{title} (lens of {side}×{side} pixels in {overview}): "
            + string.Join(" | ", items.Select(item => $"{item.Caption} ({item.Picture})"));
}
