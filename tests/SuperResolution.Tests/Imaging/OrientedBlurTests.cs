using SuperResolution.Datasets;
using SuperResolution.Imaging;

namespace SuperResolution.Tests.Imaging;

public class OrientedBlurTests
{
    [Theory] // a Gaussian leaves exp(−½·ω²·σ²) of a wave, with the σ of the wave's direction; ω = 2π/20
    [InlineData(0, 0, 3), InlineData(0, 90, 1), InlineData(30, 30, 3), InlineData(30, 120, 1), InlineData(30, 300, 1),
        InlineData(135, 135, 3)]
    public void A_wave_loses_what_the_sigma_of_its_direction_takes(double axis, double direction, double sigma)
    {
        const double omega = Math.PI / 10;
        var (sin, cos) = Math.SinCos(direction * Math.PI / 180);
        var pixels = new byte[96 * 96];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)Math.Round(128 + (100 * Math.Cos(omega * ((cos * (i % 96)) - (sin * (i / 96)))))); // rows count downwards
        var blurred = Distortions.GaussianBlur(new Picture(96, 96, 1, pixels), along: 3, across: 1, axis);

        double left = 0, all = 0;
        for (var y = 12; y < 84; y++)
        {
            for (var x = 12; x < 84; x++)
            {
                var wave = pixels[(96 * y) + x] - 128;
                left += wave * (blurred[x, y, 0] - 128);
                all += wave * wave;
            }
        }
        Assert.Equal(Math.Exp(-0.5 * omega * omega * sigma * sigma), left / all, 0.004);
    }

    [Fact]
    public void With_two_equal_sigmas_it_is_the_isotropic_blur_but_for_roundings()
    {
        var picture = SyntheticImages.DeadLeaves(5, 61, 40);
        var (one, two) = (Distortions.GaussianBlur(picture, 1.5), Distortions.GaussianBlur(picture, 1.5, 1.5, 20));
        var apart = one.Pixels.ToArray().Zip(two.Pixels.ToArray(), (a, b) => Math.Abs(a - b)).ToArray();
        Assert.Equal(1, apart.Max());
        Assert.InRange(apart.Average(), 0, 0.03);
    }

    [Fact]
    public void Without_a_sigma_nothing_happens()
    {
        var picture = SyntheticImages.DeadLeaves(5, 20, 20);
        Assert.Same(picture, Distortions.GaussianBlur(picture, 0, 0, 45));
        Assert.Equal(picture.Pixels.ToArray(), Distortions.GaussianBlur(picture, 0.01, 0, 45).Pixels.ToArray());
    }
}
