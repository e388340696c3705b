using SuperResolution.Imaging;

namespace SuperResolution.Figures;

/// <summary>
/// Two pictures in the same place with a line between them that can be drawn to and fro: by mouse, finger, or the arrow keys.
/// </summary>
/// <remarks>Without scripts, and on paper, the two stand side by side.</remarks>
public sealed class BeforeAfter : Figure
{
    private readonly (string Caption, Picture Picture) before, after;
    private readonly string title;
    private readonly int width;

    /// <param name="title">What is compared.</param>
    /// <param name="width">Width on the page in CSS pixels.</param>
    /// <param name="before">Shown to the left of the line: a short caption, the picture.</param>
    /// <param name="after">Shown to the right of the line. The pictures may differ in size, not in their proportions.</param>
    /// <exception cref="ArgumentException">The proportions differ by more than rounding.</exception>
    public BeforeAfter(string title, int width, (string Caption, Picture Picture) before, (string Caption, Picture Picture) after)
    {
        Proportions.Check(before.Picture, after.Picture);
        (this.title, this.width, this.before, this.after) = (title, width, before, after);
    }

    /// <inheritdoc/>
    public override string ToHtml()
    {
        var id = NewId("before-after");
        return $$"""
            <div id="{{id}}" data-figure="before-after" role="group" aria-label="{{Escape(title)}}"><style>
            #{{id}} .stage{display:flex;flex-wrap:wrap;gap:10px} #{{id}} figure{margin:0;width:{{width}}px;max-width:100%}
            #{{id}} .control,#{{id}} .line{display:none}
            @media screen{#{{id}}.live,#{{id}}.live figure{width:{{width}}px;max-width:100%}
            #{{id}}.live .stage{display:block;position:relative;touch-action:pan-y;cursor:ew-resize;user-select:none}
            #{{id}}.live .after{position:absolute;top:0;left:0;clip-path:inset(0 0 0 var(--cut,50%))} #{{id}}.live figcaption{display:none}
            #{{id}}.live .line{display:block;position:absolute;top:0;bottom:0;left:var(--cut,50%);
            width:2px;margin-left:-1px;background:#fff;box-shadow:0 0 0 1px #000}
            #{{id}}.live .control{display:block} #{{id}} input{width:100%;margin:6px 0 0}
            #{{id}} .labels{display:flex;justify-content:space-between;gap:16px;{{CaptionStyle}} } }
            </style>{{TitleLine(title)}}<div class="stage">
            <figure>{{Image(before.Picture, before.Caption)}}
            <figcaption style="{{CaptionStyle}}">{{Escape(before.Caption)}}</figcaption></figure>
            <figure class="after">{{Image(after.Picture, after.Caption)}}
            <figcaption style="{{CaptionStyle}}">{{Escape(after.Caption)}}</figcaption></figure><div class="line"></div></div>
            <div class="control"><input type="range" min="0" max="100" value="50" aria-label="{{Escape(title)}}: place of the line"/>
            <div class="labels" aria-hidden="true"><span>◀ {{Escape(before.Caption)}}</span>
            <span style="text-align:right">{{Escape(after.Caption)}} ▶</span></div></div></div>
            {{Script(id, Live)}}
            """;
    }

    private const string Live = """
        var stage = root.querySelector(".stage"), range = root.querySelector("input");
          var names = [].map.call(root.querySelectorAll("img"), function (image) { return image.alt; });
          function show() {
            stage.style.setProperty("--cut", range.value + "%");
            range.setAttribute("aria-valuetext", range.value + " % from the left: " + names[0] + "; the rest: " + names[1]);
          }
          function follow(event) {
            var box = stage.getBoundingClientRect();
            range.value = Math.round(100 * (event.clientX - box.left) / box.width);
            show();
          }
          range.addEventListener("input", show);
          stage.addEventListener("pointerdown", function (event) { stage.setPointerCapture(event.pointerId); follow(event); });
          stage.addEventListener("pointermove", function (event) { if (stage.hasPointerCapture(event.pointerId)) follow(event); });
          show();
        """;

    /// <inheritdoc/>
    public override string ToString() => $"{title}: {before.Caption} ({before.Picture}) | {after.Caption} ({after.Picture})";
}
