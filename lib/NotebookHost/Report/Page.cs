using System.Net;
using System.Text;

namespace SuperResolution.Workbench.Report;

/// <summary>The frame of every page: nothing comes from outside of the report's folder.</summary>
internal static class Page
{
    /// <summary>The pages beside the notebooks', with the words that lead to them.</summary>
    private static readonly (string File, string Title)[] fixedPages = [
        ("index.html", "Contents"), ("tables.html", "Tables"), (Citations.File, "References")];

    private static readonly Lazy<string> Style = new(() => Resource("page.css"));

    /// <param name="title">Plain text.</param>
    /// <param name="main">HTML.</param>
    /// <param name="headings">The table of contents beside the text.</param>
    /// <param name="previous">File name and title of the page before, or null.</param>
    /// <param name="next">File name and title of the page behind, or null.</param>
    /// <param name="charts">The page has charts.</param>
    public static string Html(string title, string main, IReadOnlyList<Heading> headings, (string File, string Title)? previous = null,
        (string File, string Title)? next = null, bool charts = false)
    {
        var around = $"<span class=\"around\">{Link(previous, "previous", "← ")}{Link(next, "next", "", " →")}</span>";
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" " +
            "content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n")
            // An icon of no bytes: browsers ask for one otherwise, and there is no server.
            .Append($"<title>{Text(title)}</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>\n{Style.Value}</style>\n<script " +
                $"src=\"{SearchIndex.File}\" defer></script>\n")
            // Text and pictures do not wait for the charts.
            .Append(charts ? $"<script src=\"{PlotlyScript.File}\" async></script>\n" : "")
            .Append("</head>\n<body>\n<a class=\"skip\" href=\"#main\">To the text</a>\n<header class=\"bar\"><nav aria-label=\"Report\">")
            .AppendJoin("", fixedPages.Select(page => $"<a href=\"{page.File}\">{page.Title}</a>"))
            .Append($"</nav>{SearchIndex.Box}{around}</header>\n<div class=\"page\">\n");
        if (headings.Count > 1) html.Append(Contents(headings));
        html.Append($"<main id=\"main\">\n{main}</main>\n</div>\n");
        if (previous is not null || next is not null) html.Append($"<footer>{around}</footer>\n");
        return PlainText.Text(html.Append("</body>\n</html>\n").ToString());
    }

    public static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");

    /// <summary>A file that the program carries.</summary>
    public static string Resource(string name)
    {
        using var stream = typeof(Page).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Contents(IReadOnlyList<Heading> headings)
    {
        var items = headings.Where(heading => heading.Level is 2 or 3)
            .Select(heading => $"<li class=\"level{heading.Level}\"><a href=\"#{Text(heading.Id)}\">{Text(heading.Text)}</a></li>");
        return $"<nav class=\"toc\" aria-label=\"On this page\"><ul>{string.Concat(items)}</ul></nav>\n";
    }

    private static string Link((string File, string Title)? page, string relation, string before, string after = "") => page is { } target
        ? $"<a class=\"{relation}\" rel=\"{(relation == "previous" ? "prev" : "next")}\" " +
            $"href=\"{Uri.EscapeDataString(target.File)}\">{before}{Text(target.Title)}{after}</a>"
        : "";
}
