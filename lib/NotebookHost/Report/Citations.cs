using System.Text.RegularExpressions;

namespace SuperResolution.Workbench.Report;

/// <summary>arXiv numbers in a text: they become links to the page of references.</summary>
internal static partial class Citations
{
    /// <summary>The page of references.</summary>
    public const string File = "references.html";

    /// <summary>All numbers in HTML or plain text, in order, each once.</summary>
    public static IEnumerable<string> In(string text) => Number().Matches(text).Select(match => match.Groups[1].Value).Distinct();

    /// <summary>HTML whose numbers are links; those within a link or a tag stay as they are.</summary>
    public static string Linked(string html) => Number().Replace(html, match => InLink(html, match.Index) ? match.Value : $"<a class=\"cite\" href=\"{File}#{Id(match.Groups[1].Value)}\">{match.Value}</a>");

    /// <summary>Where a number stands on the page of references.</summary>
    public static string Id(string number) => $"arxiv-{number}";

    private static bool InLink(string html, int at)
    {
        var before = html.AsSpan(0, at);
        return before.LastIndexOf("<a ") > before.LastIndexOf("</a>") || before.LastIndexOf('<') > before.LastIndexOf('>');
    }

    [GeneratedRegex(@"arXiv[: ](\d{4}\.\d{4,5})(?!\d)")]
    private static partial Regex Number();
}
