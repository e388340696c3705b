using System.Text.Json.Nodes;
using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using SuperResolution.Workbench.Notebooks;

namespace SuperResolution.Workbench.Report;

/// <summary>A text cell as HTML: CommonMark with tables and mathematics; local pictures move into the page.</summary>
/// <param name="folder">The notebook's folder, where its pictures are.</param>
internal sealed class MarkdownText(string folder)
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UseAdvancedExtensions().Build();

    /// <summary>The headings that were met, for the page's table of contents.</summary>
    public List<Heading> Headings { get; } = [];

    /// <summary>The first formula of a text that cannot be shown: its error and line, or null.</summary>
    public static (MathException Error, int Line)? BadFormula(string markdown)
    {
        foreach (var node in Markdown.Parse(markdown, Pipeline).Descendants())
        {
            var formula = node switch
            {
                MathInline inline => (Latex: inline.Content.ToString(), inline.Line),
                MathBlock block => (Latex: block.Lines.ToString(), block.Line),
                _ => (Latex: null, Line: 0),
            };
            if (formula.Latex is null) continue;
            try
            {
                LatexToMathMl.Convert(formula.Latex, display: true);
            }
            catch (MathException error)
            {
                return (error, formula.Line + 1);
            }
        }
        return null;
    }

    public string Html(NotebookCell cell)
    {
        var document = Markdown.Parse(cell.Source, Pipeline);
        foreach (var link in document.Descendants<LinkInline>().ToList())
            Localize(link, cell);
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            var id = heading.GetAttributes().Id ??= $"h{Headings.Count}";
            if (Headings.Any(other => other.Id == id)) id = heading.GetAttributes().Id = $"{id}-{Headings.Count}";
            Headings.Add(new Heading(heading.Level, id, Plain(heading.Inline)));
        }

        return Rendered(document);
    }

    /// <summary>The first heading as plain text, and the first paragraph behind it as HTML.</summary>
    public static (string? Title, string? Summary) Lead(IEnumerable<NotebookCell> cells)
    {
        string? title = null;
        foreach (var block in cells.Where(cell => cell.Kind == "markdown").SelectMany(cell => Markdown.Parse(cell.Source, Pipeline)))
        {
            if (block is HeadingBlock heading && title is null) title = Plain(heading.Inline);
            else if (block is ParagraphBlock paragraph && title is not null) return (title, Inner(Rendered(paragraph)));
        }
        return (title, null);
    }

    private static string Rendered(MarkdownObject part)
    {
        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlMathInlineRenderer>(new MathInlineRenderer());
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlMathBlockRenderer>(new MathBlockRenderer());
        renderer.Render(part);
        return writer.ToString();
    }

    private static string Inner(string paragraph) => paragraph.Trim() is ['<', 'p', '>', .. var inner, '<', '/', 'p', '>'] ? inner : paragraph;

    private static string Plain(ContainerInline? inlines)
    {
        var text = string.Concat((inlines?.Descendants() ?? []).Select(inline => inline switch
        {
            LiteralInline literal => literal.Content.ToString(),
            CodeInline code => code.Content,
            MathInline math => math.Content.ToString(),
            LineBreakInline => " ",
            HtmlEntityInline entity => entity.Transcoded.ToString(),
            _ => "",
        }));
        return text.Trim();
    }

    private void Localize(LinkInline link, NotebookCell cell)
    {
        var url = link.Url ?? "";
        if (!link.IsImage)
        {
            if (url.Contains(':') || Path.GetExtension(url.Split('#')[0]) != ".ipynb") return;
            // The series' pages stand beside each other; a notebook of another folder is not in the report.
            if (url.Contains('/')) Unlink(link);
            else link.Url = url.Replace(".ipynb", ".html");
        }
        else if (url.StartsWith("attachment:", StringComparison.Ordinal))
        {
            if (cell.Json["attachments"]?[Uri.UnescapeDataString(url[11..])] is JsonObject { Count: > 0 } attachment)
                link.Url = $"data:{attachment.First().Key};base64,{NotebookCell.Joined(attachment.First().Value)}";
        }
        else if (!url.Contains(':') && Path.GetFullPath(Uri.UnescapeDataString(url), folder) is var file && File.Exists(file))
            link.Url = $"data:{MimeType(file)};base64,{Convert.ToBase64String(File.ReadAllBytes(file))}";
    }

    /// <summary>Leaves the link's text in its place.</summary>
    private static void Unlink(LinkInline link)
    {
        while (link.FirstChild is { } child)
        {
            child.Remove();
            link.InsertBefore(child);
        }
        link.Remove();
    }

    private static string MimeType(string file) => Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".svg" => "image/svg+xml",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".webp" => "image/webp",
        ".gif" => "image/gif",
        _ => "image/png",
    };
}
