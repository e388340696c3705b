using SuperResolution.Imaging;
using SuperResolution.Metrics;
using SuperResolution.Textures;

namespace SuperResolution.Tests.Textures;

public sealed class MipChainTests
{
    [Fact]
    public void The_curve_of_sRGB_has_its_known_values_and_goes_back()
    {
        Assert.Equal(0.2140411, LinearLight.Decode(0.5), 1e-7);
        Assert.Equal(10 / 255.0 / 12.92, LinearLight.Of(10), 1e-12);
        Assert.All(Enumerable.Range(0, 256), code => Assert.Equal(code, LinearLight.ToByte(LinearLight.Of((byte)code))));
        Assert.Equal(1, LinearLight.Luminance(255, 255, 255), 1e-12);
        Assert.Equal(0.7152 / 4, LinearLight.Mean(new Picture(2, 2, 3, [0, 255, 0, .. new byte[9]])), 1e-12);
    }

    [Fact]
    public void A_chessboard_becomes_188_in_light_and_128_in_stored_values()
    {
        var board = new Picture(4, 4, 1, [.. Enumerable.Range(0, 16).Select(i => (byte)(((i % 4) + (i / 4)) % 2 * 255))]);
        Assert.Equal([4, 2, 1], MipChain.Of(board).Select(level => level.Width));
        Assert.All(MipChain.Of(board).Skip(1), level => Assert.All(level.Pixels.ToArray(), value => Assert.Equal(188, value)));
        Assert.All(MipChain.Of(board, linearLight: false).Skip(1),
            level => Assert.All(level.Pixels.ToArray(), value => Assert.Equal(128, value)));
    }

    [Fact]
    public void The_mean_light_stays_in_light_and_falls_in_stored_values()
    {
        var texture = GameTextures.Wall(1, 64);
        var mean = LinearLight.Mean(texture);
        Assert.All(MipChain.Of(texture), level => Assert.Equal(mean, LinearLight.Mean(level), 0.004 * (level.Width == 1 ? 2 : 1)));
        Assert.True(LinearLight.Mean(MipChain.Of(texture, false)[^1]) < 0.95 * mean);
    }

    [Fact]
    public void The_shorter_side_stays_at_one_and_other_sides_are_refused()
    {
        Assert.Equal(["4×1 gray", "2×1 gray", "1×1 gray"],
            MipChain.Of(new Picture(4, 1, 1, [0, 0, 8, 8]), false).Select(level => level.ToString()));
        Assert.Contains("6×4", Assert.Throws<ArgumentException>(() => MipChain.Of(new Picture(6, 4, 1, new byte[24]))).Message);
        Assert.Equal("3×2 gray", MipChain.Level(new Picture(6, 4, 1, new byte[24]), 1).ToString());
        Assert.Throws<ArgumentException>(() => MipChain.Level(new Picture(6, 4, 1, new byte[24]), 2));
    }

    [Fact]
    public void What_lies_under_clear_pixels_does_not_count()
    {
        var (colour, alpha) = MipChain.Level(new Picture(2, 2, 1, [100, 200, 200, 200]), new Picture(2, 2, 1, [255, 0, 0, 0]), 1);
        Assert.Equal((100, 64), (colour[0, 0, 0], alpha[0, 0, 0]));
        Assert.Equal(200, MipChain.Level(
            new Picture(2, 2, 1, [200, 200, 200, 200]), new Picture(2, 2, 1, new byte[4]), 1).Colour[0, 0, 0]);
    }

    [Fact]
    public void A_block_is_moved_and_clamped_to_its_mean()
    {
        double[] plain = [0.2, 0.4], clamped = [0.0, 0.9];
        BackProjection.Project(plain, 0.5, false);
        Assert.Equal([0.4, 0.6], plain.Select(value => Math.Round(value, 6)));
        BackProjection.Project(clamped, 0.7, false);
        Assert.Equal([0.4, 1], clamped.Select(value => Math.Round(value, 6)));
        double[] light = [0.3, 0.8, 0.5];
        BackProjection.Project(light, 0.3, true);
        Assert.Equal(0.3, light.Average(LinearLight.Decode), 1e-6);
        Assert.Equal(0.5, light[1] - light[0], 1e-9);
    }

    [Fact]
    public void A_projection_never_leads_away_from_a_truth_with_the_same_mean()
    {
        var random = new Random(4);
        for (var trial = 0; trial < 300; trial++)
        {
            double[] truth = [.. Enumerable.Range(0, 4).Select(_ => random.NextDouble())],
                answer = [.. Enumerable.Range(0, 4).Select(_ => random.NextDouble())];
            double Distance() => truth.Zip(answer).Sum(pair => (pair.First - pair.Second) * (pair.First - pair.Second));
            var before = Distance();
            BackProjection.Project(answer, truth.Average(), false);
            Assert.True(Distance() <= before + 1e-6);
        }
    }

    [Theory, InlineData(true), InlineData(false)]
    public void The_original_comes_out_again_and_the_picture_comes_nearer_to_the_truth(bool light)
    {
        var truth = GameTextures.Cobbles(1, 64);
        var original = MipChain.Level(truth, 1, light);
        var enlarged = Interpolation.Bicubic(2).Upscale(original);
        var projected = BackProjection.Project(enlarged, original, light);
        Assert.True(BackProjection.Error(enlarged, original, light) > 0.5);
        Assert.InRange(BackProjection.Error(projected, original, light), 0, 0.05);
        Assert.True(Psnr.Of(truth, projected) > Psnr.Of(truth, enlarged));
        Assert.Throws<ArgumentException>(() => BackProjection.Project(enlarged, original.Crop(0, 0, 20, 32)));
    }
}
