using SuperResolution.Workbench.Notebooks;

namespace SuperResolution.Workbench.Report;

/// <summary>
/// The report: a page for each executed notebook, and over them contents, all tables and references. It needs no network and no server.
/// </summary>
/// <param name="folder">Where the pages go; it is made when needed.</param>
/// <param name="notebooks">
/// Where the executed notebooks go, to be opened in Jupyter and for later reports; they are much larger than the pages, because each
/// carries the script that draws charts.
/// </param>
/// <param name="series">All notebooks of the report, in order.</param>
internal sealed class SeriesReport(string folder, string notebooks, IReadOnlyList<NotebookFile> series)
{
    private readonly SeriesEntry[] entries = [.. series.Select(SeriesEntry.Of)];
    private readonly Dictionary<NotebookFile, NotebookPage> pages = [];

    public string IndexPath => Path.Combine(folder, "index.html");

    /// <summary>Writes one notebook's two files as soon as it has run.</summary>
    public void Write(NotebookResult result)
    {
        Directory.CreateDirectory(folder);
        Directory.CreateDirectory(notebooks);
        if (pages.Count == 0)
            AtomicFile.Write(Path.Combine(folder, SearchIndex.File),
                SearchIndex.Script(entries.Select(entry => (entry.File, entry.Title, entry.Headings))));
        result.Notebook.Write(Path.Combine(notebooks, result.Notebook.Name));

        var at = Array.FindIndex(entries, entry => entry.Notebook == result.Notebook);
        var page = pages[result.Notebook] = NotebookPage.Of(result, entries[at].Chapter ?? at + 1);
        if (page.Plotly is not null) AtomicFile.Write(Path.Combine(folder, PlotlyScript.File), page.Plotly);
        (string, string)? Link(int i) => i >= 0 && i < entries.Length ? (entries[i].File, entries[i].Title) : null;
        AtomicFile.Write(Path.Combine(folder, entries[at].File),
            Page.Html(result.Title, page.Main, page.Headings, Link(at - 1), Link(at + 1), charts: page.Plotly is not null));
    }

    /// <summary>Writes what goes over all notebooks, when the last one is written.</summary>
    /// <param name="results">In order.</param>
    public void Finish(IReadOnlyList<NotebookResult> results)
    {
        Directory.CreateDirectory(folder);
        var chapters = results.Select(
            result => (Result: result, Entry: entries.First(entry => entry.Notebook == result.Notebook), Page: pages[result.Notebook]))
            .ToList();
        AtomicFile.Write(IndexPath, Page.Html(
            "Super-resolution notebooks",
            ContentsPage.Content(chapters.Select(chapter => (chapter.Result, chapter.Entry)), besideNotebooks: notebooks == folder), []));
        AtomicFile.Write(Path.Combine(folder, "tables.html"),
            Page.Html("All tables", TablesPage.Content(chapters.Select(chapter => (chapter.Entry, chapter.Page.Tables))), []));
        AtomicFile.Write(Path.Combine(folder, Citations.File),
            Page.Html("References", ReferencesPage.Content(chapters.Select(chapter => (chapter.Entry, chapter.Page.Cited))), []));
    }
}
