using SuperResolution.Datasets;
using SuperResolution.Imaging;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Imaging;

public class ImageInterpolationTests
{
    [Theory, InlineData(0), InlineData(1)]
    public void At_0_and_1_it_is_the_one_or_the_other_bit_for_bit(double alpha)
    {
        using var scope = NewDisposeScope();
        using var stack = new RandomStack(3, 2, 3);
        var bicubic = Interpolation.Bicubic(2);
        var blend = new ImageInterpolation(bicubic, stack, alpha);
        var picture = SyntheticImages.Facade(1, 19, 17);
        Upscaler chosen = alpha == 0 ? bicubic : stack;

        Assert.Equal(chosen.Upscale(picture.ToTensor()).bytes.ToArray(), blend.Upscale(picture.ToTensor()).bytes.ToArray());
        Assert.Equal(chosen.Upscale(picture).Pixels.ToArray(), blend.Upscale(picture).Pixels.ToArray());
    }

    [Theory, InlineData(0.2), InlineData(0.5), InlineData(0.8)]
    public void Between_them_every_pixel_lies_between(double alpha)
    {
        using var scope = NewDisposeScope();
        var lr = rand([2, 3, 9, 7], generator: new Generator(1));
        var (a, b) = (Interpolation.Nearest(3), Interpolation.Bicubic(3));
        var expected = ((1 - alpha) * a.Upscale(lr)) + (alpha * b.Upscale(lr));
        Assert.InRange((new ImageInterpolation(a, b, alpha).Upscale(lr) - expected).abs().max().item<float>(), 0, 1e-6);
    }

    [Fact]
    public void Knows_what_both_know()
    {
        using var stack = new RandomStack(3, 2, 5);
        var blend = new ImageInterpolation(Interpolation.Bicubic(2), stack, 0.25);
        Assert.Equal(5, blend.Reach);
        Assert.False(blend.RestoresLuma);
        Assert.Equal("0.75·Bicubic + 0.25·Stack", blend.Name);
        Assert.True(new ImageInterpolation(Interpolation.Bicubic(2), Interpolation.Nearest(2), 0.5).RestoresLuma);
    }

    [Theory, InlineData(-0.1), InlineData(1.001), InlineData(double.NaN)]
    public void Extrapolation_is_refused(double alpha) => Assert.Contains("from 0 (all Bicubic) to 1 (all Nearest)",
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new ImageInterpolation(Interpolation.Bicubic(2), Interpolation.Nearest(2), alpha)).Message);

    [Fact]
    public void Different_scales_are_refused() => Assert.Contains("Bicubic upscales by 2 and Nearest by 3",
        Assert.Throws<ArgumentException>(() => new ImageInterpolation(Interpolation.Bicubic(2), Interpolation.Nearest(3), 0.5)).Message);
}
