using System.Text.Json;

namespace SuperResolution.Workbench.Report;

/// <summary>
/// Search over the headings of all pages: a script beside them with every heading in it, because pages from a disk may not read other
/// files.
/// </summary>
internal static class SearchIndex
{
    /// <summary>The script's file in the report.</summary>
    public const string File = "search.js";

    /// <summary>Where a reader types; hidden until the script runs.</summary>
    public const string Box = "<search hidden><input type=\"search\" placeholder=\"Search headings\" aria-label=\"Search headings\" " +
        "aria-controls=\"found\" autocomplete=\"off\" spellcheck=\"false\"><ul id=\"found\" aria-label=\"Headings found\" " +
        "aria-live=\"polite\" hidden></ul></search>";

    /// <param name="pages">File, title and headings of each page in order.</param>
    public static string Script(IEnumerable<(string File, string Title, IReadOnlyList<Heading> Headings)> pages)
    {
        var entries = pages.SelectMany(page => page.Headings.Select(heading => new[]
        {
            Uri.EscapeDataString(page.File) + (heading.Level == 1 ? "" : "#" + heading.Id), heading.Text,
            heading.Level == 1 ? "" : page.Title,
        }));
        return $"const headings = {JsonSerializer.Serialize(entries)};\n{Page.Resource("search.js")}";
    }
}
