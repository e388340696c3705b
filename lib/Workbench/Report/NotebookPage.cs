using System.Globalization;
using System.Text;
using SuperResolution.Workbench.Notebooks;

namespace SuperResolution.Workbench.Report;

/// <summary>An executed notebook as one HTML file.</summary>
internal static class NotebookPage
{
    public static string FileName(NotebookFile notebook) => Path.ChangeExtension(notebook.Name, ".html");

    public static string Html(NotebookResult result, string budget, (string File, string Title)? previous, (string File, string Title)? next)
    {
        var markdown = new MarkdownText(result.Notebook.Folder);
        var main = new StringBuilder();
        if (result.Failure is { } failure)
            main.Append($"<p class=\"failure\">This notebook stopped at {Page.Text(failure.Title)} ({Page.Text(result.Notebook.Name)}, line {failure.FileLine}): {Page.Text(failure.Error.Message)}</p>\n");
        foreach (var cell in result.Notebook.Cells)
        {
            main.Append(cell.Kind switch
            {
                "markdown" => $"<section class=\"cell text\">\n{markdown.Html(cell)}</section>\n",
                "code" when !string.IsNullOrWhiteSpace(cell.Source) => CellMarkup.Code(cell),
                _ => "",
            });
        }
        main.Append($"<p class=\"facts\">Run with the budget “{Page.Text(budget)}” in {Duration(result.Elapsed)}.</p>\n");
        return Page.Html(result.Title, main.ToString(), markdown.Headings, previous, next);
    }

    public static string Duration(TimeSpan time) => time.TotalSeconds < 60
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:F1} s")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds} s");
}
