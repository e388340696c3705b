using System.Text;

namespace SuperResolution.Workbench.Report;

/// <summary>Styled letters as Unicode's mathematical alphanumerics (U+1D400 …): browsers no longer read MathML's mathvariant.</summary>
internal static class MathAlphabet
{
    private static readonly Dictionary<string, string> Script = MathSymbols.Pairs("B ℬ E ℰ F ℱ H ℋ I ℐ L ℒ M ℳ R ℛ e ℯ g ℊ o ℴ");
    private static readonly Dictionary<string, string> DoubleStruck = MathSymbols.Pairs("C ℂ H ℍ N ℕ P ℙ Q ℚ R ℝ Z ℤ");
    private static readonly Dictionary<string, string> Fraktur = MathSymbols.Pairs("C ℭ H ℌ I ℑ R ℜ Z ℨ");

    /// <summary>
    /// <paramref name="text"/> in the alphabet of <paramref name="command"/>: mathbf, boldsymbol, bm, mathcal, mathscr, mathbb, mathfrak,
    /// mathsf, mathtt.
    /// </summary>
    public static string Styled(string command, string text)
    {
        var styled = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
            styled.Append(Letter(command, rune.ToString(), rune.Value));
        return styled.ToString();
    }

    private static string Letter(string command, string letter, int c) => command switch
    {
        "mathbf" => Shifted(letter, c, 0x1D400, 0x1D7CE, 0x1D6A8),
        "boldsymbol" or "bm" => Shifted(letter, c, 0x1D468, 0x1D7CE, 0x1D71C),
        "mathcal" or "mathscr" => Script.GetValueOrDefault(letter) ?? Shifted(letter, c, 0x1D49C),
        "mathbb" => DoubleStruck.GetValueOrDefault(letter) ?? (letter == "1" ? "𝟙" : Shifted(letter, c, 0x1D538, 0x1D7D8)),
        "mathfrak" => Fraktur.GetValueOrDefault(letter) ?? Shifted(letter, c, 0x1D504),
        "mathsf" => Shifted(letter, c, 0x1D5A0, 0x1D7E2),
        "mathtt" => Shifted(letter, c, 0x1D670, 0x1D7F6),
        _ => letter,
    };

    private static string Shifted(string letter, int c, int latin, int digits = 0, int greek = 0) => c switch
    {
        >= 'A' and <= 'Z' => char.ConvertFromUtf32(latin + c - 'A'),
        >= 'a' and <= 'z' => char.ConvertFromUtf32(latin + 26 + c - 'a'),
        >= '0' and <= '9' when digits != 0 => char.ConvertFromUtf32(digits + c - '0'),
        >= 'Α' and <= 'Ω' when greek != 0 => char.ConvertFromUtf32(greek + c - 'Α'),
        >= 'α' and <= 'ω' when greek != 0 => char.ConvertFromUtf32(greek + 26 + c - 'α'),
        _ => letter,
    };
}
