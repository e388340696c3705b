using SuperResolution.Imaging;
using SuperResolution.Textures;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Textures;

public sealed class Scale2xTests
{
    [Fact]
    public void The_corner_of_an_area_is_rounded()
    {
        // The middle pixel is 1; above and to the left 5, to the right and below 1. Only its upper left quarter becomes 5.
        var large = new Scale2x().Upscale(new Picture(3, 3, 1, [5, 5, 5, 5, 1, 1, 5, 1, 1]));
        Assert.Equal([5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 1, 1, 1, 5, 5, 1, 1, 1, 1, 5, 5, 1, 1, 1, 1, 5, 5, 1, 1, 1, 1],
            large.Pixels.ToArray());
    }

    [Fact]
    public void A_diagonal_gets_finer_steps_and_straight_lines_stay()
    {
        var diagonal = new Scale2x().Upscale(new Picture(2, 2, 1, [9, 0, 0, 9])); // both corners that touch are a tie of areas
        Assert.Equal([9, 9, 0, 0, 9, 0, 9, 0, 0, 9, 0, 9, 0, 0, 9, 9], diagonal.Pixels.ToArray());
        var line = new Picture(3, 3, 1, [0, 7, 0, 0, 7, 0, 0, 7, 0]);
        Assert.Equal(Interpolation.Nearest(2).Upscale(line).Pixels.ToArray(), new Scale2x().Upscale(line).Pixels.ToArray());
    }

    [Fact] // the rule as Mazzoleni states it, pixel by pixel, on random pictures of three colours
    public void Follows_the_rule_everywhere()
    {
        var random = new Random(3);
        var picture = new Picture(9, 8, 1, [.. Enumerable.Range(0, 72).Select(_ => (byte)random.Next(3))]);
        var large = new Scale2x().Upscale(picture);
        for (var y = 0; y < 8; y++)
        {
            for (var x = 0; x < 9; x++)
            {
                int At(int dx, int dy) => picture[Math.Clamp(x + dx, 0, 8), Math.Clamp(y + dy, 0, 7), 0];
                var (b, d, e, f, h) = (At(0, -1), At(-1, 0), At(0, 0), At(1, 0), At(0, 1));
                Assert.Equal((d == b && b != f && d != h ? d : e, b == f && b != d && f != h ? f : e),
                    (large[2 * x, 2 * y, 0], large[(2 * x) + 1, 2 * y, 0]));
                Assert.Equal((d == h && d != b && h != f ? d : e, h == f && d != h && b != f ? f : e),
                    (large[2 * x, (2 * y) + 1, 0], large[(2 * x) + 1, (2 * y) + 1, 0]));
            }
        }
    }

    [Fact]
    public void Compares_all_channels_and_invents_no_colour()
    {
        var (colour, alpha) = GameTextures.Sprite(32);
        var large = new Scale2x(2).Upscale(colour);
        Assert.Equal(4, new Scale2x(2).Scale);
        Assert.Equal(Palette.Of(colour).Colours.Order(), Palette.Of(large).Colours.Order());
        // Clear and key colour are the same thing: four channels at once give what colours alone give.
        using var scope = NewDisposeScope();
        var both = new Scale2x(2).Upscale(cat([colour.ToTensor(), alpha.ToTensor()], 1));
        Assert.Equal(large.Pixels.ToArray(), Picture.FromTensor(both.narrow(1, 0, 3)).Pixels.ToArray());
    }

    [Fact]
    public void Is_nearer_to_the_sprite_drawn_large_than_nearest_is()
    {
        var (small, large) = (GameTextures.Sprite(32).Colour, GameTextures.Sprite(128).Colour);
        int Right(Upscaler upscaler)
        {
            var result = upscaler.Upscale(small);
            return Enumerable.Range(0, 128 * 128).Count(i => result.Pixels.Slice(3 * i, 3).SequenceEqual(large.Pixels.Slice(3 * i, 3)));
        }
        Assert.True(Right(new Scale2x(2)) > Right(Interpolation.Nearest(4)) + 100);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Scale2x(0));
    }
}
