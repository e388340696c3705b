using System.Globalization;
using System.Net;
using System.Text;

namespace SuperResolution.Workbench.Report;

/// <summary>
/// LaTeX formulas as MathML, which every browser draws without a script or a network. A subset: what it does not know
/// it refuses by name.
/// </summary>
/// <remarks>Written for MathML Core (W3C): no mathvariant but "normal", no columnalign, no mfenced.</remarks>
internal sealed partial class LatexToMathMl
{
    private readonly LatexScanner scan;
    private string alphabet = "";

    private LatexToMathMl(string latex) => scan = new LatexScanner(latex);

    /// <param name="latex">The formula without its dollars.</param>
    /// <param name="display">A line of its own, else within text.</param>
    /// <returns>A math element that carries the LaTeX as its annotation.</returns>
    /// <exception cref="MathException">Something in it is not known.</exception>
    public static string Convert(string latex, bool display)
    {
        var parser = new LatexToMathMl(latex);
        var row = parser.Row();
        if (parser.scan.Peek() is { Length: > 0 } rest)
            throw parser.scan.Bad($"'{rest}' stands where nothing opens it");
        return $"<math{(display ? " display=\"block\"" : "")}><semantics>{row}<annotation " +
            $"encoding=\"application/x-tex\">{Escape(latex.Trim())}</annotation></semantics></math>";
    }

    /// <summary>Everything up to a token that closes something.</summary>
    private string Row()
    {
        var items = new StringBuilder();
        var count = 0;
        var before = MathRole.Operator; // a sign at the start is a prefix
        while (scan.Peek() is not ("" or "}" or "&" or "\\\\" or "\\end" or "\\right" or "\\middle"))
        {
            if (scan.Peek() is "\\displaystyle" or "\\textstyle")
            {
                var display = scan.Next() == "\\displaystyle" ? "true" : "false";
                items.Append($"<mstyle displaystyle=\"{display}\">{Row()}</mstyle>");
                count++;
                continue;
            }
            var sign = scan.Peek() is "-" or "+" or "\\pm" or "\\mp" && before is MathRole.Operator or MathRole.Opening;
            var node = Scripted();
            if (node.Role == MathRole.Function && before is MathRole.Operand or MathRole.Function)
                items.Append(Space("0.1667"));
            items.Append(sign ? node.Markup.Replace("<mo>", "<mo form=\"prefix\">") : node.Markup);
            if (node.Role == MathRole.Function && NeedsSpaceAfterFunction())
                items.Append(Space("0.1667"));
            before = node.Role;
            count++;
        }
        return count == 1 ? items.ToString() : $"<mrow>{items}</mrow>";
    }

    private bool NeedsSpaceAfterFunction() =>
        scan.Peek() is not ("" or "}" or "&" or "\\\\" or "\\end" or "\\right" or "\\middle" or "(" or "[" or "\\{" or "\\left"
            or ")" or "]" or "," or "+" or "-" or "=")
        && !scan.Peek().StartsWith("\\big", StringComparison.OrdinalIgnoreCase);

    private MathNode Scripted()
    {
        var node = scan.Peek() is "^" or "_" ? new MathNode("<mrow></mrow>") : Atom();
        string? below = null, above = null;
        var raised = false;
        while (true)
        {
            var token = scan.Peek();
            if (token is "\\limits" or "\\nolimits")
                node = node with { Limits = scan.Next() == "\\limits" };
            else if (token == "'")
            {
                scan.Next();
                above += "<mo>′</mo>";
            }
            else if (token == "_" && below is null)
            {
                scan.Next();
                below = Argument("_");
            }
            else if (token == "^" && !raised)
            {
                scan.Next();
                raised = true;
                var argument = Argument("^");
                above = above is null ? argument : $"<mrow>{above}{argument}</mrow>";
            }
            else break;
        }
        if (scan.Peek() is "_" or "^") throw scan.Bad($"two scripts '{scan.Peek()}' at one place");
        if (above?.StartsWith("<mo>′</mo><mo>", StringComparison.Ordinal) is true) above = $"<mrow>{above}</mrow>";
        return (below, above) switch
        {
            (null, null) => node,
            (_, null) => node with { Markup = Element(node.Limits ? "munder" : "msub", node.Markup, below) },
            (null, _) => node with { Markup = Element(node.Limits ? "mover" : "msup", node.Markup, above) },
            _ => node with { Markup = Element(node.Limits ? "munderover" : "msubsup", node.Markup, below, above) },
        };
    }

    /// <summary>A group in braces, or one token.</summary>
    private string Argument(string after)
    {
        if (scan.Peek() is "" or "}" or "&" or "^" or "_") throw scan.Bad($"nothing follows {after}");
        // TeX takes one digit: x^10 is x¹0.
        if (char.IsAsciiDigit(scan.Peek()[0])) return $"<mn>{scan.Next()}</mn>";
        return Atom().Markup;
    }

    private MathNode Atom()
    {
        var token = scan.Next();
        if (token == "{")
        {
            var outer = alphabet;
            var row = Row();
            alphabet = outer;
            scan.Expect("}", "a group");
            return new MathNode(row);
        }
        if (token.StartsWith('\\'))
            return Command(token[1..]);
        if (char.IsAsciiDigit(token[0]))
            return new MathNode(alphabet is "" or "mathrm" ? $"<mn>{scan.Digits(token)}</mn>"
                : $"<mn>{MathAlphabet.Styled(alphabet, scan.Digits(token))}</mn>");
        var rune = Rune.GetRuneAt(token, 0);
        if (Rune.IsLetter(rune)) return Letter(token);
        return token switch
        {
            "(" or "[" => new MathNode($"<mo stretchy=\"false\">{token}</mo>", MathRole.Opening),
            ")" or "]" => new MathNode($"<mo stretchy=\"false\">{token}</mo>"),
            "|" => Bar("|"),
            "-" => new MathNode("<mo>−</mo>", MathRole.Operator),
            "*" => new MathNode("<mo>∗</mo>", MathRole.Operator),
            "~" => new MathNode(Space("0.25")),
            "!" or "." or "?" => new MathNode($"<mo>{token}</mo>"),
            "+" or "=" or "<" or ">" or "/" or "," or ";" or ":" => new MathNode($"<mo>{Escape(token)}</mo>", MathRole.Operator),
            _ when rune.Value >= 128 =>
                new MathNode($"<mo>{token}</mo>",
                    Rune.GetUnicodeCategory(rune) == UnicodeCategory.MathSymbol ? MathRole.Operator : MathRole.Operand),
            _ => throw scan.Bad($"the character '{token}' is not known in mathematics"),
        };
    }

    private MathNode Letter(string letter) => new(alphabet switch
    {
        "" or "mathit" => $"<mi>{letter}</mi>",
        "mathrm" => $"<mi mathvariant=\"normal\">{letter}</mi>",
        _ => $"<mi>{MathAlphabet.Styled(alphabet, letter)}</mi>",
    });

    private static MathNode Bar(string bar, MathRole role = MathRole.Operand) =>
        new($"<mo stretchy=\"false\" lspace=\"0\" rspace=\"0\">{bar}</mo>", role);

    private static string Space(string em) => $"<mspace width=\"{em}em\"></mspace>";

    private static string Element(string name, params string?[] children) => $"<{name}>{string.Concat(children)}</{name}>";

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
