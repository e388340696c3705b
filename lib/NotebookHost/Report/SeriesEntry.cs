using System.Globalization;
using SuperResolution.Workbench.Notebooks;

namespace SuperResolution.Workbench.Report;

/// <summary>What the rest of a report has to know of a notebook, before it has run.</summary>
/// <param name="Notebook">The notebook.</param>
/// <param name="File">Its page.</param>
/// <param name="Title">Its first heading.</param>
/// <param name="Chapter">The number at the beginning of its file's name, or null.</param>
/// <param name="Headings">All headings with the ids that they have on the page.</param>
internal sealed record SeriesEntry(NotebookFile Notebook, string File, string Title, int? Chapter, IReadOnlyList<Heading> Headings)
{
    public static SeriesEntry Of(NotebookFile notebook)
    {
        var text = new MarkdownText(notebook.Folder);
        foreach (var cell in notebook.Cells.Where(cell => cell.Kind == "markdown")) text.Html(cell);
        int? chapter = int.TryParse(notebook.Name.Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : null;
        return new SeriesEntry(notebook, NotebookPage.FileName(notebook), text.Headings.FirstOrDefault()?.Text ?? notebook.Name, chapter,
            text.Headings);
    }

    /// <summary>A link to the page, or to a part of it.</summary>
    public string Link(string? id = null) => Uri.EscapeDataString(File) + (id is null ? "" : "#" + Page.Text(id));
}
