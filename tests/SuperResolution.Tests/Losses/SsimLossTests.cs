using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Losses;
using SuperResolution.Metrics;
using SuperResolution.Tests.Support;
using static SuperResolution.Tests.Losses.GradientCheck;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Losses;

public class SsimLossTests
{
    private const double C1 = 1e-4, C2 = 9e-4; // (0.01 · 1)² and (0.03 · 1)²

    [Fact]
    public void The_SSIM_loss_is_one_minus_the_metric()
    {
        using var scope = NewDisposeScope();
        var clean = SyntheticImages.DeadLeaves(1, 97, 64);
        foreach (var distorted in new[]
        {
            Distortions.GaussianNoise(clean, 20), Distortions.GaussianBlur(clean, 2), Distortions.LuminanceShift(clean, 30),
        })
        {
            var loss = new SsimLoss().call(clean.ToTensor().to(float64), distorted.ToTensor().to(float64)).item<double>();
            Assert.Equal(1 - Ssim.Of(clean, distorted), loss, 1e-6);
        }
    }

    [Theory, InlineData(176, 176), InlineData(177, 181)] // odd sides meet the border of the 2×2 mean
    public void Standard_MS_SSIM_equals_a_plain_loop_over_msssim_m(int height, int width)
    {
        using var scope = NewDisposeScope();
        var target = Noise(1, 1, 1, height, width);
        var output = (0.7 * target) + (0.3 * Noise(2, 1, 1, height, width));
        var (x, y) = (Plane(output), Plane(target));
        double[] weights = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];
        var expected = 1.0;
        for (var scale = 0; scale < 5; scale++)
        {
            if (scale > 0) (x, y) = (Half(x), Half(y));
            var (similarity, structure) = Means(x, y, 11, 1.5);
            expected *= Math.Pow(scale == 4 ? similarity : structure, weights[scale]);
        }
        Assert.Equal(1 - expected, new MsSsimLoss().call(output, target).item<double>(), 1e-10);
    }

    // pyiqa's list of official values, on 8-bit gray. Its fourth picture, I03, is not reproduced (0.6700 here and in a NumPy version of
    // msssim.m, 0.6733 listed).
    [Theory, InlineData("I04.bmp", 0.9996), InlineData("I06.bmp", 0.9998), InlineData("I08.bmp", 0.9566)]
    public void Standard_MS_SSIM_equals_the_official_values(string name, double official)
    {
        using var scope = NewDisposeScope();
        Tensor Gray(string folder) =>
            ColorSpace.Luma(Picture.Load(Shared.Path("datasets", "IQA-calibration", folder, name)), LumaStandard.Bt601Full).ToTensor();
        Assert.Equal(official, 1 - new MsSsimLoss().call(Gray("dist").to(float64), Gray("ref").to(float64)).item<double>(), 1e-4);
    }

    [Fact] // Zhao et al.: the authors' layer sees one window as large as the patch
    public void Full_size_MS_SSIM_and_Mix_equal_a_plain_loop_over_the_authors_formula()
    {
        using var scope = NewDisposeScope();
        const int Window = 17;
        var target = Noise(3, 1, 2, Window + 2, Window + 3);
        var output = (0.7 * target) + (0.3 * Noise(4, 1, 2, Window + 2, Window + 3));
        var (msSsim, mix, places) = (0.0, 0.0, 0);
        for (var channel = 0; channel < 2; channel++)
            for (var top = 0; top <= 2; top++)
                for (var left = 0; left <= 3; left++, places++)
                {
                    var (x, y) = (Plane(output, channel, top, left, Window), Plane(target, channel, top, left, Window));
                    var product = 1.0;
                    foreach (var sigma in new[] { 0.5, 1, 2, 4, 8 })
                    {
                        var (similarity, structure) = Means(x, y, Window, sigma);
                        product *= sigma == 8 ? similarity : structure; // l · cs at the widest
                    }
                    var l1 = 0.0;
                    var taps = Taps(Window, 8);
                    for (var i = 0; i < Window; i++)
                        for (var j = 0; j < Window; j++) l1 += taps[i] * taps[j] * Math.Abs(x[i, j] - y[i, j]);
                    msSsim += 1 - product;
                    mix += (0.84 * (1 - product)) + (0.16 * l1);
                }
        Assert.Equal(msSsim / places, new FullSizeMsSsimLoss(Window).call(output, target).item<double>(), 1e-11);
        Assert.Equal(mix / places, new MixLoss(window: Window).call(output, target).item<double>(), 1e-11);
    }

    [Fact]
    public void The_two_MS_SSIMs_are_different_functions()
    {
        using var scope = NewDisposeScope();
        var (output, target) = (Noise(1, 1, 1, 176, 176), Noise(2, 1, 1, 176, 176));
        Assert.NotEqual(new MsSsimLoss().call(output, target).item<double>(),
            new FullSizeMsSsimLoss().call(output, target).item<double>(), 1e-2);
    }

    [Fact]
    public void Images_that_anti_correlate_give_a_finite_loss_and_gradient()
    {
        using var scope = NewDisposeScope();
        var target = Noise(1, 1, 1, 23, 25);
        var output = (1 - target).requires_grad_();
        var loss = new MsSsimLoss(MsSsimLoss.FirstScales(2)).call(output, target);
        loss.backward();
        Assert.InRange(loss.item<double>(), 0.99, 1);
        Assert.All(Doubles(output.grad!), value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void Too_small_images_are_refused_with_the_size_that_is_needed()
    {
        using var scope = NewDisposeScope();
        var image = zeros(1, 3, 175, 180);
        Assert.Contains("176×176 pixels, the images have 180×175",
            Assert.Throws<ArgumentException>(() => new MsSsimLoss().call(image, image)).Message);
        var patch = zeros(1, 3, 32, 40);
        Assert.Contains("33×33 pixels, the images have 40×32",
            Assert.Throws<ArgumentException>(() => new FullSizeMsSsimLoss().call(patch, patch)).Message);
        Assert.Contains("33×33", Assert.Throws<ArgumentException>(() => new MixLoss().call(patch, patch)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new FullSizeMsSsimLoss(32));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MixLoss(1.1));
        Assert.Throws<ArgumentException>(() => new MsSsimLoss([0.5, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => MsSsimLoss.FirstScales(6));
    }

    [Fact]
    public void The_paper_weights_sum_to_one_as_do_those_of_fewer_scales()
    {
        Assert.Equal(1, MsSsimLoss.PaperWeights.Sum(), 1e-4); // 1.0001 as printed
        Assert.Equal(1, MsSsimLoss.FirstScales(3).Sum(), 1e-12);
    }

    private static double[,] Plane(Tensor images, int channel = 0, int top = 0, int left = 0, int side = 0)
    {
        var (height, width) = side > 0 ? (side, side) : ((int)images.size(2), (int)images.size(3));
        var samples = Doubles(images[0, channel].narrow(0, top, height).narrow(1, left, width));
        var plane = new double[height, width];
        for (var i = 0; i < samples.Length; i++) plane[i / width, i % width] = samples[i];
        return plane;
    }

    private static double[] Taps(int length, double sigma)
    {
        var taps = Enumerable.Range(0, length).Select(i => Math.Exp(-Math.Pow(i - (length / 2), 2) / (2 * sigma * sigma))).ToArray();
        return [.. taps.Select(tap => tap / taps.Sum())];
    }

    /// <summary>Mean SSIM and mean contrast-structure over the places of a Gaussian window.</summary>
    private static (double Ssim, double Structure) Means(double[,] x, double[,] y, int window, double sigma)
    {
        var taps = Taps(window, sigma);
        var (rows, columns) = (x.GetLength(0) - window + 1, x.GetLength(1) - window + 1);
        var (ssim, structure) = (0.0, 0.0);
        for (var top = 0; top < rows; top++)
            for (var left = 0; left < columns; left++)
            {
                double mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
                for (var i = 0; i < window; i++)
                    for (var j = 0; j < window; j++)
                    {
                        var (weight, p, q) = (taps[i] * taps[j], x[top + i, left + j], y[top + i, left + j]);
                        mx += weight * p;
                        my += weight * q;
                        xx += weight * p * p;
                        yy += weight * q * q;
                        xy += weight * p * q;
                    }
                var cs = ((2 * (xy - (mx * my))) + C2) / (xx - (mx * mx) + yy - (my * my) + C2);
                structure += cs;
                ssim += cs * ((2 * mx * my) + C1) / ((mx * mx) + (my * my) + C1);
            }
        return (ssim / (rows * columns), structure / (rows * columns));
    }

    /// <summary>imfilter(x, ones(2)/4, 'symmetric') and then every second pixel, as msssim.m.</summary>
    private static double[,] Half(double[,] x)
    {
        var (height, width) = (x.GetLength(0), x.GetLength(1));
        var half = new double[(height + 1) / 2, (width + 1) / 2];
        for (var i = 0; i < height; i += 2)
            for (var j = 0; j < width; j += 2)
            {
                var (below, right) = (Math.Min(i + 1, height - 1), Math.Min(j + 1, width - 1));
                half[i / 2, j / 2] = (x[i, j] + x[below, j] + x[i, right] + x[below, right]) / 4;
            }
        return half;
    }
}
