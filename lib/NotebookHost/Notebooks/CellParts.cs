using System.Text;
using System.Text.RegularExpressions;

namespace SuperResolution.Workbench.Notebooks;

/// <summary>
/// Cuts a cell's text at the directives that C# scripting does not know: <c>#!import</c>, <c>#!time</c>, <c>#!csharp</c>.
/// </summary>
internal static partial class CellParts
{
    /// <exception cref="CellSourceException">An unknown directive.</exception>
    public static IReadOnlyList<CellPart> Split(string source)
    {
        var parts = new List<CellPart>();
        var code = new StringBuilder();
        var line = 0;
        foreach (var text in source.Split('\n'))
        {
            line++;
            var directive = Directive().Match(text);
            if (!directive.Success)
            {
                code.Append(text).Append('\n');
                continue;
            }
            Close(line - 1);
            parts.AddRange(Handle(directive.Groups[1].Value, directive.Groups[2].Value.Trim().Trim('"'), line));
        }
        Close(line);
        return parts;

        void Close(int end)
        {
            var text = code.ToString();
            if (!string.IsNullOrWhiteSpace(text))
                parts.Add(new CellPart(CellPartKind.Code, text, 1));
            // What follows keeps its place.
            code.Clear().Append('\n', end + 1);
        }
    }

    private static CellPart[] Handle(string name, string argument, int line) => name switch
    {
        "import" when argument.Length > 0 => [new CellPart(CellPartKind.Import, argument, line)],
        "import" => throw new CellSourceException(line, "#!import needs a file name: #!import _kit.csx"),
        "time" => [new CellPart(CellPartKind.Time, "", line)],
        "csharp" => [],
        _ => throw new CellSourceException(
            line, $"#!{name} is not known here; the workbench runs C# cells with #!import, #!time and #!csharp."),
    };

    [GeneratedRegex(@"^\s*#!([A-Za-z][\w-]*)(.*)$", RegexOptions.NonBacktracking)]
    private static partial Regex Directive();
}

/// <summary>A run of lines that is compiled at once, or a directive that the engine itself handles.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Code: preceded by empty lines, so that its line numbers are the cell's. Import: the file name.</param>
/// <param name="Line">The directive's line in the cell, from 1; 1 for code.</param>
internal sealed record CellPart(CellPartKind Kind, string Text, int Line);

internal enum CellPartKind { Code, Import, Time }
