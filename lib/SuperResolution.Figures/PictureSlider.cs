using System.Text;
using SuperResolution.Imaging;

namespace SuperResolution.Figures;

/// <summary>
/// Pictures at one and the same place, chosen by a slider, for example through network interpolation or the steps of a training: what
/// changes between them is seen better than side by side. The arrow keys move along.
/// </summary>
/// <remarks>
/// Where scripts are stripped, radio buttons stand in for the slider: they need no more than style. On paper all pictures are shown.
/// </remarks>
public sealed class PictureSlider : Figure
{
    private readonly (string Button, string Caption, Picture Picture)[] items;
    private readonly string title;
    private readonly int width;

    /// <summary>All pictures are drawn <paramref name="width"/> CSS pixels wide.</summary>
    /// <param name="title">What the slider chooses, e.g. "α, from PSNR to GAN".</param>
    /// <param name="width">Width on the page in CSS pixels.</param>
    /// <param name="items">
    /// A short text for the place on the slider, a caption, the picture; at least one. The first is shown at the beginning.
    /// </param>
    /// <exception cref="ArgumentException">There are no pictures.</exception>
    public PictureSlider(string title, int width, params IEnumerable<(string Button, string Caption, Picture Picture)> items)
    {
        (this.title, this.width, this.items) = (title, width, [.. items]);
        if (this.items.Length == 0) throw new ArgumentException("A slider needs at least one picture.", nameof(items));
    }

    /// <inheritdoc/>
    public override string ToHtml()
    {
        var id = NewId("slider");
        var html = new StringBuilder($$"""
            <div id="{{id}}" data-figure="slider" role="group" aria-label="{{Escape(title)}}"><style>
            #{{id}} .stage{margin-top:6px} #{{id}} figure{margin:0;width:{{width}}px;max-width:100%}
            #{{id}}>label{margin-right:10px;white-space:nowrap}
            #{{id}} .range{display:none;width:{{width}}px;max-width:100%;margin:4px 0;box-sizing:border-box}
            @media screen{#{{id}} figure{display:none}
            """);
        for (var i = 0; i < items.Length; i++) html.Append($"#{id}-{i}:checked~.stage .p{i}{{display:block}}");
        html.Append($$"""
            #{{id}}.live .range{display:block} #{{id}}.live>[type=radio]{display:none}
            #{{id}}.live>label{cursor:pointer;border-bottom:2px solid transparent}
            #{{id}}.live>:checked+label{border-color:currentColor} }
            @media print{#{{id}}>input,#{{id}}>label{display:none} #{{id}} .stage{display:flex;flex-wrap:wrap;gap:10px}
            #{{id}} figure{width:{{Math.Min(width, 220)}}px} }
            </style>{{TitleLine(title)}}
            <input type="range" class="range" min="0" max="{{items.Length - 1}}" value="0" aria-label="{{Escape(title)}}"/>
            """);
        for (var i = 0; i < items.Length; i++)
            html.Append($"<input type=\"radio\" name=\"{id}\" id=\"{id}-{i}\"{(i == 0 ? " checked=\"checked\"" : "")}/><label " +
                $"for=\"{id}-{i}\">{Escape(items[i].Button)}</label>");
        html.Append("<div class=\"stage\">");
        for (var i = 0; i < items.Length; i++)
            html.Append($"<figure class=\"p{i}\">{Image(items[i].Picture, items[i].Caption)}<figcaption " +
                $"style=\"{CaptionStyle}\">{Escape(items[i].Caption)}</figcaption></figure>");
        return html.Append("</div></div>\n").Append(Script(id, Live)).ToString();
    }

    private const string Live = """
        var range = root.querySelector(".range"), choices = root.querySelectorAll("[type=radio]");
          var captions = root.querySelectorAll("figcaption");
          function say(i) { range.value = i; range.setAttribute("aria-valuetext", captions[i].textContent); }
          range.addEventListener("input", function () { choices[range.value].checked = true; say(Number(range.value)); });
          [].forEach.call(choices, function (choice, i) { choice.addEventListener("change", function () { say(i); }); });
          say(0);
        """;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{title}: " + string.Join(" | ", items.Select(item => $"{item.Button}: {item.Caption} ({item.Picture})"));
}
