using System.Globalization;
using System.Text;

namespace SuperResolution.Figures;

/// <summary>A table with a caption and notes: HTML in notebooks, aligned text elsewhere.</summary>
/// <param name="caption">What is shown, with the protocol.</param>
/// <param name="columns">Headings with units.</param>
/// <param name="rows">Cells as they are to be read; missing values as an empty text.</param>
/// <param name="notes">Lines below the table.</param>
public sealed class Table(string caption, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows,
    params IReadOnlyList<string> notes) : Figure
{
    private const int LongestLine = 24;

    /// <summary>Behind a number: the best of its column.</summary>
    internal const string Best = " ◂";

    /// <summary>What is shown.</summary>
    public string Caption => caption;

    /// <summary>The headings.</summary>
    public IReadOnlyList<string> Columns => columns;

    /// <summary>Lines below the table.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <summary>The cells, row by row.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows => rows;

    /// <inheritdoc/>
    public override string ToHtml()
    {
        var html = new StringBuilder("<div data-figure=\"table\" style=\"overflow-x:auto\"><table style=\"border-collapse:collapse\">");
        html.Append($"<caption style=\"text-align:left;font-weight:600;padding:4px 0\">{Escape(caption)}</caption><thead><tr>");
        for (var i = 0; i < columns.Count; i++)
            html.Append($"<th scope=\"col\" style=\"{Style(i)};white-space:normal;vertical-align:bottom;border-bottom:2px solid " +
                $"rgba(128,128,128,.6)\">{Heading(columns[i])}</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            html.Append("<tr>");
            for (var i = 0; i < row.Count; i++)
                html.Append($"<td style=\"{Style(i)};border-bottom:1px solid rgba(128,128,128,.25)\">{Escape(row[i])}</td>");
            html.Append("</tr>");
        }
        html.Append("</tbody></table>");
        foreach (var note in notes) html.Append($"<p style=\"margin:4px 0;font-size:.85em\">{Escape(note)}</p>");
        return html.Append("</div>").ToString();
    }

    /// <summary>The table as aligned text.</summary>
    public override string ToString()
    {
        var widths = columns.Select((column, i) => rows.Select(row => row[i].Length).Append(column.Length).Max()).ToArray();
        string Line(IReadOnlyList<string> cells) =>
            string.Join("  ", cells.Select((cell, i) => IsNumeric(i) ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd();
        return string.Join('\n', [caption, Line(columns), .. rows.Select(Line), .. notes]);
    }

    // An arrow that tells which way is better stays beside its unit.
    private static string Heading(string column) => Escape(column.Replace(" ↑", "\u00a0↑").Replace(" ↓", "\u00a0↓"));

    // Numbers and short texts stay on a line; columns of sentences may break, so that the page need not be scrolled sideways.
    private string Style(int column)
    {
        var space = rows.Any(row => row[column].Length > LongestLine) ? "normal" : "nowrap";
        var align = IsNumeric(column) ? "right;font-variant-numeric:tabular-nums" : "left";
        return $"padding:3px 10px;white-space:{space};text-align:{align}";
    }

    /// <summary>Whether a column holds numbers, or nothing, in every row.</summary>
    internal bool IsNumeric(int column) => rows.Any(row => row[column].Length > 0)
        && rows.All(row => row[column].Length == 0
            || double.TryParse(row[column].Replace(Best, "").Replace('−', '-').Replace("∞", "1"),
                NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out _));
}
