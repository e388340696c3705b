using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Training;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Training;

public class RealWorldDegradationTests
{
    private static readonly Picture hr = SyntheticImages.DeadLeaves(3, 48, 36);

    [Theory]
    [InlineData(2), InlineData(3), InlineData(4)]
    public void Equal_numbers_give_equal_pictures_of_the_right_size(int scale)
    {
        var degradation = new RealWorldDegradation(DegradationStrengths.Bsrgan(scale));
        var lr = degradation.Degrade(hr, scale, new CounterRandom(1, 2, 3));
        Assert.Equal((48 / scale, 36 / scale, 3), (lr.Width, lr.Height, lr.Channels));
        Assert.Equal(lr.Pixels.ToArray(), degradation.Degrade(hr, scale, new CounterRandom(1, 2, 3)).Pixels.ToArray());
        Assert.All([new CounterRandom(1, 2, 4), new CounterRandom(1, 3, 3), new CounterRandom(2, 2, 3)], other =>
            Assert.NotEqual(lr.Pixels.ToArray(), degradation.Degrade(hr, scale, other).Pixels.ToArray()));
    }

    [Fact]
    public void Without_strength_matlabs_bicubic_is_left()
    {
        var degradation = new RealWorldDegradation(DegradationStrengths.None);
        Assert.All(Enumerable.Range(0, 20),
            n => Assert.Equal(Resize.Imresize(hr, 0.5).Pixels.ToArray(),
            degradation.Degrade(hr, 2, new CounterRandom(0, n)).Pixels.ToArray()));
    }

    [Fact] // in a fair shuffle the downscaling is before, between and after two blurs equally often: 100 ± 3·8.2 of 300
    public void The_order_is_shuffled_fairly()
    {
        var degradation = new RealWorldDegradation(DegradationStrengths.None with { BlurSigma = new(1.5, 1.5) });
        static Picture Blur(Picture picture) => Distortions.GaussianBlur(picture, 1.5);
        static Picture Down(Picture picture) => Resize.Imresize(picture, 0.5);
        var orders = new[] { Down(Blur(Blur(hr))), Blur(Down(Blur(hr))), Blur(Blur(Down(hr))) }.Select(
            picture => Convert.ToHexString(picture.Pixels)).ToList();
        var counts = new int[3];
        for (var n = 0; n < 300; n++)
            counts[orders.IndexOf(Convert.ToHexString(degradation.Degrade(hr, 2, new CounterRandom(5, n)).Pixels))]++;
        Assert.All(counts, count => Assert.InRange(count, 75, 125));
    }

    [Fact] // white noise loses by a resize: its sigma is multiplied by Σw² over the weights w of one axis
    public void Noise_keeps_its_sigma_after_the_downscaling_and_is_weaker_before()
    {
        var weights = new[] { 0.5, 1.5, 2.5, 3.5 }.Select(x => Keys(x / 2) / 2).ToArray();
        var before = 10 * 2 * weights.Sum(w => w * w);
        var degradation = new RealWorldDegradation(DegradationStrengths.None with { Noise = new(10, 10) });
        var gray = new Picture(128, 128, 3, [.. Enumerable.Repeat((byte)128, 128 * 128 * 3)]);
        var sigmas = Enumerable.Range(0, 12).Select(n => Deviation(degradation.Degrade(gray, 2, new CounterRandom(1, n)))).ToArray();

        Assert.All(sigmas, sigma => Assert.True(
            Math.Abs(sigma - 10) < 0.3 || Math.Abs(sigma - before) < 0.3, $"{sigma}, not 10 or {before}"));
        Assert.InRange(sigmas.Count(sigma => sigma > 8), 1, 11);
    }

    [Fact]
    public void A_late_jpeg_is_the_last_step_and_an_early_one_may_come_before_the_downscaling()
    {
        var quality = new ValueRange(40, 40);
        var late = new RealWorldDegradation(DegradationStrengths.None with { LateJpeg = 1, JpegQuality = quality });
        var last = Distortions.Jpeg(Resize.Imresize(hr, 0.5), 40).Pixels.ToArray();
        Assert.All(Enumerable.Range(0, 10), n => Assert.Equal(last, late.Degrade(hr, 2, new CounterRandom(0, n)).Pixels.ToArray()));

        var early = new RealWorldDegradation(DegradationStrengths.None with { EarlyJpeg = 1, JpegQuality = quality });
        var first = Resize.Imresize(Distortions.Jpeg(hr, 40), 0.5).Pixels.ToArray();
        var results = Enumerable.Range(0, 20).Select(n => early.Degrade(hr, 2, new CounterRandom(0, n)).Pixels.ToArray()).ToList();
        Assert.All(results, result => Assert.True(result.SequenceEqual(first) || result.SequenceEqual(last)));
        Assert.InRange(results.Count(result => result.SequenceEqual(first)), 1, 19);
    }

    [Fact]
    public void Patches_with_it_are_the_same_from_any_number_of_workers()
    {
        using var scope = NewDisposeScope();
        var patches = new RgbPatches([SyntheticImages.DeadLeaves(1, 96, 80)], 2, 12, 3, seed: 9,
            degradation: new RealWorldDegradation(DegradationStrengths.Bsrgan(2)));
        using var loader = new DataLoader(patches.Batch, workers: 2);
        for (var step = 0; step < 6; step++)
            Assert.Equal(patches.Batch(step).Lr.bytes.ToArray(), loader.Next().First.bytes.ToArray());
    }

    [Fact] // github.com/cszn/BSRGAN, utils/utils_blindsr.py: wd = 2 + 0.2·sf, wd2 = 4 + sf, noise 2…25, JPEG 30…95
    public void Strengths_of_bsrgan()
    {
        Assert.Equal((2.4, 6), (DegradationStrengths.Bsrgan(2).BlurSigma.Most, DegradationStrengths.Bsrgan(2).AxisVariance.Most));
        var four = DegradationStrengths.Bsrgan(4);
        Assert.Equal((2.8, 8, new ValueRange(2, 25), new ValueRange(30, 95)),
            (four.BlurSigma.Most, four.AxisVariance.Most, four.Noise, four.JpegQuality));
    }

    [Fact]
    public void A_range_upside_down_is_refused()
    {
        var degradation = new RealWorldDegradation(DegradationStrengths.None with { Noise = new(3, 2) });
        Assert.Contains("between 3 and 2", Assert.Throws<ArgumentException>(() => degradation.Degrade(hr, 2, default)).Message);
    }

    private static double Keys(double x) =>
        x <= 1 ? (1.5 * x * x * x) - (2.5 * x * x) + 1 : (-0.5 * x * x * x) + (2.5 * x * x) - (4 * x) + 2;

    private static double Deviation(Picture picture)
    {
        var samples = picture.Pixels.ToArray();
        var mean = samples.Average(sample => (double)sample);
        return Math.Sqrt(samples.Average(sample => Math.Pow(sample - mean, 2)));
    }
}
