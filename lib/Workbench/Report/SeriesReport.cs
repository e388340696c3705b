using System.Text;
using SuperResolution.Workbench.Notebooks;

namespace SuperResolution.Workbench.Report;

/// <summary>The out folder: each executed notebook as .ipynb and .html, and an index over them.</summary>
/// <param name="folder">Where it is; it is made when needed.</param>
/// <param name="series">All notebooks of the run, in order, with their titles.</param>
/// <param name="budget">Named on every page.</param>
internal sealed class SeriesReport(string folder, IReadOnlyList<NotebookFile> series, string budget)
{
    private readonly (string File, string Title)[] pages =
        [.. series.Select(notebook => (NotebookPage.FileName(notebook), MarkdownText.Lead(notebook.Cells).Title ?? notebook.Name))];

    public string IndexPath => Path.Combine(folder, "index.html");

    /// <summary>Writes one notebook's two files as soon as it has run.</summary>
    public void Write(NotebookResult result)
    {
        Directory.CreateDirectory(folder);
        result.Notebook.Write(Path.Combine(folder, result.Notebook.Name));
        var at = series.ToList().IndexOf(result.Notebook);
        (string, string)? previous = at > 0 ? pages[at - 1] : null;
        (string, string)? next = at + 1 < pages.Length ? pages[at + 1] : null;
        AtomicFile.Write(Path.Combine(folder, NotebookPage.FileName(result.Notebook)), NotebookPage.Html(result, budget, previous, next));
    }

    public void WriteIndex(IReadOnlyList<NotebookResult> results)
    {
        Directory.CreateDirectory(folder);
        var main = new StringBuilder("<h1>Super-resolution notebooks</h1>\n<ul class=\"index\">\n");
        foreach (var result in results)
        {
            var status = result.Failure is { } failure
                ? $"<span class=\"failed\">stopped at {Page.Text(failure.Title)}: {Page.Text(failure.Error.Message)}</span>"
                : "<span class=\"ok\">complete</span>";
            main.Append($"<li><h2><a href=\"{Uri.EscapeDataString(NotebookPage.FileName(result.Notebook))}\">{Page.Text(result.Title)}</a></h2>\n")
                .Append(result.Summary is null ? "" : $"<p>{result.Summary}</p>\n")
                .Append($"<p class=\"facts\">{status} · {NotebookPage.Duration(result.Elapsed)} · <a href=\"{Uri.EscapeDataString(result.Notebook.Name)}\">{Page.Text(result.Notebook.Name)}</a></p></li>\n");
        }
        main.Append($"</ul>\n<p class=\"facts\">Run with the budget “{Page.Text(budget)}”.</p>\n");
        AtomicFile.Write(IndexPath, Page.Html("Super-resolution notebooks", main.ToString(), [], null, null, index: true));
    }
}
