using System.Xml.Linq;
using SuperResolution.Workbench.Report;

namespace SuperResolution.Workbench.Tests.Report;

public class LatexToMathMlTests
{
    /// <summary>The formula's own element, without math, semantics and annotation.</summary>
    private static string Convert(string latex)
    {
        var math = XElement.Parse(LatexToMathMl.Convert(latex, display: false)); // well-formed XML
        var annotation = math.Descendants("annotation").Single();
        Assert.Equal(latex.Trim(), annotation.Value);
        return annotation.PreviousNode!.ToString(SaveOptions.DisableFormatting);
    }

    [Theory]
    [InlineData("x", "<mi>x</mi>")]
    [InlineData("x_i^2", "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>")]
    [InlineData("0.5", "<mn>0.5</mn>")]
    [InlineData(@"\frac{a}{b}", "<mfrac><mi>a</mi><mi>b</mi></mfrac>")]
    [InlineData(@"\frac12", "<mfrac><mn>1</mn><mn>2</mn></mfrac>")]
    [InlineData(@"x^10", "<mrow><msup><mi>x</mi><mn>1</mn></msup><mn>0</mn></mrow>")] // as in TeX
    [InlineData(@"\sqrt[3]{x}", "<mroot><mi>x</mi><mn>3</mn></mroot>")]
    [InlineData(@"\hat{x}", "<mover accent=\"true\"><mi>x</mi><mo stretchy=\"false\">^</mo></mover>")]
    [InlineData(@"\mathcal{L}", "<mi>ℒ</mi>")]
    [InlineData(@"\mathbf{x}", "<mi>𝐱</mi>")]
    [InlineData(@"\boldsymbol{\theta}", "<mi>𝜽</mi>")]
    [InlineData(@"\mathbb{R}", "<mi>ℝ</mi>")]
    [InlineData(@"\mathrm{LR}", "<mi mathvariant=\"normal\">LR</mi>")]
    [InlineData(@"f''", "<msup><mi>f</mi><mrow><mo>′</mo><mo>′</mo></mrow></msup>")]
    [InlineData(@"a<b", "<mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow>")]
    [InlineData(@"\text{if } x", "<mrow><mtext>if\u00A0</mtext><mi>x</mi></mrow>")]
    [InlineData(@"\sum_{i=1}^n i",
        "<mrow><munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><mi>i</mi></mrow>")]
    [InlineData(@"\int_0^1", "<msubsup><mo>∫</mo><mn>0</mn><mn>1</mn></msubsup>")]
    [InlineData(@"\min_G", "<munder><mo movablelimits=\"true\" lspace=\"0\" rspace=\"0\">min</mo><mi>G</mi></munder>")]
    [InlineData(@"\left( \frac{a}{b} \right)",
        "<mrow><mo stretchy=\"true\" form=\"prefix\" fence=\"true\" lspace=\"0\" " +
        "rspace=\"0\">(</mo><mfrac><mi>a</mi><mi>b</mi></mfrac><mo stretchy=\"true\" form=\"postfix\" fence=\"true\" lspace=\"0\" " +
        "rspace=\"0\">)</mo></mrow>")]
    [InlineData(@"a\,b\ c", "<mrow><mi>a</mi><mspace width=\"0.1667em\"></mspace><mi>b</mi><mspace " +
        "width=\"0.25em\"></mspace><mi>c</mi></mrow>")]
    [InlineData(@"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", null)]
    public void Known_formulas(string latex, string? mathMl)
    {
        if (mathMl is null)
            Assert.Equal(4, XElement.Parse(LatexToMathMl.Convert(latex, display: true)).Descendants("mtd").Count());
        else
            Assert.Equal(mathMl, Convert(latex));
    }

    [Theory]
    [InlineData(@"\mathrm{PSNR} = 10 \log_{10} \frac{255^2}{\mathrm{MSE}}")]
    [InlineData(@"\mathrm{SSIM}(x, y) = \frac{(2\mu_x\mu_y + C_1)(2\sigma_{xy} + C_2)}" +
        @"{(\mu_x^2 + \mu_y^2 + C_1)(\sigma_x^2 + \sigma_y^2 + C_2)}")]
    [InlineData(@"F_1(\mathbf{Y}) = \max(0, W_1 * \mathbf{Y} + B_1)")]
    [InlineData(@"L(\Theta) = \frac{1}{n} \sum_{i=1}^{n} \lVert F(\mathbf{Y}_i; \Theta) - \mathbf{X}_i \rVert^2")]
    [InlineData(@"\min_{\theta_G} \max_{\theta_D} \mathbb{E}_{I^{HR} \sim p_{\text{train}}}\left[\log D_{\theta_D}(I^{HR})\right] " +
        @"+ \mathbb{E}\bigl[\log\bigl(1 - D(G(I^{LR}))\bigr)\bigr]")]
    [InlineData(@"w(x) = \begin{cases} (a+2)|x|^3 - (a+3)|x|^2 + 1 & |x| \le 1 \\ a|x|^3 - 5a|x|^2 + 8a|x| - 4a & 1 < |x| < 2 \\ " +
        @"0 & \text{otherwise} \end{cases}")]
    [InlineData(@"\begin{aligned} y &= (x \circledast k)\downarrow_s + n \\[4pt] I(X; \hat Z) &\le I(X; Y) \end{aligned}")]
    [InlineData(@"\arg\min_{x \in \mathcal{X}} \|y - Hx\|_2^2 + \lambda \, \|\nabla x\|_1, \quad p(x \mid y) \propto p(y \mid x)\, p(x)")]
    [InlineData(@"\underbrace{\mathcal{L}_{\text{percep}}}_{\text{VGG}} + \lambda L_G^{Ra} + \eta L_1 \ge -1 \pm 2")]
    public void Formulas_of_the_field_convert_to_well_formed_XML(string latex) => Assert.DoesNotContain("\\", Convert(latex));

    [Fact]
    public void Signs_are_prefixes_where_nothing_stands_before_them()
    {
        Assert.StartsWith("<mrow><mo form=\"prefix\">−</mo>", Convert("-x"));
        Assert.Equal("<mrow><mi>a</mi><mo>=</mo><mo form=\"prefix\">−</mo><mn>1</mn><mo>−</mo><mi>b</mi></mrow>", Convert("a = -1 - b"));
    }

    [Theory]
    [InlineData(@"\foo x", @"'\foo' is not known")]
    [InlineData(@"\begin{tikzcd} a \end{tikzcd}", "environment 'tikzcd' is not known")]
    [InlineData(@"\frac{a}", @"nothing follows \frac")]
    [InlineData(@"{a", "'}' is missing")]
    [InlineData(@"a}", "'}' stands where nothing opens it")]
    [InlineData(@"\left( a", @"'\right' is missing")]
    [InlineData(@"a & b", "'&' stands where nothing opens it")]
    [InlineData(@"x^a^b", "two scripts '^'")]
    [InlineData(@"\begin{cases} a \end{aligned}", @"is closed by \end{aligned}")]
    [InlineData(@"a # b", "character '#'")]
    [InlineData(@"x \", "ends with a backslash")]
    public void What_is_not_known_is_refused_by_name(string latex, string cause) =>
        Assert.Contains(cause, Assert.Throws<MathException>(() => LatexToMathMl.Convert(latex, false)).Message);
}
