namespace SuperResolution.Tests.Support;

public sealed class ForeignTextTests
{
    [Theory]
    [InlineData("conv1.weight", "conv1.weight")]
    [InlineData("Grüße 日本 😀", "Grüße 日本 😀")]
    [InlineData("\u001b[31mred", "\\u001B[31mred")]
    [InlineData("a\nb\tc\r", "a\\u000Ab\\u0009c\\u000D")]
    [InlineData("\u009b2J", "\\u009B2J")]              // CSI in one byte of Latin-1
    [InlineData("gnp.\u202eexe", "gnp.\\u202Eexe")]    // turns the direction of writing
    [InlineData("a\u2028b", "a\\u2028b")]
    public void Codes_that_a_terminal_would_obey_are_written_out(string text, string shown) => Assert.Equal(shown, ForeignText.Show(text));

    [Fact]
    public void Long_texts_end_with_an_ellipsis_and_never_inside_of_a_character()
    {
        Assert.Equal("abc…", ForeignText.Show("abcd", most: 3));
        Assert.Equal("abc", ForeignText.Show("abc", most: 3));
        Assert.Equal("half \\uD83D of a pair", ForeignText.Show("half \ud83d of a pair"));
        Assert.Equal("ab😀…", ForeignText.Show("ab😀d", most: 3));
        Assert.Equal(6 * 120 + 1, ForeignText.Show(new string('\u0007', 50_000_000)).Length);
    }
}
