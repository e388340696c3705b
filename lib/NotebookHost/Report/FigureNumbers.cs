using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace SuperResolution.Workbench.Report;

/// <summary>Numbers the figures and tables of a page, 5.1, 5.2 and so on, and keeps the tables for the page of all tables.</summary>
/// <param name="chapter">The notebook's number.</param>
internal sealed partial class FigureNumbers(int chapter)
{
    private readonly List<NumberedTable> tables = [];
    private int figures;

    /// <summary>The tables that were met.</summary>
    public IReadOnlyList<NumberedTable> Tables => tables;

    /// <summary>How many figures were met; tables are counted on their own.</summary>
    public int Figures => figures;

    /// <summary>
    /// An output of a cell: with a number where it is a figure of the kit (it then says so by <c>data-figure</c>), else as it is.
    /// </summary>
    public string Output(string html) => Kind().Match(html) is not { Success: true } kind ? $"<div class=\"output html\">{html}</div>"
        : kind.Groups[1].Value == "table" ? Table(html)
        : Figure(html);

    /// <summary>A text cell's HTML: its tables get a number and, having no caption of their own, the heading above them.</summary>
    public string Text(string html, string? heading)
    {
        const string Start = "<table>", End = "</table>";
        var (numbered, at) = (new StringBuilder(), 0);
        while (html.IndexOf(Start, at, StringComparison.Ordinal) is >= 0 and var start
            && html.IndexOf(End, start, StringComparison.Ordinal) is >= 0 and var end)
        {
            var before = html[at..start];
            at = end + End.Length;
            if (Heading().Matches(before).LastOrDefault() is { } above)
                heading = WebUtility.HtmlDecode(Tag().Replace(above.Groups[1].Value, ""));
            numbered.Append(before).Append(Table($"{Start}<caption>{Page.Text(heading)}</caption>{html[(start + Start.Length)..at]}"));
        }

        return numbered.Append(html, at, html.Length - at).ToString();
    }

    private string Figure(string html)
    {
        var number = $"{chapter}.{++figures}";
        var id = $"figure-{number.Replace('.', '-')}";
        return $"<figure class=\"output html numbered\" id=\"{id}\"><figcaption class=\"number\"><a href=\"#{id}\">Figure " +
            $"{number}</a></figcaption>{html}</figure>";
    }

    private string Table(string html)
    {
        html = Citations.Linked(html);
        var number = $"{chapter}.{tables.Count + 1}";
        var id = $"table-{number.Replace('.', '-')}";
        var caption = Caption().Match(html) is { Success: true } found ? WebUtility.HtmlDecode(Tag().Replace(found.Groups[2].Value, ""))
            : "";
        string With(string link) =>
            Caption().Replace(html, match =>
                $"{match.Groups[1].Value}<a class=\"number\" href=\"{link}\">Table {number}</a> {match.Groups[2].Value}</caption>", 1);
        tables.Add(new NumberedTable(number, id, caption, With));
        return $"<div class=\"output html\" id=\"{id}\">{With($"#{id}")}</div>";
    }

    [GeneratedRegex("^\\s*<div[^>]* data-figure=\"([a-z-]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Kind();

    [GeneratedRegex("<h[1-6][^>]*>(.*?)</h[1-6]>", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Heading();

    [GeneratedRegex("(<caption[^>]*>)(.*?)</caption>", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Caption();

    [GeneratedRegex("<[^>]+>", RegexOptions.NonBacktracking)]
    private static partial Regex Tag();
}

/// <summary>A table of a page.</summary>
/// <param name="Number">5.2</param>
/// <param name="Id">What a link within its page points to.</param>
/// <param name="Caption">Plain text.</param>
/// <param name="Html">The table; the argument is what its number links to.</param>
internal sealed record NumberedTable(string Number, string Id, string Caption, Func<string, string> Html);
