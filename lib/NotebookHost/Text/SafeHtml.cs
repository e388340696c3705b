using Ganss.Xss;

namespace SuperResolution.Workbench.Report;

/// <summary>HTML that came through Markdown, without what a browser would run and with addresses of a few kinds only.</summary>
/// <remarks>
/// Links may go to the web, to a mail address, to files beside the page and within it. Pictures come from the web, or become part of the
/// page.
/// </remarks>
internal static class SafeHtml
{
    /// <param name="html">Any text.</param>
    /// <param name="picture">From the address of a picture that is not on the web to its data; null: it has no place in the page.</param>
    public static string Of(string html, Func<string, string?> picture)
    {
        var sanitizer = new HtmlSanitizer();
        sanitizer.AllowedAttributes.UnionWith(["class", "id"]);
        sanitizer.AllowedSchemes.Add(Uri.UriSchemeMailto);
        sanitizer.FilterUrl += (_, link) =>
        {
            var url = string.Concat(link.OriginalUrl.Where(c => c > ' ')); // browsers overlook the others
            if (link.Tag.LocalName != "img")
            {
                if (url is ['/' or '\\', '/' or '\\', ..]) link.SanitizedUrl = null; // for a page on a disk, a file of another machine
                return;
            }

            if (link.SanitizedUrl is not null
                && (url.StartsWith("https:", StringComparison.OrdinalIgnoreCase)
                    || url.StartsWith("http:", StringComparison.OrdinalIgnoreCase)))
                return;
            link.SanitizedUrl = picture(link.OriginalUrl);
            if (link.SanitizedUrl is not null) return;
            var missing = $"(not in the report: '{link.OriginalUrl}' is no picture within the notebook's folder)";
            link.Tag.SetAttribute("alt", $"{link.Tag.GetAttribute("alt")} {missing}".TrimStart());
        };
        return sanitizer.Sanitize(html);
    }
}
