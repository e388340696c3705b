using System.Text;

namespace SuperResolution.Workbench.Report;

/// <summary>
/// Cuts LaTeX into tokens: <c>\name</c>, <c>\;</c>, braces, single characters. White space means nothing in mathematics, except in
/// <c>\text</c>.
/// </summary>
internal sealed class LatexScanner(string latex)
{
    private int at;

    /// <summary>Where the next token is looked for.</summary>
    public int Position
    {
        get => at;
        set => at = value;
    }

    /// <summary>The next token, "" at the end.</summary>
    public string Peek()
    {
        var back = at;
        var token = Next();
        at = back;
        return token;
    }

    /// <summary>Takes the next token, "" at the end.</summary>
    public string Next()
    {
        SkipSpace();
        if (at >= latex.Length) return "";
        var start = at;
        if (latex[at] != '\\')
        {
            Rune.DecodeFromUtf16(latex.AsSpan(at), out _, out var length);
            at += length;
            return latex[start..at];
        }
        at++;
        if (at >= latex.Length) throw Bad("it ends with a backslash");
        if (!char.IsAsciiLetter(latex[at]))
            return latex[start..++at];
        while (at < latex.Length && char.IsAsciiLetter(latex[at])) at++;
        return latex[start..at];
    }

    public bool Take(string token)
    {
        if (Peek() != token) return false;
        Next();
        return true;
    }

    public void Expect(string token, string after)
    {
        var found = Next();
        if (found != token)
            throw Bad($"'{token}' is missing after {after}{(found.Length == 0 ? "" : $", there is '{found}'")}");
    }

    /// <summary>A number's digits from the current place on, with a decimal point between digits.</summary>
    public string Digits(string first)
    {
        var start = at;
        while (at < latex.Length && (char.IsAsciiDigit(latex[at])
            || (latex[at] == '.' && at + 1 < latex.Length && char.IsAsciiDigit(latex[at + 1]))))
            at++;
        return first + latex[start..at];
    }

    /// <summary>What stands in braces, as it is written.</summary>
    public string Raw(string after)
    {
        Expect("{", after);
        var start = at;
        for (var depth = 1; at < latex.Length; at++)
        {
            if (latex[at] == '\\') at++;
            else if (latex[at] == '{') depth++;
            else if (latex[at] == '}' && --depth == 0) return latex[start..at++];
        }
        throw Bad($"the brace after {after} is not closed");
    }

    /// <summary>What stands in brackets, or null.</summary>
    public string? Optional()
    {
        if (Peek() != "[") return null;
        Next();
        var end = latex.IndexOf(']', at);
        if (end < 0) throw Bad("a bracket '[' is not closed");
        var text = latex[at..end];
        at = end + 1;
        return text;
    }

    public MathException Bad(string cause) => new(latex.Trim(), cause);

    private void SkipSpace()
    {
        while (at < latex.Length && (char.IsWhiteSpace(latex[at]) || latex[at] == '%'))
        {
            if (latex[at] == '%') at = latex.IndexOf('\n', at) is var end and >= 0 ? end : latex.Length;
            else at++;
        }
    }
}
