using System.Buffers;

namespace SuperResolution.Workbench.Report;

/// <summary>
/// Text that somebody else wrote (names of files and tensors, metadata, what servers and exceptions say) as text and nothing else.
/// </summary>
/// <remarks>
/// Characters that a terminal or a browser obeys instead of showing become one visible character each: those below the space their picture
/// (␛), all others, among them marks that turn the direction of writing, �. What the workbench prints goes through here, and so does each
/// page of a report.
/// </remarks>
internal static class PlainText
{
    private const string Directions = "\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069";

    private static readonly SearchValues<char> obeyed = SearchValues.Create(
        [.. Enumerable.Range(0, 0xa0).Select(code => (char)code).Where(char.IsControl).Except(['\n', '\t']), .. Directions]);

    /// <summary>Several lines: ends of lines and tabs stay.</summary>
    public static string Text(ReadOnlySpan<char> text)
    {
        if (text.IndexOfAny(obeyed) < 0) return text.ToString();
        var shown = text.ToString().Replace("\r\n", "\n").ToCharArray();
        foreach (ref var character in shown.AsSpan())
            if (obeyed.Contains(character)) character = Shown(character);
        return new string(shown);
    }

    /// <summary>One line: what would begin another is shown as well.</summary>
    public static string Line(ReadOnlySpan<char> text) => Text(text).Replace('\n', Shown('\n'));

    private static char Shown(char character) => character switch
    {
        < ' ' => (char)('\u2400' + character),
        '\u007f' => '\u2421',
        _ => '\ufffd',
    };
}
