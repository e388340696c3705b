using System.Text;

namespace SuperResolution.Figures;

/// <summary>Tables as text for other programs: Markdown and LaTeX.</summary>
public static class TableText
{
    private static readonly Dictionary<char, string> latex = new()
    {
        ['\\'] = @"\textbackslash{}",
        ['&'] = @"\&",
        ['%'] = @"\%",
        ['$'] = @"\$",
        ['#'] = @"\#",
        ['_'] = @"\_",
        ['{'] = @"\{",
        ['}'] = @"\}",
        ['~'] = @"\textasciitilde{}",
        ['^'] = @"\textasciicircum{}",
        ['<'] = "$<$",
        ['>'] = "$>$",
        ['|'] = "$|$",
        ['"'] = "''",
        ['×'] = @"$\times$",
        ['−'] = "$-$",
        ['·'] = @"$\cdot$",
        ['…'] = @"\ldots{}",
        ['φ'] = @"$\varphi$",
        ['α'] = @"$\alpha$",
        ['∞'] = @"$\infty$",
        ['°'] = @"$^\circ$",
        ['±'] = @"$\pm$",
        ['↑'] = @"$\uparrow$",
        ['↓'] = @"$\downarrow$",
        ['→'] = @"$\to$",
        ['◂'] = @"$\triangleleft$",
        ['–'] = "--",
        ['—'] = "---",
        ['’'] = "'",
        ['\u00a0'] = "~",
        ['⁄'] = "/",
        ['⁰'] = "$^0$",
        ['¹'] = "$^1$",
        ['²'] = "$^2$",
        ['³'] = "$^3$",
        ['⁴'] = "$^4$",
        ['⁵'] = "$^5$",
        ['⁶'] = "$^6$",
        ['⁷'] = "$^7$",
        ['⁸'] = "$^8$",
        ['⁹'] = "$^9$",
    };

    /// <summary>A Markdown table with its caption above and its notes below.</summary>
    public static string ToMarkdown(this Table table)
    {
        var text = new StringBuilder($"**{Md(table.Caption)}**\n\n");
        text.Append($"| {string.Join(" | ", table.Columns.Select(Md))} " +
            $"|\n|{string.Concat(table.Columns.Select((_, i) => table.IsNumeric(i) ? "---:|" : "---|"))}\n");
        foreach (var row in table.Rows) text.Append($"| {string.Join(" | ", row.Select(Md))} |\n");
        foreach (var note in table.Notes) text.Append($"\n{Md(note)}\n");
        return text.ToString();
    }

    /// <summary>
    /// A LaTeX <c>tabular</c> with caption and notes as paragraphs around it; needs no package. For \input into a document, or into
    /// <see cref="LatexDocument"/>.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="widest">Columns with longer texts than this are paragraphs that break, in characters.</param>
    public static string ToLatex(this Table table, int widest = 40)
    {
        var columns = table.Columns.Select(
            (column, i) => table.IsNumeric(i) ? "r" : table.Rows.Any(row => row[i].Length > widest) ? @"p{0.3\linewidth}" : "l");
        var text = new StringBuilder($"\\noindent\\textbf{{{Latex(table.Caption)}}}\n\n" +
            $"\\smallskip\\noindent\\begin{{tabular}}{{{string.Concat(columns)}}}\n\\hline\n");
        text.Append(string.Join(" & ", table.Columns.Select(Latex))).Append(" \\\\\n\\hline\n");
        foreach (var row in table.Rows) text.Append(string.Join(" & ", row.Select(Latex))).Append(" \\\\\n");
        text.Append("\\hline\n\\end{tabular}\n");
        foreach (var note in table.Notes) text.Append($"\n\\noindent {Latex(note)}\n");
        return text.ToString();
    }

    /// <summary>A document on A4, landscape, that holds other files, for pdflatex as it is.</summary>
    /// <param name="files">Names without extension, in the document's folder.</param>
    public static string LatexDocument(IEnumerable<string> files) => $$"""
        \documentclass{article}
        \setlength{\pdfpagewidth}{297mm}\setlength{\pdfpageheight}{210mm}
        \setlength{\hoffset}{-1in}\setlength{\oddsidemargin}{15mm}\setlength{\textwidth}{267mm}
        \setlength{\voffset}{-1in}\setlength{\topmargin}{12mm}\setlength{\headheight}{0mm}\setlength{\headsep}{0mm}
        \setlength{\textheight}{178mm}
        \begin{document}
        \footnotesize
        {{string.Join("\n\\clearpage\n", files.Select(file => $"\\input{{{file}}}"))}}
        \end{document}

        """;

    /// <summary>Plain text made safe for LaTeX; what pdfTeX's standard fonts lack becomes a command.</summary>
    public static string Latex(string text) => string.Concat(text.Select(c => latex.GetValueOrDefault(c) ?? c.ToString()));

    private static string Md(string text) =>
        text.Replace("\\", "\\\\").Replace("|", "\\|").Replace("*", "\\*").Replace("_", "\\_").Replace("<", "&lt;").Replace("\n", " ");
}
