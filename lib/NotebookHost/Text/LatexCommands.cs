namespace SuperResolution.Workbench.Report;

/// <summary>The commands: fractions, roots, accents, alphabets, delimiters.</summary>
internal sealed partial class LatexToMathMl
{
    private MathNode Command(string name)
    {
        if (MathSymbols.Letters.TryGetValue(name, out var letter)) return Letter(letter);
        if (MathSymbols.Upright.TryGetValue(name, out var upright))
            return new MathNode(
                $"<mi mathvariant=\"normal\">{Escape(alphabet.Length > 0 ? MathAlphabet.Styled(alphabet, upright) : upright)}</mi>");
        if (MathSymbols.Operators.TryGetValue(name, out var sign)) return new MathNode($"<mo>{Escape(sign)}</mo>", MathRole.Operator);
        if (MathSymbols.Large.TryGetValue(name, out var large)) return new MathNode($"<mo>{large}</mo>", MathRole.Operator, Limits: true);
        if (MathSymbols.Integrals.TryGetValue(name, out var integral)) return new MathNode($"<mo>{integral}</mo>", MathRole.Operator);
        if (MathSymbols.Functions.TryGetValue(name, out var limits))
            return Function(name is "limsup" or "liminf" ? $"{name[..3]} {name[3..]}" : name, limits);
        if (MathSymbols.Spaces.TryGetValue(string.IsNullOrWhiteSpace(name) ? "space" : name, out var space))
            return new MathNode(Space(space));
        if (MathSymbols.Accents.TryGetValue(name, out var accent))
        {
            var wide = name.StartsWith("wide", StringComparison.Ordinal) || name.StartsWith("over", StringComparison.Ordinal);
            return new MathNode($"<mover accent=\"true\">{Argument("\\" + name)}<mo " +
                $"stretchy=\"{(wide ? "true" : "false")}\">{accent}</mo></mover>");
        }
        if (MathSymbols.Delimiters.TryGetValue("\\" + name, out var delimiter)) return Delimiter(name, delimiter);
        if (name.StartsWith("big", StringComparison.OrdinalIgnoreCase)
            && MathSymbols.Sizes.TryGetValue(name.TrimEnd('l', 'r', 'm'), out var size))
            return new MathNode($"<mo stretchy=\"true\" lspace=\"0\" rspace=\"0\" minsize=\"{size}em\" " +
                $"maxsize=\"{size}em\">{Escape(TakeDelimiter(name))}</mo>", name.EndsWith('l') ? MathRole.Opening : MathRole.Operand);
        return Structure(name);
    }

    private MathNode Structure(string name) => name switch
    {
        "frac" or "dfrac" or "tfrac" => Fraction(name),
        "binom" => new MathNode(
            $"<mrow><mo>(</mo><mfrac linethickness=\"0\">{Argument("\\binom")}{Argument("\\binom")}</mfrac><mo>)</mo></mrow>"),
        "sqrt" => Root(),
        "text" or "textrm" or "mbox" => new MathNode($"<mtext>{Text(name)}</mtext>"),
        "textbf" => new MathNode($"<mtext style=\"font-weight:bold\">{Text(name)}</mtext>"),
        "textit" => new MathNode($"<mtext style=\"font-style:italic\">{Text(name)}</mtext>"),
        "operatorname" => scan.Take("*") ? Function(Word(name)!, limits: true) : Function(Word(name)!, limits: false),
        "mathrm" => Word(name) is { } word ? new MathNode($"<mi mathvariant=\"normal\">{word}</mi>") : Styled(name),
        "mathbf" or "boldsymbol" or "bm" or "mathcal" or "mathscr" or "mathbb" or "mathfrak" or "mathsf" or "mathtt" or "mathit" =>
            Styled(name),
        "underline" => new MathNode($"<munder>{Argument("\\underline")}<mo stretchy=\"true\">_</mo></munder>"),
        "underbrace" => new MathNode($"<munder>{Argument("\\underbrace")}<mo stretchy=\"true\">⏟</mo></munder>", Limits: true),
        "overbrace" => new MathNode($"<mover>{Argument("\\overbrace")}<mo stretchy=\"true\">⏞</mo></mover>", Limits: true),
        "underset" => Stacked("munder", name),
        "overset" or "stackrel" => Stacked("mover", name),
        "bmod" => new MathNode("<mo lspace=\"0.2222em\" rspace=\"0.2222em\">mod</mo>", MathRole.Operator),
        "left" => Fenced(),
        "begin" => Environment(),
        "substack" => Substack(),
        _ => throw scan.Bad($"the command '\\{name}' is not known; write it otherwise, or add it to MathSymbols"),
    };

    private MathNode Fraction(string name)
    {
        var fraction = $"<mfrac>{Argument("\\" + name)}{Argument("\\" + name)}</mfrac>";
        return new MathNode(name switch
        {
            "dfrac" => $"<mstyle displaystyle=\"true\">{fraction}</mstyle>",
            "tfrac" => $"<mstyle displaystyle=\"false\">{fraction}</mstyle>",
            _ => fraction,
        });
    }

    private MathNode Root()
    {
        var degree = scan.Optional();
        var radicand = Argument("\\sqrt");
        return new MathNode(degree is null ? $"<msqrt>{radicand}</msqrt>" : $"<mroot>{radicand}{new LatexToMathMl(degree).Row()}</mroot>");
    }

    private static MathNode Function(string name, bool limits) => limits
        ? new MathNode($"<mo movablelimits=\"true\" lspace=\"0\" rspace=\"0\">{name}</mo>", MathRole.Function, Limits: true)
        : new MathNode($"<mi mathvariant=\"normal\">{name}</mi>", MathRole.Function);

    private string Text(string name) =>
        Escape(scan.Raw("\\" + name).Replace("\\%", "%").Replace("\\_", "_").Replace("\\&", "&").Replace(' ', '\u00A0'));

    /// <summary>A word of plain letters in braces; null where the group holds more than that (then nothing is taken).</summary>
    private string? Word(string name)
    {
        if (scan.Peek() != "{") return name == "operatorname" ? throw scan.Bad("\\operatorname needs braces") : null;
        var before = scan.Position;
        var text = scan.Raw("\\" + name).Replace("\\,", "\u2009").Replace("\\_", "_");
        if (text.Length > 0 && text.All(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_' or '.' or '/' or '\u2009'))
            return text.Replace(' ', '\u00A0');
        if (name == "operatorname") throw scan.Bad($"\\operatorname{{{text}}} is more than a word");
        scan.Position = before;
        return null;
    }

    private MathNode Styled(string name)
    {
        var outer = alphabet;
        alphabet = name;
        var content = Argument("\\" + name);
        alphabet = outer;
        return new MathNode(content);
    }

    private MathNode Stacked(string element, string name)
    {
        var script = Argument("\\" + name);
        return new MathNode($"<{element}>{Argument("\\" + name)}{script}</{element}>", MathRole.Operator);
    }

    private static MathNode Delimiter(string name, string delimiter) => delimiter switch
    {
        "|" or "‖" => Bar(delimiter, name.StartsWith('l') ? MathRole.Opening : MathRole.Operand),
        "\\" => new MathNode("<mo>\\</mo>", MathRole.Operator),
        "{" or "⟨" or "⌊" or "⌈" or "[" => new MathNode($"<mo stretchy=\"false\">{delimiter}</mo>", MathRole.Opening),
        _ => new MathNode($"<mo stretchy=\"false\">{delimiter}</mo>"),
    };

    private string TakeDelimiter(string after)
    {
        var token = scan.Next();
        if (token == ".") return ""; // a side without one
        return MathSymbols.Delimiters.TryGetValue(token, out var delimiter) ? delimiter
            : throw scan.Bad($"'{token}' after \\{after} is not a delimiter");
    }

    private MathNode Fenced()
    {
        var content = Fence(TakeDelimiter("left"), "prefix") + Row();
        while (scan.Take("\\middle"))
            content += Fence(TakeDelimiter("middle"), "infix") + Row();
        scan.Expect("\\right", "\\left");
        return new MathNode($"<mrow>{content}{Fence(TakeDelimiter("right"), "postfix")}</mrow>");

        static string Fence(string delimiter, string form)
        {
            var spacing = form == "infix" ? "" : " fence=\"true\" lspace=\"0\" rspace=\"0\"";
            return delimiter.Length == 0 ? "" : $"<mo stretchy=\"true\" form=\"{form}\"{spacing}>{Escape(delimiter)}</mo>";
        }
    }
}
