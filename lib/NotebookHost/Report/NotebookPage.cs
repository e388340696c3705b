using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using SuperResolution.Workbench.Notebooks;

namespace SuperResolution.Workbench.Report;

/// <summary>An executed notebook as the content of a page.</summary>
/// <param name="Main">HTML.</param>
/// <param name="Headings">For the contents beside the text.</param>
/// <param name="Tables">For the page of all tables.</param>
/// <param name="Cited">arXiv numbers in the order in which they are named.</param>
/// <param name="Plotly">The script that draws its charts, or null.</param>
internal sealed record NotebookPage(
    string Main, IReadOnlyList<Heading> Headings, IReadOnlyList<NumberedTable> Tables, IReadOnlyList<string> Cited, string? Plotly)
{
    public static string FileName(NotebookFile notebook) => Path.ChangeExtension(notebook.Name, ".html");

    /// <param name="result">The notebook.</param>
    /// <param name="chapter">Its number in the series, for those of figures and tables.</param>
    public static NotebookPage Of(NotebookResult result, int chapter)
    {
        var markdown = new MarkdownText(result.Notebook.Folder);
        var numbers = new FigureNumbers(chapter);
        var cells = new CellMarkup(numbers);
        var main = new StringBuilder();
        if (result.Failure is { } failure)
            main.Append($"<p class=\"failure\">This notebook stopped at {Page.Text(failure.Title)} ({Page.Text(result.Notebook.Name)}, " +
                $"line {failure.FileLine}): {Page.Text(failure.Error.Message)}</p>\n");
        foreach (var cell in result.Notebook.Cells)
        {
            main.Append(cell.Kind switch
            {
                "markdown" => $"<section class=\"cell text\">\n{Text(cell)}</section>\n",
                "code" when !string.IsNullOrWhiteSpace(cell.Source) => cells.Code(cell),
                _ => "",
            });
        }
        main.Append($"<p class=\"facts\">{Facts(result.Notebook)}</p>\n");
        return new NotebookPage(main.ToString(), markdown.Headings, numbers.Tables,
            [.. result.Notebook.Cells.SelectMany(Named).Distinct()], cells.Plotly);

        string Text(NotebookCell cell)
        {
            var heading = markdown.Headings.LastOrDefault()?.Text;
            return Citations.Linked(numbers.Text(markdown.Html(cell), heading));
        }
    }

    /// <summary>How a page says how its notebook was run.</summary>
    public static string Facts(NotebookFile notebook) =>
        notebook.Facts is { } facts ? $"Run with the budget “{Page.Text(facts.Budget)}” in " +
            $"{Duration(TimeSpan.FromSeconds(facts.Seconds))}." : "";

    public static string Duration(TimeSpan time) => time.TotalSeconds < 60
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:F1} s")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds} s");

    // Text, and tables with the papers' values.
    private static IEnumerable<string> Named(NotebookCell cell) => cell.Kind == "markdown" ? Citations.In(cell.Source)
        : cell.Outputs.SelectMany(output => Citations.In(NotebookCell.Joined((output["data"] as JsonObject)?["text/plain"])));
}
