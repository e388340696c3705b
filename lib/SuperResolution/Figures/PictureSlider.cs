using System.Text;
using SuperResolution.Imaging;

namespace SuperResolution.Figures;

/// <summary>Pictures at one and the same place, chosen along a row of buttons: what changes between them is seen better than side by side. The arrow keys move along.</summary>
/// <remarks>Needs neither a script nor a network: the buttons are radio buttons, the rest is style.</remarks>
public sealed class PictureSlider : Figure
{
    private static int count;

    private readonly (string Button, string Caption, Picture Picture)[] items;
    private readonly string title;
    private readonly int width;

    /// <summary>All pictures are drawn <paramref name="width"/> CSS pixels wide.</summary>
    /// <param name="title">What the buttons choose, e.g. "α, from PSNR to GAN".</param>
    /// <param name="width">Width on the page in CSS pixels.</param>
    /// <param name="items">A short text for the button, a caption, the picture; at least one. The first is shown at the beginning.</param>
    /// <exception cref="ArgumentException">There are no pictures.</exception>
    public PictureSlider(string title, int width, params IEnumerable<(string Button, string Caption, Picture Picture)> items)
    {
        (this.title, this.width, this.items) = (title, width, [.. items]);
        if (this.items.Length == 0) throw new ArgumentException("A slider needs at least one picture.", nameof(items));
    }

    /// <inheritdoc/>
    public override string ToHtml()
    {
        var id = $"slider-{Environment.ProcessId}-{Interlocked.Increment(ref count)}";
        var html = new StringBuilder($"<div id=\"{id}\" role=\"group\" aria-label=\"{Escape(title)}\"><style>#{id} figure{{display:none;margin:6px 0 0}}");
        for (var i = 0; i < items.Length; i++) html.Append($"#{id}-{i}:checked~.p{i}{{display:block}}");
        html.Append($"</style><span style=\"font-weight:600;margin-right:8px\">{Escape(title)}</span>");
        for (var i = 0; i < items.Length; i++)
            html.Append($"<input type=\"radio\" name=\"{id}\" id=\"{id}-{i}\"{(i == 0 ? " checked" : "")}/><label for=\"{id}-{i}\" style=\"margin-right:10px\">{Escape(items[i].Button)}</label>");
        for (var i = 0; i < items.Length; i++)
        {
            html.Append($"<figure class=\"p{i}\" style=\"width:{width}px;max-width:100%\"><img alt=\"{Escape(items[i].Caption)}\" src=\"data:image/png;base64,{Convert.ToBase64String(items[i].Picture.ToPng())}\" ")
                .Append($"style=\"width:100%;display:block;image-rendering:pixelated\"/><figcaption style=\"font-size:.85em;line-height:1.35;margin-top:4px\">{Escape(items[i].Caption)}</figcaption></figure>");
        }
        return html.Append("</div>").ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{title}: " + string.Join(" | ", items.Select(item => $"{item.Button}: {item.Caption} ({item.Picture})"));
}
