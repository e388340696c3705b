using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace SuperResolution.Workbench.Report;

/// <summary>
/// Printed text as HTML: the eight ANSI colours, bold, and carriage returns that overwrite a line; other escapes are dropped.
/// </summary>
internal static partial class TerminalText
{
    public static string Html(string text)
    {
        var html = new StringBuilder();
        var colour = "";
        var bold = false;
        var at = 0;
        text = Overwritten(text);
        foreach (Match escape in Escape().Matches(text))
        {
            Append(text[at..escape.Index]);
            at = escape.Index + escape.Length;
            if (escape.Groups[2].Value == "m") Apply(escape.Groups[1].Value);
        }
        Append(text[at..]);
        return html.ToString();

        void Append(string plain)
        {
            var encoded = WebUtility.HtmlEncode(plain);
            var classes = (bold ? "bold " : "") + colour;
            html.Append(classes.Length == 0 || plain.Length == 0 ? encoded : $"<span class=\"{classes.Trim()}\">{encoded}</span>");
        }

        void Apply(string codes)
        {
            foreach (var code in codes.Split(';'))
            {
                switch (code)
                {
                    case "" or "0": (colour, bold) = ("", false); break;
                    case "1": bold = true; break;
                    case "22": bold = false; break;
                    case "39": colour = ""; break;
                    case ['3' or '9', >= '0' and <= '7' and var digit]: colour = $"ansi{digit}"; break;
                }
            }
        }
    }

    /// <summary>What a terminal shows in the end: the text behind a line's last carriage return, as progress lines use it.</summary>
    private static string Overwritten(string text) =>
        string.Join('\n', text.Replace("\r\n", "\n").Split('\n')
            .Select(line => line.TrimEnd('\r') is var kept && kept.LastIndexOf('\r') is >= 0 and var at ? kept[(at + 1)..] : kept));

    [GeneratedRegex(@"\x1b\[([\d;]*)([A-Za-z])", RegexOptions.NonBacktracking)]
    private static partial Regex Escape();
}
