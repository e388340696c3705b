using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Metrics;
using SuperResolution.Tests.Support;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Metrics;

/// <summary>What must hold for the metrics whatever the pictures, and odd sizes against another implementation.</summary>
public class FullReferenceMetricTests
{
    private static readonly Picture scene = SyntheticImages.DeadLeaves(7, 203, 181);
    private static readonly Metric[] all =
        [Psnr.Metric, Psnr.RmseMetric, Ssim.Metric, DaalaSsim.Metric, MsSsim.Metric, CwSsim.Metric, Fsim.Metric, Gmsd.Metric, Vif.Metric];

    public static TheoryData<string> Names => [.. all.Select(metric => metric.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Equal_pictures_have_the_best_value(string name)
    {
        var best = name == "VIF" ? 1 : Named(name).Range.Best; // VIF goes beyond 1 for pictures with more contrast
        Assert.Equal(best, Named(name).Measure(scene, scene), 1e-9);
    }

    [Theory, MemberData(nameof(Names))]
    public void More_noise_is_worse(string name)
    {
        var values = new[] { 2.0, 6, 15, 40 }.Select(sigma => Named(name).Measure(scene, Distortions.GaussianNoise(scene, sigma)))
            .ToArray();
        Assert.Equal(Named(name).Better == Better.Higher ? values.OrderDescending() : values.Order(), values);
        Assert.Equal(values.Length, values.Distinct().Count());
    }

    [Theory, MemberData(nameof(Names))]
    public void All_but_VIF_are_symmetric(string name)
    {
        var blurred = Distortions.GaussianBlur(scene, 1.5);
        var (forth, back) = (Named(name).Measure(scene, blurred), Named(name).Measure(blurred, scene));
        if (name == "VIF") Assert.True(back - forth > 0.1, $"{forth} and {back}");
        else Assert.Equal(forth, back, 1e-6);
    }

    // NumPy and SciPy in double precision from the papers' equations; SSIM: structural_similarity of scikit-image 0.19.
    [Theory]
    [InlineData("SSIM", 0.652404921739, 0.960621242833)]
    [InlineData("MS-SSIM", 0.613671143731, 0.962969800910)]
    [InlineData("CW-SSIM", 0.304711772930, 0.943989268096)]
    [InlineData("FSIM", 0.670267270434, 0.945926439584)]
    [InlineData("GMSD", 0.238275528170, 0.140046345514)]
    [InlineData("VIF", 0.016294641847, 0.898375895271)]
    public void Odd_sizes_equal_another_implementation(string name, double first, double second)
    {
        foreach (var (file, expected) in new[] { ("I03.bmp", first), ("I08.bmp", second) })
        {
            Picture Part(string folder)
            {
                var picture = Picture.Load(Shared.Path("datasets", "IQA-calibration", folder, file)).Crop(10, 5, 301, 283);
                return name == "FSIM" ? picture : picture.ToGray();
            }
            Assert.Equal(expected, Named(name).Measure(Part("ref"), Part("dist")), name is "SSIM" or "MS-SSIM" ? 1e-6 : 1e-9);
        }
    }

    [Theory]
    [InlineData("SSIM", 11), InlineData("MS-SSIM", 176), InlineData("CW-SSIM", 64), InlineData("FSIM", 16), InlineData("GMSD", 3),
        InlineData("VIF", 65)]
    public void The_smallest_size_works_and_one_less_is_refused(string name, int least)
    {
        var (smallest, tooSmall) = (scene.Crop(0, 0, least, 181), scene.Crop(0, 0, least - 1, 181));
        Assert.InRange(Named(name).Measure(smallest, Distortions.LuminanceShift(smallest, 5)), 0, 1.2);
        Assert.Contains($"{least}×{least}", Assert.Throws<ArgumentException>(() => Named(name).Measure(tooSmall, tooSmall)).Message);
    }

    [Fact]
    public void Tensors_have_the_value_of_gray_pictures_and_batches_their_mean()
    {
        using var scope = NewDisposeScope();
        var (gray, other) = (scene.ToGray(), Distortions.Blend(scene, Distortions.GaussianBlur(scene, 2), 0.5).ToGray());
        var (a, b) = (gray.ToTensor(), other.ToTensor());
        foreach (var (metric, tensors) in new (Metric, Func<Tensor, Tensor, double>)[]
            { (Ssim.Metric, Ssim.Of), (MsSsim.Metric, MsSsim.Of), (CwSsim.Metric, CwSsim.Of), (Fsim.Metric, Fsim.Of),
                (Gmsd.Metric, Gmsd.Of), (Vif.Metric, Vif.Of) })
        {
            var expected = metric.Measure(gray, other);
            var before = scope.DisposablesCount;
            Assert.Equal(expected, tensors(a, b), 1e-6);
            Assert.Equal((expected + metric.Measure(gray, gray)) / 2, tensors(cat([a, a]), cat([b, a])), 1e-6);
            Assert.Equal(before + 2, scope.DisposablesCount); // the two batches
            Assert.Throws<ArgumentException>(() => tensors(a, b.narrow(2, 0, 180)));
        }
    }

    // contrast and structure are 1, what remains is the luminance of the coarsest scale: ((2·100·130 + C1) / (100² + 130² + C1))^0.1333
    [Fact]
    public void MS_SSIM_of_two_flat_pictures()
    {
        var luminance = ((2 * 100.0 * 130) + 6.5025) / ((100.0 * 100) + (130 * 130) + 6.5025);
        Assert.Equal(luminance, Ssim.Of(Flat(100), Flat(130)), 1e-6);
        Assert.Equal(Math.Pow(luminance, 0.1333), MsSsim.Of(Flat(100), Flat(130)), 1e-6);
    }

    [Fact] // eq. 8 with K = 0: all coefficients times a give 2a / (1 + a²)
    public void CW_SSIM_of_half_the_contrast_is_four_fifths()
    {
        using var image = scene.ToTensor();
        using var half = image / 2;
        Assert.Equal(0.8, CwSsim.Of(image, half), 1e-6);
    }

    [Fact] // a shift by 3 pixels: SSIM breaks down, CW-SSIM does not (Sampat et al., section IV)
    public void CW_SSIM_forgives_a_small_shift()
    {
        var (left, right) = (scene.Crop(0, 0, 192, 176).ToGray(), scene.Crop(3, 0, 192, 176).ToGray());
        Assert.True(CwSsim.Of(left, right) > 0.9 && Ssim.Of(left, right) < 0.75, $"{CwSsim.Of(left, right)}, {Ssim.Of(left, right)}");
    }

    [Fact] // a negative gain is no channel (g = 0): nothing of the information arrives
    public void VIF_of_the_negative_is_0()
    {
        var gray = scene.ToGray();
        var negative = new Picture(gray.Width, gray.Height, 1, [.. gray.Pixels.ToArray().Select(sample => (byte)(255 - sample))]);
        Assert.Equal(0, Vif.Of(gray, negative), 1e-9);
    }

    [Fact]
    public void VIF_of_more_contrast_is_over_1_and_a_flat_reference_is_refused()
    {
        using var image = scene.ToGray().ToTensor();
        using var faint = (image * 0.5) + 0.25;
        Assert.True(Vif.Of(faint, image) > 1.05);
        Assert.Contains("flat", Assert.Throws<ArgumentException>(() => Vif.Of(Flat(7), scene.Crop(0, 0, 180, 180).ToGray())).Message);
    }

    [Fact]
    public void Flat_pictures_have_values() =>
        Assert.All(new Metric[] { CwSsim.Metric, Fsim.Metric, Gmsd.Metric },
            metric => Assert.Equal(metric.Range.Best, metric.Measure(Flat(0), Flat(0)), 1e-9));

    private static Metric Named(string name) => all.Single(metric => metric.Name == name);

    private static Picture Flat(byte value) => new(180, 180, 1, [.. Enumerable.Repeat(value, 180 * 180)]);
}
