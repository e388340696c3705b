using System.Text;
using SuperResolution.Workbench.Notebooks;
using SuperResolution.Workbench.Report;

namespace SuperResolution.Workbench.Tests.Report;

public class MarkupTests
{
    private static NotebookFile Notebook(params string[] cells) => NotebookFile.Parse("test.ipynb", Encoding.UTF8.GetBytes(TestNotebook.Json(cells)));

    private static string Text(string markdown, string folder = "/") => new MarkdownText(folder).Html(Notebook("md:" + markdown).Cells[0]);

    [Fact]
    public void Mathematics_in_text_becomes_MathML_and_dollars_in_code_stay()
    {
        Assert.Contains("<p>The scale <math><semantics><mi>s</mi>", Text("The scale $s$ and `$x$`."));
        Assert.Contains("<code>$x$</code>", Text("The scale $s$ and `$x$`."));
        Assert.Contains("<math display=\"block\">", Text("$$\n\\frac{a}{b}\n$$"));
        Assert.Contains("<math display=\"block\">", Text("text\n\n$$\\frac{a}{b}$$\n"));
        Assert.Contains("math-error", Text("$\\unheard$"));
        Assert.Equal(3, MarkdownText.BadFormula("fine $x$\n\nbad $\\unheard$")!.Value.Line);
        Assert.Null(MarkdownText.BadFormula("costs 5$ and 6$, `$\\unheard$`"));
    }

    [Fact]
    public void Tables_headings_and_links_to_notebooks()
    {
        var text = new MarkdownText("/");
        var html = text.Html(Notebook("md:# One *two*\n## Three\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[next](02-b.ipynb#x) [out](https://example.org/a.ipynb) [its *answers*](solutions/02-b.ipynb) end").Cells[0]);
        Assert.Contains("<table>", html);
        Assert.Contains("href=\"02-b.html#x\"", html);
        Assert.Contains("href=\"https://example.org/a.ipynb\"", html);
        Assert.Contains("</a> its <em>answers</em> end", html); // the report has no page of another folder
        Assert.Equal([new Heading(1, "one-two", "One two"), new Heading(2, "three", "Three")], text.Headings);
    }

    [Fact]
    public void Local_pictures_move_into_the_page()
    {
        using var folder = new TemporaryFolder();
        new Imaging.Picture(1, 1, 1, [7]).Save(folder.File("dot.png"));
        Assert.Contains("src=\"data:image/png;base64,iVBOR", Text("![dot](dot.png)", folder.Path));
    }

    [Fact]
    public void Lead_is_the_first_heading_and_the_paragraph_behind_it()
    {
        Assert.Equal(("A title", "First <em>part</em>\nof <code>it</code>."), MarkdownText.Lead(Notebook("1", "md:lost\n\n# A *title*", "md:First *part*\nof `it`.\n\nSecond.").Cells));
        Assert.Equal((null, null), MarkdownText.Lead(Notebook("1").Cells));
    }

    [Fact]
    public void Code_is_coloured_and_escaped()
    {
        var html = CSharpColours.Html("#!import _kit.csx\nvar x = new List<int>(); // a < b\nConsole.WriteLine($\"{x} <b>\" + 1.5);");
        Assert.Contains("<span class=\"k\">var</span>", html);
        Assert.Contains("<span class=\"c\">// a &lt; b</span>", html);
        Assert.Contains("<span class=\"t\">List</span>&lt;<span class=\"k\">int</span>&gt;", html);
        Assert.Contains("Console.<span class=\"f\">WriteLine</span>(", html);
        Assert.Contains("<span class=\"n\">1.5</span>", html);
        Assert.Contains("&lt;b&gt;", html);
        Assert.Equal("#!import _kit.csx\nvar x = new List<int>(); // a < b\nConsole.WriteLine($\"{x} <b>\" + 1.5);",
            System.Net.WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Replace(html, "</?span[^>]*>", "")));
    }

    [Fact]
    public void Printed_text_keeps_colours_drops_other_escapes_and_overwrites_lines()
    {
        Assert.Equal("a<span class=\"ansi1\">&lt;red&gt;</span>b", TerminalText.Html("a\u001b[31m<red>\u001b[0mb"));
        Assert.Equal("<span class=\"bold ansi2\">x</span>", TerminalText.Html("\u001b[1;32mx"));
        Assert.Equal("done\nnext", TerminalText.Html("10 %\r50 %\rdone\u001b[K\r\nnext"));
    }

    [Fact]
    public void Outputs_are_escaped_but_HTML_outputs_keep_their_scripts()
    {
        var notebook = Notebook("1");
        var output = new CollectedOutput();
        output.Print("stdout", "<script>no</script>");
        output.Show(new Dictionary<string, string> { ["text/html"] = "<div id=\"c\"></div><script>draw()</script>", ["text/plain"] = "chart" });
        output.Show(new Dictionary<string, string> { ["text/plain"] = "<plain>" });
        output.Show(new Dictionary<string, string> { ["image/png"] = "AAAA" });
        notebook.Cells[0].SetResult(1, output.ToJson());
        var html = new CellMarkup(new FigureNumbers(1)).Code(notebook.Cells[0]);
        Assert.Contains("&lt;script&gt;no&lt;/script&gt;", html);
        Assert.Contains("<div class=\"output html\"><div id=\"c\"></div><script>draw()</script></div>", html);
        Assert.Contains("&lt;plain&gt;", html);
        Assert.Contains("src=\"data:image/png;base64,AAAA\"", html);
        Assert.DoesNotContain(">chart<", html);
    }
}
