using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using SuperResolution.Workbench.Notebooks;
using SuperResolution.Workbench.Report;

namespace SuperResolution.Workbench.Tests.Report;

public class MarkupTests
{
    private static NotebookFile Notebook(params string[] cells) =>
        NotebookFile.Parse("test.ipynb", Encoding.UTF8.GetBytes(TestNotebook.Json(cells)));

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
        var html = text.Html(Notebook(
            "md:# One *two*\n## Three\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[next](02-b.ipynb#x) [out](https://example.org/a.ipynb) [its " +
            "*answers*](solutions/02-b.ipynb) end").Cells[0]);
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

    [Theory]
    [InlineData("../secret.png"), InlineData("{outside}/secret.png"), InlineData("%2e%2e/secret.png"), InlineData("sub/../../secret.png"),
        InlineData("link.png"), InlineData("linked/secret.png")]
    [InlineData("notes.txt"), InlineData(".netrc"), InlineData("absent.png"), InlineData("empty.png"),
        InlineData("file://{outside}/secret.png"), InlineData("//other/share/x.png"), InlineData("/\\other\\x.png")]
    [InlineData("sub"), InlineData("x%00.png"), InlineData("attachment:absent.png"), InlineData("data:text/html;base64,PHA+")]
    public void What_is_no_picture_within_the_notebook_s_folder_is_not_put_into_the_page(string address)
    {
        using var outer = new TemporaryFolder();
        var folder = Directory.CreateDirectory(outer.File("notebooks/sub")).Parent!.FullName;
        var picture = new Imaging.Picture(1, 1, 1, [7]).ToPng();
        Directory.CreateDirectory(outer.File("outside"));
        foreach (var name in new[] { "secret.png", "outside/secret.png", "notebooks/sub/dot.png" })
            File.WriteAllBytes(outer.File(name), picture);
        foreach (var name in new[] { "notes.txt", ".netrc" }) outer.Write("notebooks/" + name, "password");
        outer.Write("notebooks/empty.png", "");
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(outer.File("notebooks/link.png"), outer.File("secret.png"));
            Directory.CreateSymbolicLink(outer.File("notebooks/linked"), outer.File("outside"));
        }

        address = address.Replace("{outside}", outer.File("outside"));
        foreach (var markdown in new[]
        {
            $"![alt](<{address}>)", $"<img alt=\"alt\" src=\"{address}\">", $"<p><img alt=\"alt\" src='{address}'></p>",
        })
        {
            var html = Text(markdown, folder);
            Assert.DoesNotContain("src=", html);
            Assert.Contains("alt (not in the report: '", html);
        }

        foreach (var markdown in new[]
        {
            "![alt](sub/dot.png)", "![alt](<sub/../sub/dot.png>)", "<img alt=\"alt\" src=\"sub/dot%2Epng\" width=\"3\">",
        })
            Assert.Contains("src=\"data:image/png;base64,iVBOR", Text(markdown, folder));
        Assert.Contains("src=\"https://example.org/a.png\"", Text("![alt](https://example.org/a.png)", folder));
    }

    [Theory]
    [InlineData("[x](javascript:alert(1))"), InlineData("[x](JaVaScript:alert(1))"), InlineData("[x](<java\tscript:alert(1)>)"),
        InlineData("<javascript:alert(1)>")]
    [InlineData("[x][r]\n\n[r]: javascript:alert(1)"), InlineData("[x](&#106;avascript:alert(1))"),
        InlineData("![x](javascript:alert(1))"), InlineData("[x](data:text/html,<script>alert(1)</script>)")]
    [InlineData("[x](vbscript:x)"), InlineData("[x](file:///etc/passwd)"), InlineData("[x](//other/share)"),
        InlineData("[x](<\\\\other/share>)")]
    [InlineData("<a href=\"javascript:alert(1)\">x</a>"), InlineData("a <a href=' java&#10;script:alert(1)'>x</a> b"),
        InlineData("<a href=\"&#x6a;avascript:alert(1)\">x</a>"), InlineData("<A\nHREF=javascript:alert(1)>x</A>")]
    [InlineData("<div><a href=\"\u0001javascript:alert(1)\">x</a></div>"),
        InlineData("<svg><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>"),
        InlineData("<math><mi href=\"javascript:alert(1)\">x</mi></math>")]
    [InlineData("<form action=\"javascript:alert(1)\"><button formaction=\"javascript:alert(1)\">x</button></form>"),
        InlineData("<iframe src=\"javascript:alert(1)\"></iframe>"), InlineData("<object data=\"javascript:alert(1)\"></object>")]
    [InlineData("<img src=x onerror=alert(1)>"), InlineData("<details open ontoggle=alert(1)>x</details>"),
        InlineData("<script>alert(1)</script>"), InlineData("x <script>alert(1)</script> y"), InlineData("<base href=\"javascript:\">")]
    [InlineData("<meta http-equiv=\"refresh\" content=\"0;url=javascript:alert(1)\">"), InlineData("[x](# 'a'){onclick=alert(1)}"),
        InlineData("# x {onclick=\"alert(1)\"}"), InlineData("<style>*{background:url(javascript:alert(1))}</style>")]
    [InlineData("<p style=\"background:url(javascript:alert(1))\">x</p>"),
        InlineData("<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>"),
        InlineData("<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>")]
    [InlineData("![$</span><img src=x onerror=alert(1)>$](a.png)"), InlineData("[$x$](javascript:alert(1))")]
    public void Links_go_to_the_web_to_mail_and_to_what_is_beside_the_page_and_nothing_runs(string markdown)
    {
        foreach (var html in new[] { Text(markdown), MarkdownText.Lead(Notebook("md:# t\n\n" + markdown).Cells).Summary ?? "" })
        {
            foreach (var element in new HtmlParser().ParseDocument(html).Body!.Descendants<IElement>())
            {
                Assert.DoesNotContain(element.LocalName, (string[])["script", "style", "iframe", "object", "base", "meta", "svg"]);
                foreach (var attribute in element.Attributes)
                {
                    Assert.False(attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase), $"{attribute.Name} in {html}");
                    if (attribute.Name is not ("alt" or "title"))
                        Assert.DoesNotMatch("(?i)script:|^(file|data|vbscript):|^[/\\\\]{2}",
                            string.Concat(attribute.Value.Where(c => c > ' ')));
                }
            }
        }
    }

    [Fact]
    public void Honest_links_and_HTML_stay_as_they_are()
    {
        Assert.Equal("<p><a href=\"https://a.org/?x=1&amp;y=2#z\">a</a> <a href=\"mailto:a@b.org\">b</a> <a href=\"#part\">c</a> <a " +
            "href=\"data/list%20of.csv\">d</a></p>\n",
            Text("[a](https://a.org/?x=1&y=2#z) [b](mailto:a@b.org) [c](#part) [d](<data/list of.csv>)"));
        Assert.Equal("<details class=\"k\"><summary>s</summary>H<sub>2</sub>O<br></details>",
            Text("<details class=\"k\"><summary>s</summary>H<sub>2</sub>O<br></details>").Trim());
        // formulas keep what only Chromium knows
        Assert.Contains("text-align:right;text-align:-webkit-right", Text("<b>x</b>\n\n$$\\begin{aligned}a&=b\\end{aligned}$$"));
        Assert.Contains("alt=\"of x^2\"", Text("![of $x^2$](https://a.org/a.png)"));
    }

    [Fact]
    public void Numbers_of_papers_become_links_but_for_longer_ones_and_those_in_links_and_tags()
    {
        Assert.Equal("<a class=\"cite\" href=\"references.html#arxiv-1501.00092\">arXiv 1501.00092</a>, arXiv 1501.000921",
            Citations.Linked("arXiv 1501.00092, arXiv 1501.000921"));
        Assert.Equal("<a href=\"x\"><b>arXiv:1501.0009</b></a> <p title=\"arXiv:1501.0009\">",
            Citations.Linked("<a href=\"x\"><b>arXiv:1501.0009</b></a> <p title=\"arXiv:1501.0009\">"));
        Assert.Equal(["1501.00092"], Citations.In("arXiv:1501.00092 arXiv:1501.00092 arXiv:1501.001"));
    }

    [Fact]
    public void Tables_of_a_text_are_numbered_under_the_heading_above_them()
    {
        var numbers = new FigureNumbers(3);
        var html = numbers.Text("<h2 id=\"a\">One <em>a</em></h2><table><tr></tr></table><h2>Two</h2><table></table><table>", "Before");
        Assert.Equal([("3.1", "One a"), ("3.2", "Two")], numbers.Tables.Select(table => (table.Number, table.Caption)));
        Assert.EndsWith("</div><table>", html); // what is not closed is none
    }

    [Fact]
    public void Lead_is_the_first_heading_and_the_paragraph_behind_it()
    {
        Assert.Equal(("A title", "First <em>part</em>\nof <code>it</code>."),
            MarkdownText.Lead(Notebook("1", "md:lost\n\n# A *title*", "md:First *part*\nof `it`.\n\nSecond.").Cells));
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
        output.Show(new Dictionary<string, string>
        {
            ["text/html"] = "<div id=\"c\"></div><script>draw()</script>",
            ["text/plain"] = "chart",
        });
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
