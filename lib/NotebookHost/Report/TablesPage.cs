using System.Text;

namespace SuperResolution.Workbench.Report;

/// <summary>All tables of the series on one page, under their numbers.</summary>
internal static class TablesPage
{
    public static string Content(IEnumerable<(SeriesEntry Entry, IReadOnlyList<NumberedTable> Tables)> chapters)
    {
        var main = new StringBuilder("<h1>All tables</h1>\n<p>A table's number leads to the place in its notebook where it is computed " +
            "and explained.</p>\n");
        foreach (var (entry, tables) in chapters.Where(chapter => chapter.Tables.Count > 0))
        {
            main.Append($"<h2><a href=\"{entry.Link()}\">{Page.Text(entry.Title)}</a></h2>\n<ul class=\"headings\">");
            foreach (var table in tables)
                main.Append($"<li><a href=\"#{table.Id}\">Table {table.Number}</a> {Page.Text(table.Caption)}</li>");
            main.Append("</ul>\n");
            foreach (var table in tables)
                main.Append($"<div class=\"output html\" id=\"{table.Id}\">{table.Html(entry.Link(table.Id))}</div>\n");
        }
        return main.ToString();
    }
}
