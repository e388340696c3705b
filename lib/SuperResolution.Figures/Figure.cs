using System.Net;
using SuperResolution.Imaging;

namespace SuperResolution.Figures;

/// <summary>Base of everything that a notebook shows: HTML that needs no network, and plain text where there is no HTML.</summary>
/// <remarks>
/// The outermost element carries <c>data-figure</c>, by which a report finds what it numbers. What moves is started by a script; where a
/// host strips scripts, the same HTML is a readable still.
/// </remarks>
[TypeFormatterSource(typeof(FigureFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public abstract class Figure
{
    /// <summary>The style of what stands below a picture.</summary>
    private protected const string CaptionStyle = "font-size:.85em;line-height:1.35;margin-top:4px";

    private static int count;

    /// <summary>A self-contained piece of HTML.</summary>
    public abstract string ToHtml();

    /// <summary>The same as plain text.</summary>
    public abstract override string ToString();

    /// <summary>Text made safe for HTML.</summary>
    protected static string Escape(string text) => WebUtility.HtmlEncode(text);

    /// <summary>An id that no other figure of a page has, however often one is drawn.</summary>
    private protected static string NewId(string kind) => $"{kind}-{Environment.ProcessId}-{Interlocked.Increment(ref count)}";

    /// <summary>A title above a figure. The group that it names has the same text as its label, so that it is not read twice.</summary>
    private protected static string TitleLine(string title) =>
        $"<div aria-hidden=\"true\" style=\"font-weight:600;padding:4px 0\">{Escape(title)}</div>";

    /// <summary>A picture as wide as what it stands in, its pixels kept sharp.</summary>
    /// <param name="picture">Stored without loss.</param>
    /// <param name="alternative">For readers who cannot see it; empty where the text beside it says the same.</param>
    private protected static string Image(Picture picture, string alternative) =>
        $"<img alt=\"{Escape(alternative)}\" draggable=\"false\" " +
        $"src=\"data:image/png;base64,{Convert.ToBase64String(picture.ToPng())}\" " +
        "style=\"width:100%;display:block;margin:0;image-rendering:pixelated\"/>";

    /// <summary>
    /// The style of one of several pictures in a row: up to six shrink by an eighth before the row breaks, so that "the one in the middle"
    /// stays there on narrower pages.
    /// </summary>
    /// <param name="width">In CSS pixels, where there is room.</param>
    /// <param name="count">Pictures in the row.</param>
    private protected static string InRow(int width, int count)
    {
        var widest = count is > 1 and <= 6 ? $"max({width * 7 / 8}px,calc((100% - {10 * (count - 1)}px)/{count}))" : "100%";
        return $"margin:0;width:{width}px;max-width:{widest}";
    }

    /// <summary>
    /// A script that makes a figure live: it gets the figure's element as <c>root</c>, which some hosts put into the page only later.
    /// </summary>
    private protected static string Script(string id, string body) => $$"""
        <script>(function live(left) {
          var root = document.getElementById("{{id}}");
          if (!root) { if (left > 0) setTimeout(live, 100, left - 1); return; }
          root.classList.add("live");
          {{body}}
        })(100);</script>
        """;
}
