using System.Net;

namespace SuperResolution.Figures;

/// <summary>Base of everything that a notebook shows: HTML that needs no network, and plain text where there is no HTML.</summary>
[TypeFormatterSource(typeof(FigureFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public abstract class Figure
{
    /// <summary>A self-contained piece of HTML.</summary>
    public abstract string ToHtml();

    /// <summary>The same as plain text.</summary>
    public abstract override string ToString();

    /// <summary>Text made safe for HTML.</summary>
    protected static string Escape(string text) => WebUtility.HtmlEncode(text);
}
