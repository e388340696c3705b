using System.Text.RegularExpressions;
using SuperResolution.Datasets;
using SuperResolution.Figures;
using SuperResolution.Metrics;
using SuperResolution.Metrics.Papers;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Figures;

public sealed class TableTextTests : IDisposable
{
    private static readonly Table small = new("a_b & 50 %", ["name", "value in dB"], [["x|y*", "−1.5"], ["×2 … \\", "3"]], "note #1");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Markdown_keeps_what_would_be_markup() =>
        Assert.Equal("**a\\_b & 50 %**\n\n| name | value in dB |\n|---|---:|\n| x\\|y\\* | −1.5 |\n| ×2 … \\\\ | 3 |\n\nnote #1\n",
            small.ToMarkdown());

    [Fact]
    public void Latex_keeps_what_would_be_commands() => Assert.Equal("""
        \noindent\textbf{a\_b \& 50 \%}

        \smallskip\noindent\begin{tabular}{lr}
        \hline
        name & value in dB \\
        \hline
        x$|$y* & $-$1.5 \\
        $\times$2 \ldots{} \textbackslash{} & 3 \\
        \hline
        \end{tabular}

        \noindent note \#1

        """, small.ToLatex());

    [Fact]
    public void Papers_tables_are_plain_ascii_in_latex_and_every_line_has_every_cell()
    {
        var nowhere = new DataFolder([new DataLocation(folder["nothing"], DataSource.Cache)], folder["nothing"]);
        var results = PaperTableRun.Run(PaperTables.All, new CachedEvaluation(new ResultCache(folder["cache"])), folder: nowhere);
        foreach (var table in results.GroupBy(result => result.Table))
        {
            var figure = PaperTableFigure.Of([.. table]);
            var latex = figure.ToLatex();
            Assert.DoesNotContain(latex, c => c > 126);
            Assert.Equal(Regex.Count(latex, @"(?<!\\)\{"), Regex.Count(latex, @"(?<!\\)\}"));
            Assert.Equal(0, Regex.Count(latex, @"(?<!\\)\$") % 2);
            Assert.Equal(figure.Rows.Count + 1, Regex.Count(latex, @"(?<!\\)\\\\$", RegexOptions.Multiline));
            Assert.All(latex.Split('\n').Where(line => line.EndsWith(@"\\", StringComparison.Ordinal)),
                line => Assert.Equal(figure.Columns.Count - 1, Regex.Count(line, @"(?<!\\)&")));
            Assert.All(figure.ToMarkdown().Split('\n').Where(line => line.StartsWith('|')),
                line => Assert.Equal(figure.Columns.Count + 1, Regex.Count(line, @"(?<!\\)\|")));
        }
        Assert.Contains("\\input{srcnn}", TableText.LatexDocument(["srcnn"]));
    }

    [Fact]
    public void Csv_has_the_same_number_of_fields_in_every_line()
    {
        var nowhere = new DataFolder([new DataLocation(folder["nothing"], DataSource.Cache)], folder["nothing"]);
        var csv = PaperTableFigure.Csv(
            PaperTableRun.Run(PaperTables.All, new CachedEvaluation(new ResultCache(folder["cache"])), folder: nowhere));
        var lines = csv.TrimEnd('\n').Split('\n');
        Assert.StartsWith("table,source,set,scale,method,paper_psnr,", lines[0]);
        Assert.All(lines, line => Assert.Equal(18, Regex.Count(line, "(?:^|,)(?:\"(?:[^\"]|\"\")*\"|[^\",]*)")));
        Assert.Contains("srcnn,\"arXiv 1501.00092, tables 2–5\",Set5,3,Bicubic,30.39,0.8682,,Bicubic,,,,,,,Y601 ×3,,Set5 is not at " +
            "hand: 'data get Set5'", lines);
    }

    [Fact]
    public void Heat_goes_from_a_columns_smallest_value_to_its_greatest()
    {
        var heat = new HeatTable("heat", ["a", "b", "c"], ["x", "y"], [[1, 5], [3, 5], [2, null]]);
        Assert.Equal([0.0, 1.0, 0.5], Enumerable.Range(0, 3).Select(row => heat.Heat(row, 0)!.Value));
        Assert.Equal([0.0, 0.0, null], Enumerable.Range(0, 3).Select(row => heat.Heat(row, 1)));
        Assert.Contains("rgba(0,114,178,0.55)\">3.00", heat.ToHtml());
        Assert.Contains("2.00", heat.ToString());
    }
}
