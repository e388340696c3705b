using SuperResolution.Imaging;
using SuperResolution.Textures;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Textures;

public sealed class AlphaTextureTests
{
    [Fact]
    public void Multiplied_and_divided_colours_come_back_where_something_is_seen()
    {
        using var scope = NewDisposeScope();
        var (colour, alpha) = (new Picture(3, 1, 3, [200, 100, 50, 9, 9, 9, 255, 0, 255]), new Picture(3, 1, 1, [128, 255, 0]));
        var premultiplied = PremultipliedAlpha.Multiply(colour, alpha);
        Assert.Equal(200 / 255f * (128 / 255f), premultiplied[0, 0, 0, 0].item<float>(), 1e-6f);
        Assert.Equal([200, 100, 50, 9, 9, 9, 0, 0, 0], PremultipliedAlpha.Divide(premultiplied, alpha.ToTensor()).Pixels.ToArray());
    }

    [Fact]
    public void The_key_colour_reaches_the_rim_of_straight_alpha_and_not_of_the_others()
    {
        // A gray square on magenta: any green that is missing in what is seen has been taken by the key.
        var alpha = new Picture(16, 16, 1,
            [.. Enumerable.Range(0, 256).Select(i => (byte)(i % 16 is > 4 and < 11 && i / 16 is > 4 and < 11 ? 255 : 0))]);
        var colour = new Picture(16, 16, 3,
            [.. Enumerable.Range(0, 768).Select(i => alpha.Pixels[i / 3] > 0 ? (byte)128 : (byte)(i % 3 == 1 ? 0 : 255))]);
        var (bicubic, large) = (Interpolation.Bicubic(4), Interpolation.Bicubic(4).UpscaleAlpha(alpha));
        int Off(Picture result) =>
            Enumerable.Range(0, 64 * 64).Where(i => large.Pixels[i] > 30).Max(i => Math.Abs(result.Pixels[(3 * i) + 1] - 128));

        Assert.True(Off(bicubic.Upscale(colour)) > 50);
        Assert.InRange(Off(bicubic.Upscale(ColourBleeding.Fill(colour, alpha))), 0, 0);
        var (premultiplied, sameAlpha) = PremultipliedAlpha.Upscale(bicubic, colour, alpha);
        Assert.Equal(large.Pixels.ToArray(), sameAlpha.Pixels.ToArray());
        Assert.InRange(Off(premultiplied), 0, 0);
    }

    [Fact]
    public void Over_a_background_is_the_weighted_mean()
    {
        var seen = PremultipliedAlpha.Over(
            new Picture(3, 1, 1, [200, 200, 200]), new Picture(3, 1, 1, [0, 51, 255]), new Picture(3, 1, 1, [100, 100, 100]));
        Assert.Equal([100, 120, 200], seen.Pixels.ToArray());
    }

    [Fact]
    public void Coverage_counts_and_is_brought_back()
    {
        var alpha = new Picture(4, 1, 1, [0, 60, 100, 127]);
        Assert.Equal(0, AlphaCoverage.Of(alpha));
        Assert.Equal(0.5, AlphaCoverage.Of(alpha, 100 / 255.0));
        var half = AlphaCoverage.Preserve(alpha, 0.5);
        Assert.Equal([0, 77, 128, 163], half.Pixels.ToArray()); // 100 becomes the least that passes
        Assert.Equal(0.5, AlphaCoverage.Of(half));
        Assert.Equal(alpha.Pixels.ToArray(), AlphaCoverage.Preserve(alpha, 0).Pixels.ToArray()); // nothing to do
        Assert.Throws<ArgumentException>(() => AlphaCoverage.Preserve(alpha, 1.2));
        Assert.Throws<ArgumentException>(() => AlphaCoverage.Of(alpha, 0));
    }

    [Fact]
    public void The_coverage_of_the_fern_moves_in_its_mip_levels_and_stays_when_told_to()
    {
        var (_, alpha) = GameTextures.Fern(128);
        var (truth, small) = (AlphaCoverage.Of(alpha), MipChain.Level(alpha, 3));
        Assert.True(Math.Abs(AlphaCoverage.Of(small) - truth) > 0.2 * truth, $"{AlphaCoverage.Of(small)} of {truth}");
        Assert.Equal(truth, AlphaCoverage.Of(AlphaCoverage.Preserve(small, truth)), 1.0 / 64);
    }
}
