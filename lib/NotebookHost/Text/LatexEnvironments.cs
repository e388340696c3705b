using System.Text;

namespace SuperResolution.Workbench.Report;

/// <summary>Rows and columns: <c>\begin{aligned}</c>, <c>{cases}</c>, matrices.</summary>
internal sealed partial class LatexToMathMl
{
    private MathNode Environment()
    {
        var name = scan.Raw("\\begin");
        var plain = name.TrimEnd('*');
        var markup = plain switch
        {
            "aligned" or "align" or "split" or "alignat" =>
                Table(i => i % 2 == 0 ? Align("right") + ";padding-left:0;padding-right:0"
                    : Align("left") + ";padding-left:0;padding-right:1em", "displaystyle=\"true\""),
            "gathered" or "gather" or "equation" => Table(_ => Align("center"), "displaystyle=\"true\""),
            "cases" => $"<mrow>{Fence("{", "prefix")}{Table(_ => Align("left"))}</mrow>",
            "matrix" or "smallmatrix" => Table(_ => Align("center")),
            "pmatrix" => Matrix("(", ")"),
            "bmatrix" => Matrix("[", "]"),
            "Bmatrix" => Matrix("{", "}"),
            "vmatrix" => Matrix("|", "|"),
            "Vmatrix" => Matrix("‖", "‖"),
            "array" => Array(scan.Raw("\\begin{array}")),
            _ => throw scan.Bad($"the environment '{name}' is not known"),
        };
        scan.Expect("\\end", $"\\begin{{{name}}}");
        var end = scan.Raw("\\end");
        return end == name ? new MathNode(markup) : throw scan.Bad($"\\begin{{{name}}} is closed by \\end{{{end}}}");
    }

    private string Matrix(string left, string right) =>
        $"<mrow>{Fence(left, "prefix")}{Table(_ => Align("center"))}{Fence(right, "postfix")}</mrow>";

    private static string Fence(string delimiter, string form) => $"<mo stretchy=\"true\" fence=\"true\" form=\"{form}\">{delimiter}</mo>";

    /// <summary>Chromium lays a cell's content out as a block, which only the prefixed values move.</summary>
    private static string Align(string side) => $"text-align:{side};text-align:-webkit-{side}";

    private string Array(string columns)
    {
        var alignments = columns.Where(c => c is 'l' or 'c' or 'r').Select(c => c switch { 'l' => "left", 'r' => "right", _ => "center" })
            .ToArray();
        if (alignments.Length == 0 || columns.Any(c => c is not ('l' or 'c' or 'r' or ' ')))
            throw scan.Bad($"the columns '{columns}' of an array are not known; l, c and r are");
        return Table(i => Align(alignments[Math.Min(i, alignments.Length - 1)]));
    }

    private MathNode Substack()
    {
        scan.Expect("{", "\\substack");
        var table = Table(_ => Align("center") + ";padding:0");
        scan.Expect("}", "\\substack");
        return new MathNode(table);
    }

    private string Table(Func<int, string> style, string attributes = "")
    {
        var rows = new StringBuilder();
        do
        {
            scan.Optional(); // \\[4pt]: the distance is the page's affair
            if (rows.Length > 0 && scan.Peek() is "\\end" or "}") break;
            var column = 0;
            rows.Append("<mtr>");
            do rows.Append($"<mtd style=\"{style(column++)}\">{Row()}</mtd>");
            while (scan.Take("&"));
            rows.Append("</mtr>");
        }
        while (scan.Take("\\\\"));
        return attributes.Length == 0 ? $"<mtable>{rows}</mtable>" : $"<mtable {attributes}>{rows}</mtable>";
    }
}
