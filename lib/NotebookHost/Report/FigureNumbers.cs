using System.Net;
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

    /// <summary>An output of a cell: with a number where it is a figure of the kit (it then says so by <c>data-figure</c>), else as it is.</summary>
    public string Output(string html) => Kind().Match(html) is not { Success: true } kind ? $"<div class=\"output html\">{html}</div>"
        : kind.Groups[1].Value == "table" ? Table(html)
        : Figure(html);

    /// <summary>A text cell's HTML: its tables get a number and, having no caption of their own, the heading above them.</summary>
    public string Text(string html, string? heading)
    {
        return Part().Replace(html, part =>
        {
            if (part.Groups[2].Success)
            {
                heading = WebUtility.HtmlDecode(Tag().Replace(part.Groups[2].Value, ""));
                return part.Value;
            }
            var table = part.Value.Insert("<table>".Length, $"<caption>{Page.Text(heading)}</caption>");
            return Table(table);
        });
    }

    private string Figure(string html)
    {
        var number = $"{chapter}.{++figures}";
        var id = $"figure-{number.Replace('.', '-')}";
        return $"<figure class=\"output html numbered\" id=\"{id}\"><figcaption class=\"number\"><a href=\"#{id}\">Figure {number}</a></figcaption>{html}</figure>";
    }

    private string Table(string html)
    {
        html = Citations.Linked(html);
        var number = $"{chapter}.{tables.Count + 1}";
        var id = $"table-{number.Replace('.', '-')}";
        var caption = Caption().Match(html) is { Success: true } found ? WebUtility.HtmlDecode(Tag().Replace(found.Groups[2].Value, "")) : "";
        string With(string link) => Caption().Replace(html, match => $"{match.Groups[1].Value}<a class=\"number\" href=\"{link}\">Table {number}</a> {match.Groups[2].Value}", 1);
        tables.Add(new NumberedTable(number, id, caption, With));
        return $"<div class=\"output html\" id=\"{id}\">{With($"#{id}")}</div>";
    }

    [GeneratedRegex("^\\s*<div[^>]* data-figure=\"([a-z-]+)\"")]
    private static partial Regex Kind();

    [GeneratedRegex("""<table>.*?</table>|(<h[1-6][^>]*>(.*?)</h[1-6]>)""", RegexOptions.Singleline)]
    private static partial Regex Part();

    [GeneratedRegex("(<caption[^>]*>)(.*?)(?=</caption>)", RegexOptions.Singleline)]
    private static partial Regex Caption();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();
}

/// <summary>A table of a page.</summary>
/// <param name="Number">5.2</param>
/// <param name="Id">What a link within its page points to.</param>
/// <param name="Caption">Plain text.</param>
/// <param name="Html">The table; the argument is what its number links to.</param>
internal sealed record NumberedTable(string Number, string Id, string Caption, Func<string, string> Html);
