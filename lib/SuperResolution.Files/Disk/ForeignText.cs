using System.Globalization;
using System.Text;

namespace SuperResolution;

/// <summary>
/// Names and texts out of files and from the network, as a message shows them: short, on one line, and without codes that a terminal would
/// obey.
/// </summary>
public static class ForeignText
{
    /// <summary>
    /// Control and formatting characters become <c>\u001B</c> and the like, also those that turn the direction of writing; so do halves of
    /// surrogate pairs.
    /// </summary>
    /// <param name="text">What somebody else wrote.</param>
    /// <param name="most">Characters of it that are shown; an ellipsis stands for the rest.</param>
    public static string Show(string text, int most = 120)
    {
        var shown = new StringBuilder();
        var at = 0;
        while (at < text.Length && at < most)
        {
            var isWhole = Rune.TryGetRuneAt(text, at, out var rune);
            if (isWhole && !Obeyed(Rune.GetUnicodeCategory(rune))) shown.Append(rune.ToString());
            else shown.Append(CultureInfo.InvariantCulture, $"\\u{(isWhole ? rune.Value : text[at]):X4}");
            at += isWhole ? rune.Utf16SequenceLength : 1;
        }
        return (at < text.Length ? shown.Append('…') : shown).ToString();
    }

    private static bool Obeyed(UnicodeCategory category) => category is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;
}
