using SuperResolution.Figures;
using SuperResolution.Workbench.Notebooks;

namespace SuperResolution.Workbench.Tests.Notebooks;

public class ValueFormatterTests
{
    private sealed class OwnFigure : Figure
    {
        public override string ToHtml() => "<b>own</b>";

        public override string ToString() => "own";
    }

    [Fact]
    public void Types_derived_from_a_base_with_the_attribute_by_name_show_their_HTML_and_text()
    {
        var shown = ValueFormatter.Format(new OwnFigure());
        Assert.Equal("<b>own</b>", shown["text/html"]);
        Assert.Equal("own", shown["text/plain"]);
    }

    [Fact]
    public void Plain_values_look_as_in_dotnet_interactive()
    {
        Assert.StartsWith("<div class=\"dni-plaintext\"><pre>5</pre></div>", ValueFormatter.Format(5)["text/html"]);
        Assert.Equal("a < b", ValueFormatter.Format("a < b")["text/plain"]);
        Assert.Contains("&lt;x&gt;", ValueFormatter.Format(new { A = "<x>" })["text/html"]);
        Assert.Equal("null", ValueFormatter.Format(null)["text/plain"]);
    }
}
