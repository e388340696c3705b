using SuperResolution.Figures;

namespace SuperResolution.Tests.Figures;

public class ChartStyleTests
{
    [Fact]
    public void Colours_are_told_apart_by_colour_blind_readers_and_seen_on_light_and_dark_pages()
    {
        var palette = ChartStyle.Palette;
        foreach (var colour in palette)
        {
            Assert.True(Contrast.Ratio(colour, "#FFFFFF") >= 2.2, $"{colour} on white: {Contrast.Ratio(colour, "#FFFFFF"):0.00}");
            Assert.True(Contrast.Ratio(colour, "#14171C") >= 2.7, $"{colour} on the dark page: {Contrast.Ratio(colour, "#14171C"):0.00}");
        }
        for (var i = 0; i < palette.Count; i++)
            for (var k = i + 1; k < palette.Count; k++)
                Assert.True(Contrast.Distance(palette[i], palette[k]) >= 15,
                    $"{palette[i]} and {palette[k]}: {Contrast.Distance(palette[i], palette[k]):0.0}");
        Assert.Equal(palette.Count, palette.Select(ChartStyle.Shape).Distinct().Count());
    }

    [Fact]
    public void Methods_of_one_chart_have_colours_of_their_own_whatever_is_said_behind_their_names()
    {
        string[] methods = ["Bicubic", "Nearest", "SRCNN", "VDSR", "SRResNet", "MSRResNet", "RRDBNet", "SRGAN", "ESRGAN"];
        Assert.Equal(methods.Length, methods.Select(ChartStyle.Colour).Distinct().Count());
        string[] losses = ["MSE", "L1", "Charbonnier", "TV", "1 − SSIM", "1 − MS-SSIM", "Mix (MS-SSIM + L1)", "VGG19 φ2,2", "CX", "CoBi"];
        Assert.Equal(losses.Length, losses.Select(ChartStyle.Colour).Distinct().Count());

        Assert.Equal(ChartStyle.Colour("SRResNet"), ChartStyle.Colour("SRResNet (8×32, ships)"));
        Assert.Equal(ChartStyle.Colour("SRCNN"), ChartStyle.Colour("srcnn 9-5-5"));
        Assert.Equal(ChartStyle.Colour("L1"), ChartStyle.Colour("L1, weight 0.01"));
        Assert.NotEqual(ChartStyle.Colour("SRGAN"), ChartStyle.Colour("ESRGAN"));
        Assert.NotEqual(ChartStyle.Colour("Mix"), ChartStyle.Colour("Mixture of pictures"));
    }

    [Fact]
    public void A_long_title_is_broken_into_lines_that_end_before_the_toolbar()
    {
        Assert.Equal(["×4 on Set5 (5 images), Y601, with 95 %", "confidence intervals"],
            ChartStyle.Lines("×4 on Set5 (5 images), Y601, with 95 % confidence intervals"));
        Assert.Equal(["Short"], ChartStyle.Lines("Short"));
        Assert.Equal([new string('x', 60), "y"], ChartStyle.Lines(new string('x', 60) + " y")); // no word is cut
        Assert.Equal([""], ChartStyle.Lines(""));
    }

    [Fact]
    public void The_legend_lies_below_the_axes()
    {
        var html = new Chart("t", "x", "y").Line("Bicubic", [1], [1]).Line("SRCNN", [1], [2]).ToHtml();
        Assert.Matches("\"legend\":\\{[^}]*\"yref\":\"container\"[^}]*\"yanchor\":\"bottom\"", html);
        Assert.Contains("t. Horizontal: x; vertical: y. Bicubic: 1 values from 1 to 1; SRCNN: 1 values from 2 to 2.", html);
    }
}
