using SuperResolution.Imaging;
using SuperResolution.Textures;

namespace SuperResolution.Tests.Textures;

public sealed class PaletteTests
{
    private static readonly Palette blackAndWhite = new([(0, 0, 0), (255, 255, 255)]);

    [Fact]
    public void A_picture_of_few_colours_survives_the_way_to_indices_and_back()
    {
        var (sprite, _) = GameTextures.Sprite(32);
        var palette = Palette.Of(sprite);
        Assert.Equal(16, palette.Colours.Count);
        Assert.Equal(16, Palette.Count(sprite));
        Assert.Equal(sprite.Pixels.ToArray(), palette.ToPicture(32, 32, palette.Indices(sprite)).Pixels.ToArray());
        foreach (var distance in Enum.GetValues<ColourDistance>())
        {
            Assert.Equal(sprite.Pixels.ToArray(), palette.Quantise(sprite, distance).Pixels.ToArray());
            Assert.Equal(sprite.Pixels.ToArray(), OrderedDither.Quantise(sprite, palette, 0, distance).Pixels.ToArray());
        }
    }

    [Theory] // gray 150 is nearer to white in stored values and in Oklab, but has only 30 % of its light
    [InlineData(ColourDistance.Srgb, 255), InlineData(ColourDistance.LinearLight, 0), InlineData(ColourDistance.Oklab, 255)]
    public void What_is_nearest_depends_on_the_distance(ColourDistance distance, int expected) =>
        Assert.Equal(expected, blackAndWhite.Quantise(Gray(150, 1), distance)[0, 0, 0]);

    [Fact]
    public void Oklab_has_its_published_values_for_white_and_red()
    {
        var (white, red) = (ColourPoint.Of(255, 255, 255, ColourDistance.Oklab), ColourPoint.Of(255, 0, 0, ColourDistance.Oklab));
        Assert.Equal((1.0, 0.0, 0.0), (Math.Round(white.X, 6), Math.Abs(Math.Round(white.Y, 6)), Math.Abs(Math.Round(white.Z, 6))));
        Assert.Equal((0.627955, 0.224863, 0.125846), (Math.Round(red.X, 6), Math.Round(red.Y, 6), Math.Round(red.Z, 6)));
    }

    [Fact]
    public void Bayers_matrix_of_four_is_the_textbooks()
    {
        Assert.Equal([0, 2, 3, 1], OrderedDither.Bayer(2));
        Assert.Equal([0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5], OrderedDither.Bayer(4));
        Assert.Equal(Enumerable.Range(0, 256), OrderedDither.Bayer(16).Order());
        Assert.Throws<ArgumentException>(() => OrderedDither.Bayer(3));
    }

    [Theory] // 137 has a quarter of white's light: 4 of 16 pixels in light; taken as stored values, 9 of 16, twice as bright
    [InlineData(ColourDistance.LinearLight, 4), InlineData(ColourDistance.Srgb, 9)]
    public void Dithering_gives_the_right_mean_of_what_it_is_computed_in(ColourDistance distance, int white)
    {
        Assert.Equal(0.25, LinearLight.Of(137), 1e-3);
        var dithered = OrderedDither.Quantise(Gray(137, 4), blackAndWhite, 1, distance);
        Assert.Equal(white, Enumerable.Range(0, 16).Count(i => dithered.Pixels[3 * i] == 255));
    }

    [Fact]
    public void What_is_no_palette_is_refused()
    {
        Assert.Contains("257", Assert.Throws<ArgumentException>(() => Palette.Of(GameTextures.Wall(1, 64))).Message);
        Assert.Throws<ArgumentException>(() => new Palette([(1, 2, 3), (1, 2, 3)]));
        Assert.Contains("(150, 150, 150)", Assert.Throws<ArgumentException>(() => blackAndWhite.Indices(Gray(150, 1))).Message);
        Assert.Throws<ArgumentException>(() => blackAndWhite.Quantise(Gray(150, 1).ToGray()));
        Assert.Throws<ArgumentException>(() => blackAndWhite.ToPicture(1, 1, [2]));
    }

    private static Picture Gray(byte value, int side) => new(side, side, 3, [.. Enumerable.Repeat(value, side * side * 3)]);
}
