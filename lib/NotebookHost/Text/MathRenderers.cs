using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace SuperResolution.Workbench.Report;

/// <summary>Writes <c>$…$</c> as MathML; a formula that cannot be converted is written as an error that nobody overlooks.</summary>
internal sealed class MathInlineRenderer : HtmlObjectRenderer<MathInline>
{
    protected override void Write(HtmlRenderer renderer, MathInline math) =>
        renderer.Write(MathMarkup.Of(math.Content.ToString(), display: math.DelimiterCount > 1));
}

/// <summary>Writes a block between <c>$$</c> lines as MathML.</summary>
internal sealed class MathBlockRenderer : HtmlObjectRenderer<MathBlock>
{
    protected override void Write(HtmlRenderer renderer, MathBlock math) =>
        renderer.WriteLine($"<p>{MathMarkup.Of(math.Lines.ToString(), display: true)}</p>");
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
