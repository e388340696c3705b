using SuperResolution.Figures;
using SuperResolution.Metrics.Papers;

namespace SuperResolution.Workbench.Commands;

/// <summary>What <c>paper-tables</c> writes: each table as CSV, Markdown and LaTeX, and all of them together.</summary>
internal static class PaperTablesFiles
{
    public static void Write(string folder, IReadOnlyList<PaperResult> results)
    {
        var tables = results.GroupBy(result => result.Table).ToList();
        foreach (var table in tables)
        {
            var name = Path.Combine(folder, table.Key.Id);
            AtomicFile.Write(name + ".csv", PaperTableFigure.Csv([.. table]));
            AtomicFile.Write(name + ".md", Markdown(table));
            AtomicFile.Write(name + ".tex", Latex(table));
        }
        AtomicFile.Write(Path.Combine(folder, "paper-tables.csv"), PaperTableFigure.Csv(results));
        AtomicFile.Write(Path.Combine(folder, "paper-tables.md"), "# The papers' tables\n\n" + string.Join('\n', tables.Select(Markdown)));
        AtomicFile.Write(Path.Combine(folder, "paper-tables.tex"), TableText.LatexDocument(tables.Select(table => table.Key.Id)));
    }

    private static string Markdown(IEnumerable<PaperResult> table) => PaperTableFigure.Of([.. table]).ToMarkdown();

    /// <summary>A tabular cannot break over pages, so each set has one of its own.</summary>
    private static string Latex(IEnumerable<PaperResult> table) =>
        string.Join("\n\\bigskip\n\n", table.GroupBy(result => result.Row.Set).Select(set => PaperTableFigure.Of([.. set]).ToLatex()));
}
