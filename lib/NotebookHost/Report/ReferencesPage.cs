using System.Text;

namespace SuperResolution.Workbench.Report;

/// <summary>The papers that the notebooks name by arXiv number, oldest first, with where they are named.</summary>
internal static class ReferencesPage
{
    public static string Content(IEnumerable<(SeriesEntry Entry, IReadOnlyList<string> Cited)> chapters)
    {
        var main = new StringBuilder("<h1>References</h1>\n<p>The papers that the notebooks name by their number on arXiv, oldest " +
            "first. The links to arXiv need a network.</p>\n<ul class=\"references\">\n");
        var citations = chapters.SelectMany(chapter => chapter.Cited.Select(number => (Number: number, chapter.Entry)));
        foreach (var paper in citations.GroupBy(citation => citation.Number).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var text = Bibliography.Find(paper.Key) is { } known
                ? $"{Page.Text(known.Authors)}: <em>{Page.Text(known.Title)}</em>. {Page.Text(known.Place)}. " : "";
            var places = string.Join(", ", paper.Select(citation =>
                $"<a href=\"{citation.Entry.Link()}\">{citation.Entry.Chapter?.ToString() ?? Page.Text(citation.Entry.Title)}</a>"));
            main.Append($"<li id=\"{Citations.Id(paper.Key)}\">{text}<a href=\"https://arxiv.org/abs/{paper.Key}\">arXiv " +
                $"{paper.Key}</a>. <span class=\"facts\">Notebook {places}</span></li>\n");
        }
        return main.Append("</ul>\n").ToString();
    }
}
