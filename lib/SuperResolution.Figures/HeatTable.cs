using System.Globalization;
using System.Text;

namespace SuperResolution.Figures;

/// <summary>
/// Numbers in a grid, coloured from the smallest of a column to its greatest: what stands out is seen before it is read.
/// </summary>
/// <param name="caption">What is shown, with the protocol and the unit.</param>
/// <param name="rows">Names of the rows.</param>
/// <param name="columns">Names of the columns.</param>
/// <param name="values">By row, then by column; null where there is none.</param>
/// <param name="format">Of the numbers, e.g. "0.00".</param>
/// <param name="notes">Lines below it.</param>
public sealed class HeatTable(
    string caption, IReadOnlyList<string> rows, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<double?>> values,
    string format = "0.00", params IReadOnlyList<string> notes) : Figure
{
    /// <inheritdoc/>
    public override string ToHtml()
    {
        var html = new StringBuilder("<div style=\"overflow-x:auto\"><table style=\"border-collapse:collapse\">");
        html.Append($"<caption style=\"text-align:left;font-weight:600;padding:4px 0\">{Escape(caption)}</caption><thead><tr><th></th>");
        foreach (var column in columns)
            html.Append($"<th scope=\"col\" style=\"padding:3px 10px;text-align:right;vertical-align:bottom\">{Escape(column)}</th>");
        html.Append("</tr></thead><tbody>");
        for (var i = 0; i < rows.Count; i++)
        {
            html.Append("<tr><th scope=\"row\" style=\"padding:3px " +
                $"10px;text-align:left;font-weight:400;white-space:nowrap\">{Escape(rows[i])}</th>");
            for (var j = 0; j < columns.Count; j++)
                html.Append("<td style=\"padding:3px " +
                    $"10px;text-align:right;font-variant-numeric:tabular-nums;{Colour(i, j)}\">{Escape(Text(values[i][j]))}</td>");
            html.Append("</tr>");
        }
        html.Append("</tbody></table>");
        foreach (var note in notes) html.Append($"<p style=\"margin:4px 0;font-size:.85em\">{Escape(note)}</p>");
        return html.Append("</div>").ToString();
    }

    /// <summary>The numbers as aligned text.</summary>
    public override string ToString() =>
        new Table(caption, ["", .. columns], [.. rows.Select((row, i) => (IReadOnlyList<string>)[row, .. values[i].Select(Text)])], notes)
            .ToString();

    /// <summary>Where the cell lies between the column's smallest and greatest value, from 0 to 1; 0 where all are equal.</summary>
    internal double? Heat(int row, int column)
    {
        if (values[row][column] is not { } value || !double.IsFinite(value)) return null;
        var all = values.Select(cells => cells[column]).Where(other => other is { } number && double.IsFinite(number))
            .Select(other => other!.Value).ToList();
        var (least, most) = (all.Min(), all.Max());
        return most > least ? (value - least) / (most - least) : 0;
    }

    // Transparent blue over the page's own background: readable on light and dark pages.
    private string Colour(int row, int column) =>
        Heat(row, column) is { } heat ? string.Create(CultureInfo.InvariantCulture, $"background:rgba(0,114,178,{0.55 * heat:0.00})") : "";

    private string Text(double? value) => value?.ToString(format, CultureInfo.InvariantCulture).Replace('-', '−') ?? "";
}
