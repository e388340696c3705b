using System.Globalization;
using System.Text.Json.Nodes;
using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using SuperResolution.Workbench.Notebooks;

namespace SuperResolution.Workbench.Report;

/// <summary>
/// A text cell as HTML: CommonMark with tables and mathematics; pictures within the notebook's folder move into the page.
/// </summary>
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
        foreach (var link in document.Descendants<LinkInline>().Where(link => !link.IsImage).ToList())
            Localize(link);
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            var id = heading.GetAttributes().Id ??= $"h{Headings.Count}";
            if (Headings.Any(other => other.Id == id)) id = heading.GetAttributes().Id = $"{id}-{Headings.Count}";
            Headings.Add(new Heading(heading.Level, id, Plain(heading.Inline)));
        }

        return Rendered(document, url => Picture(url, cell));
    }

    /// <summary>The first heading as plain text, and the first paragraph behind it as HTML.</summary>
    public static (string? Title, string? Summary) Lead(IEnumerable<NotebookCell> cells)
    {
        string? title = null;
        foreach (var block in cells.Where(cell => cell.Kind == "markdown").SelectMany(cell => Markdown.Parse(cell.Source, Pipeline)))
        {
            if (block is HeadingBlock heading && title is null) title = Plain(heading.Inline);
            else if (block is ParagraphBlock paragraph && title is not null) return (title, Inner(Rendered(paragraph, _ => null)));
        }
        return (title, null);
    }

    private static string Rendered(MarkdownObject part, Func<string, string?> picture)
    {
        var (mark, formulas) = ($"{Guid.NewGuid():N}", new List<string>());
        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlMathInlineRenderer>(new MathInlineRenderer(Keep));
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlMathBlockRenderer>(new MathBlockRenderer(Keep));
        renderer.Render(part);
        var pieces = SafeHtml.Of(writer.ToString(), picture).Split(mark);
        for (var i = 1; i < pieces.Length; i += 2) pieces[i] = formulas[int.Parse(pieces[i], CultureInfo.InvariantCulture)];
        return string.Concat(pieces);

        // The kit's own markup, with values of styles that not every parser knows: it is put in afterwards, where nobody can guess the
        // mark.
        string Keep(string markup)
        {
            formulas.Add(markup);
            return $"{mark}{formulas.Count - 1}{mark}";
        }
    }

    private static string Inner(string paragraph) =>
        paragraph.Trim() is ['<', 'p', '>', .. var inner, '<', '/', 'p', '>'] ? inner : paragraph;

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

    private static void Localize(LinkInline link)
    {
        var url = link.Url ?? "";
        if (url.Contains(':') || Path.GetExtension(url.Split('#')[0]) != ".ipynb") return;
        // The series' pages stand beside each other; a notebook of another folder is not in the report.
        if (url.Contains('/')) Unlink(link);
        else link.Url = url.Replace(".ipynb", ".html");
    }

    /// <summary>
    /// A picture's data: of an attachment, or of a picture file in the notebook's folder or below it, to which no link leads.
    /// </summary>
    private string? Picture(string url, NotebookCell cell)
    {
        if (url.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase)) return url;
        if (url.StartsWith("attachment:", StringComparison.Ordinal))
        {
            return (cell.Json["attachments"] as JsonObject)?[Uri.UnescapeDataString(url[11..])] is JsonObject { Count: > 0 } attachment
                && attachment.First().Key.StartsWith("image/", StringComparison.Ordinal)
                ? $"data:{attachment.First().Key};base64,{NotebookCell.Joined(attachment.First().Value)}"
                : null;
        }

        var path = Uri.UnescapeDataString(url);
        if (MimeType(path) is not { } type || path.Contains('\0')) return null;
        var file = Path.GetFullPath(path, folder);
        var steps = Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar);
        if (Path.IsPathRooted(steps[0]) || steps[0] is ".." or "") return null;
        for (var i = 1; i <= steps.Length; i++)
            if (new FileInfo(Path.Combine([folder, .. steps[..i]])).LinkTarget is not null) return null;
        return PlainFile.HasBytes(file) ? $"data:{type};base64,{Convert.ToBase64String(File.ReadAllBytes(file))}" : null;
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

    private static string? MimeType(string file) => Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".svg" => "image/svg+xml",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".webp" => "image/webp",
        ".gif" => "image/gif",
        ".bmp" => "image/bmp",
        ".png" => "image/png",
        _ => null,
    };
}
