using SuperResolution.Imaging;
using SuperResolution.Tests.Imaging;
using SuperResolution.Textures;
using SuperResolution.Weights;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Textures;

public sealed class TilingTests
{
    private static readonly Picture two = new(2, 1, 1, [10, 20]);

    [Fact]
    public void A_border_wider_than_the_texture_repeats_it()
    {
        var padded = Tiling.Pad(two, 3);
        Assert.Equal("8×7 gray", padded.ToString());
        Assert.Equal([20, 10, 20, 10, 20, 10, 20, 10], padded.Pixels[..8].ToArray());
        using var tensor = Tiling.Pad(two.ToTensor(), 3);
        Assert.Equal(padded.Pixels.ToArray(), Picture.FromTensor(tensor).Pixels.ToArray());
    }

    [Fact]
    public void Shifting_moves_and_comes_back()
    {
        var picture = new Picture(3, 2, 1, [1, 2, 3, 4, 5, 6]);
        Assert.Equal([6, 4, 5, 3, 1, 2], Tiling.Shift(picture, 1, 1).Pixels.ToArray());
        Assert.Equal(picture.Pixels.ToArray(), Tiling.Shift(Tiling.Shift(picture, 7, -5), -7, 5).Pixels.ToArray());
        Assert.Equal([10, 20, 10, 20], Tiling.Repeat(two, 2, 1).Pixels.ToArray());
    }

    [Theory, InlineData(ResizeKernel.Nearest, 2), InlineData(ResizeKernel.Bilinear, 4), InlineData(ResizeKernel.Bicubic, 4)]
    public void Wrapped_interpolation_commutes_with_shifts_to_the_byte(ResizeKernel kernel, int scale)
    {
        var (texture, wrapped) = (GameTextures.Cobbles(2, 32), new SeamlessUpscaler(new Interpolation(kernel, scale)));
        var expected = Tiling.Shift(wrapped.Upscale(texture), 5 * scale, -3 * scale);
        Assert.Equal(expected.Pixels.ToArray(), wrapped.Upscale(Tiling.Shift(texture, 5, -3)).Pixels.ToArray());
        Assert.Equal(Tiling.Shift(wrapped.UpscaleAlpha(texture.ToGray()), 5 * scale, 0).Pixels.ToArray(),
            wrapped.UpscaleAlpha(Tiling.Shift(texture.ToGray(), 5, 0)).Pixels.ToArray());
    }

    [Fact]
    public void Wrapped_networks_commute_with_shifts_and_bare_ones_do_not()
    {
        using var scope = NewDisposeScope();
        using var stack = new RandomStack(3, 2, 3);
        Assert.True(Largest(stack) > 0.01);
        Assert.InRange(Largest(new SeamlessUpscaler(stack)), 0, 2e-6);
        Assert.True(Largest(new SeamlessUpscaler(stack, 0)) > 0.01);
        Assert.Equal(4, new SeamlessUpscaler(stack).Padding);

        static float Largest(Upscaler upscaler)
        {
            var lr = rand([1, 3, 12, 9], generator: new Generator(1));
            return (upscaler.Upscale(lr.roll([2, -3], [2, 3])) - upscaler.Upscale(lr).roll([4, -6], [2, 3])).abs().max().item<float>();
        }
    }

    [Fact]
    public void A_seam_shows_in_the_ratio_and_wrapping_takes_it_away()
    {
        var (truth, network) = (GameTextures.Cobbles(1, 128), TrainedWeights.Open("srcnn-9-5-5-x4"));
        var lr = MipChain.Level(truth, 2);
        var (bare, wrapped) = (Seam.Ratio(network.Upscale(lr), 4), Seam.Ratio(new SeamlessUpscaler(network).Upscale(lr), 4));
        Assert.InRange(Seam.Ratio(truth), 0.8, 1.25);
        Assert.InRange(wrapped, 0.7, 1.4);
        Assert.True(bare > 1.5 * wrapped, $"{bare} and {wrapped}");
    }

    [Fact]
    public void The_ratio_of_a_ramp_and_of_stripes_is_what_one_counts()
    {
        // Rows 0, 1, 2, 3: across the cut 3, elsewhere 1; between equal rows nothing. (3 + 0) / 2 over (1 + 0) / 2.
        var ramp = new Picture(4, 4, 1, [.. Enumerable.Range(0, 16).Select(i => (byte)(i % 4))]);
        Assert.Equal(3, Seam.Ratio(ramp), 1e-12);
        Assert.Equal(1, Seam.Ratio(new Picture(4, 4, 1, [.. Enumerable.Range(0, 16).Select(i => (byte)(i % 2))])), 1e-12);
        Assert.Throws<ArgumentException>(() => Seam.Ratio(ramp, 4));
    }
}
