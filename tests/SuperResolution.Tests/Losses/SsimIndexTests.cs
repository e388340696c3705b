using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Losses;
using SuperResolution.Metrics;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Losses;

public class SsimIndexTests
{
    [Theory]
    [InlineData(ScalarType.Float32, 1e-5), InlineData(ScalarType.Float64, 1e-6)]
    public void The_value_equals_the_metric(ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        var clean = SyntheticImages.DeadLeaves(1, 97, 64);
        foreach (var distorted in new[]
        {
            Distortions.GaussianNoise(clean, 20), Distortions.GaussianBlur(clean, 2), Distortions.LuminanceShift(clean, 30), clean,
        })
        {
            var value = SsimIndex.Of(clean.ToTensor().to(type), distorted.ToTensor().to(type));
            Assert.Equal(type, value.dtype);
            Assert.InRange(value.to(float64).item<double>() - Ssim.Of(clean, distorted), -tolerance, tolerance);
        }
    }

    [Fact]
    public void The_gradient_equals_differences()
    {
        using var scope = NewDisposeScope();
        var target = rand(1, 2, 13, 15, dtype: float64, generator: new Generator(1));
        var output = rand(1, 2, 13, 15, dtype: float64, generator: new Generator(2)).requires_grad_();
        SsimIndex.Of(output, target).backward();
        foreach (var (channel, y, x) in new[] { (0, 6, 7), (1, 0, 0), (0, 12, 3), (1, 5, 14) })
        {
            double At(double step)
            {
                using var frozen = no_grad();
                var moved = output.detach().clone();
                moved[0, channel, y, x] += step;
                return SsimIndex.Of(moved, target).item<double>();
            }

            Assert.Equal((At(1e-5) - At(-1e-5)) / 2e-5, output.grad![0, channel, y, x].item<double>(), 1e-8);
        }
    }

    [Fact]
    public void Nothing_but_the_result_stays_alive()
    {
        using var scope = NewDisposeScope();
        var image = rand(1, 1, 32, 32);
        var before = scope.DisposablesCount;
        SsimIndex.Of(image, image).Dispose();
        Assert.Equal(before, scope.DisposablesCount);
    }

    [Fact]
    public void Too_small_images_are_refused_with_their_size()
    {
        using var image = zeros(1, 1, 10, 40);
        Assert.Contains("40×10", Assert.Throws<ArgumentException>(() => SsimIndex.Of(image, image)).Message);
    }
}
