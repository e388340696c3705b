using System.Net;
using System.Text;

namespace SuperResolution.Workbench.Report;

/// <summary>The frame of every page: one file, nothing from outside.</summary>
internal static class Page
{
    private static readonly Lazy<string> Style = new(() =>
    {
        using var stream = typeof(Page).Assembly.GetManifestResourceStream("page.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    /// <param name="title">Plain text.</param>
    /// <param name="main">HTML.</param>
    /// <param name="headings">The table of contents beside the text.</param>
    /// <param name="previous">File name and title of the page before, or null.</param>
    /// <param name="next">File name and title of the page behind, or null.</param>
    /// <param name="index">True for the index itself.</param>
    public static string Html(string title, string main, IReadOnlyList<Heading> headings, (string File, string Title)? previous, (string File, string Title)? next, bool index = false)
    {
        var around = $"<span>{Link(previous, "previous", "← ")}{Link(next, "next", "", " →")}</span>";
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            // An icon of no bytes: browsers ask for one otherwise, and there is no server.
            .Append($"<title>{Text(title)}</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>\n{Style.Value}</style>\n</head>\n<body>\n");
        if (!index) html.Append($"<header class=\"bar\"><a href=\"index.html\">Contents</a>{around}</header>\n");
        html.Append("<div class=\"page\">\n");
        if (headings.Count > 1) html.Append(Contents(headings));
        html.Append($"<main>\n{main}</main>\n</div>\n");
        if (!index) html.Append($"<footer><a href=\"index.html\">Contents</a>{around}</footer>\n");
        return html.Append("</body>\n</html>\n").ToString();
    }

    public static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");

    private static string Contents(IReadOnlyList<Heading> headings)
    {
        var items = headings.Where(heading => heading.Level is 2 or 3)
            .Select(heading => $"<li class=\"level{heading.Level}\"><a href=\"#{Text(heading.Id)}\">{Text(heading.Text)}</a></li>");
        return $"<nav class=\"toc\" aria-label=\"On this page\"><ul>{string.Concat(items)}</ul></nav>\n";
    }

    private static string Link((string File, string Title)? page, string relation, string before, string after = "") => page is { } target
        ? $"<a class=\"{relation}\" rel=\"{(relation == "previous" ? "prev" : "next")}\" href=\"{Uri.EscapeDataString(target.File)}\">{before}{Text(target.Title)}{after}</a>"
        : "";
}
