using System.Xml.Linq;
using SuperResolution.Figures;
using SuperResolution.Imaging;

namespace SuperResolution.Tests.Figures;

public class ErrorMapTests
{
    private static readonly Picture truth = new(4, 1, 1, [100, 100, 100, 100]), wrong = new(4, 1, 1, [100, 90, 110, 120]);

    private static Picture Map(ErrorMap map) =>
        Picture.Decode(Convert.FromBase64String(
            XElement.Parse(map.ToHtml()).Descendants("img").First().Attribute("src")!.Value["data:image/png;base64,".Length..]), "map");

    private static (byte, byte, byte) Pixel(Picture picture, int x) => (picture[x, 0, 0], picture[x, 0, 1], picture[x, 0, 2]);

    [Fact]
    public void Absolute_errors_are_colours_of_viridis_on_the_stated_scale()
    {
        var map = new ErrorMap("t", 100, truth, ("wrong", wrong)) { Limit = 20 };
        var drawn = Map(map);
        Assert.Equal(((byte)0x44, (byte)0x01, (byte)0x54), Pixel(drawn, 0));
        Assert.Equal(((byte)0x21, (byte)0x91, (byte)0x8C), Pixel(drawn, 1)); // half of the scale
        Assert.Equal(Pixel(drawn, 1), Pixel(drawn, 2));
        Assert.Equal(((byte)0xFD, (byte)0xE7, (byte)0x25), Pixel(drawn, 3));
        Assert.Equal("t: wrong: mean 10.0, largest 20 levels (Absolute error of luma in levels of 255.)", map.ToString());
        Assert.Equal(["0", "10", "20"], XElement.Parse(map.ToHtml()).Descendants("span").Select(tick => tick.Value));
    }

    [Fact]
    public void Signed_errors_have_two_colours_and_zero_between_them()
    {
        var map = new ErrorMap("t", 100, truth, ("wrong", wrong)) { Signed = true, Limit = 10 };
        var drawn = Map(map);
        Assert.Equal(((byte)0xF7, (byte)0xF7, (byte)0xF7), Pixel(drawn, 0));
        Assert.Equal(((byte)0x2D, (byte)0x00, (byte)0x4B), Pixel(drawn, 1)); // too dark by the whole scale
        Assert.Equal(((byte)0x7F, (byte)0x3B, (byte)0x08), Pixel(drawn, 2));
        Assert.Equal(Pixel(drawn, 2), Pixel(drawn, 3)); // beyond it
        Assert.Equal(["−10", "0", "+10"], XElement.Parse(map.ToHtml()).Descendants("span").Select(tick => tick.Value));
        Assert.Contains("purple is too dark, orange too bright; 25 % of the pixels lie beyond the scale.", map.ToString());
    }

    [Fact]
    public void The_scale_is_a_round_number_that_one_pixel_in_50_may_exceed()
    {
        var errors = Enumerable.Range(0, 1000).Select(i => (byte)(i < 20 ? 200 : i < 40 ? 17 : 3)).ToArray();
        var flat = new Picture(1000, 1, 1, new byte[1000]);
        Assert.Equal(20, new ErrorMap("t", 100, flat, ("x", new Picture(1000, 1, 1, errors))).Scale);
        Assert.Equal(1, new ErrorMap("t", 100, flat, ("x", flat)).Scale);
        Assert.Equal(255, new ErrorMap("t", 100, flat, ("x", new Picture(1000, 1, 1, [.. Enumerable.Repeat((byte)255, 1000)]))).Scale);
    }

    [Fact]
    public void Sizes_must_be_equal()
    {
        var error = Assert.Throws<ArgumentException>(() => new ErrorMap("t", 100, truth, ("x", new Picture(2, 1, 1, [0, 0]))));
        Assert.Contains("2×1 gray against 4×1 gray", error.Message);
        Assert.Throws<ArgumentException>(() => new ErrorMap("t", 100, truth));
    }

    [Fact]
    public void Viridis_rises_in_lightness_and_maps_reject_what_they_cannot_draw()
    {
        var lightness = Enumerable.Range(0, 101).Select(i => ColourMap.Viridis.At(i / 100.0))
            .Select(c => Contrast.Luminance(c.Red, c.Green, c.Blue)).ToList();
        Assert.All(lightness.Zip(lightness.Skip(1)), pair => Assert.True(pair.Second > pair.First));
        Assert.Equal(ColourMap.Viridis.At(1), ColourMap.Viridis.At(7));
        Assert.Throws<ArgumentException>(() => new ColourMap("000000"));
        Assert.Throws<ArgumentException>(() => ColourMap.Viridis.Draw([0, 1, 0.5], 2));
    }
}
