using System.Text;
using SuperResolution.Workbench.Notebooks;

namespace SuperResolution.Workbench.Report;

/// <summary>The report's first page: every notebook with its summary and its headings.</summary>
internal static class ContentsPage
{
    public static string Content(IEnumerable<(NotebookResult Result, SeriesEntry Entry)> chapters, bool besideNotebooks)
    {
        var main = new StringBuilder("<h1>Super-resolution notebooks</h1>\n<ul class=\"index\">\n");
        foreach (var (result, entry) in chapters)
        {
            var status = result.Failure is { } failure
                ? $"<span class=\"failed\">stopped at {Page.Text(failure.Title)}: {Page.Text(failure.Error.Message)}</span>"
                : "<span class=\"ok\">complete</span>";
            var headings = entry.Headings.Where(heading => heading.Level == 2)
                .Select(heading => $"<li><a href=\"{entry.Link(heading.Id)}\">{Page.Text(heading.Text)}</a></li>");
            var notebook = besideNotebooks
                ? $" · <a href=\"{Uri.EscapeDataString(result.Notebook.Name)}\">{Page.Text(result.Notebook.Name)}</a>" : "";
            main.Append($"<li><h2><a href=\"{entry.Link()}\">{Page.Text(result.Title)}</a></h2>\n")
                .Append(result.Summary is null ? "" : $"<p>{Citations.Linked(result.Summary)}</p>\n")
                .Append($"<ul class=\"headings\">{string.Concat(headings)}</ul>\n")
                .Append($"<p class=\"facts\">{status} · {NotebookPage.Facts(result.Notebook)}{notebook}</p></li>\n");
        }
        return main.Append("</ul>\n").ToString();
    }
}
