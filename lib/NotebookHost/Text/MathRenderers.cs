using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace SuperResolution.Workbench.Report;

/// <summary>Writes <c>$…$</c> as MathML; a formula that cannot be converted is written as an error that nobody overlooks.</summary>
/// <param name="keep">Takes the markup and returns what stands for it.</param>
internal sealed class MathInlineRenderer(Func<string, string> keep) : HtmlObjectRenderer<MathInline>
{
    protected override void Write(HtmlRenderer renderer, MathInline math)
    {
        if (renderer.EnableHtmlForInline) renderer.Write(keep(MathMarkup.Of(math.Content.ToString(), display: math.DelimiterCount > 1)));
        else renderer.WriteEscape(math.Content.ToString()); // what is said of a picture has no markup
    }
}

/// <summary>Writes a block between <c>$$</c> lines as MathML.</summary>
/// <param name="keep">Takes the markup and returns what stands for it.</param>
internal sealed class MathBlockRenderer(Func<string, string> keep) : HtmlObjectRenderer<MathBlock>
{
    protected override void Write(HtmlRenderer renderer, MathBlock math) =>
        renderer.WriteLine($"<p>{keep(MathMarkup.Of(math.Lines.ToString(), display: true))}</p>");
}

/// <summary>A formula for the page.</summary>
internal static class MathMarkup
{
    public static string Of(string latex, bool display)
    {
        try
        {
            return LatexToMathMl.Convert(latex, display);
        }
        catch (MathException error)
        {
            return $"<code class=\"math-error\">{System.Net.WebUtility.HtmlEncode(error.Message)}</code>";
        }
    }
}
