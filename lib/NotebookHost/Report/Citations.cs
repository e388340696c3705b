using System.Text.RegularExpressions;

namespace SuperResolution.Workbench.Report;

/// <summary>arXiv numbers in a text: they become links to the page of references.</summary>
internal static partial class Citations
{
    /// <summary>The page of references.</summary>
    public const string File = "references.html";

    /// <summary>All numbers in HTML or plain text, in order, each once.</summary>
    public static IEnumerable<string> In(string text) =>
        Number().Matches(text).Where(IsNumber).Select(match => match.Groups[1].Value).Distinct();

    /// <summary>HTML whose numbers are links; those within a link or a tag stay as they are.</summary>
    public static string Linked(string html)
    {
        var (at, inLink, inTag) = (0, false, false);
        return Number().Replace(html, match =>
        {
            for (; at < match.Index; at++)
            {
                if (html[at] is '<' or '>') inTag = html[at] == '<';
                if (inTag) inLink = (inLink || html.AsSpan(at).StartsWith("<a ")) && !html.AsSpan(at).StartsWith("</a>");
            }

            return inLink || inTag || !IsNumber(match) ? match.Value
                : $"<a class=\"cite\" href=\"{File}#{Id(match.Groups[1].Value)}\">{match.Value}</a>";
        });
    }

    /// <summary>Where a number stands on the page of references.</summary>
    public static string Id(string number) => $"arxiv-{number}";

    /// <summary>Four digits, a point, and four or five more: longer ones are something else.</summary>
    private static bool IsNumber(Match match) => match.Groups[1].Length is 9 or 10;

    [GeneratedRegex(@"arXiv[: ]([0-9]{4}\.[0-9]+)", RegexOptions.NonBacktracking)]
    private static partial Regex Number();
}
