using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Losses;
using SuperResolution.Metrics;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Metrics;

/// <summary>The metric works in single precision and in vectors; <see cref="SsimIndex"/> in double precision with matrices.</summary>
public class SsimPrecisionTests
{
    [Fact] // a page of paper: high values with little variance are where single precision loses most
    public void Bright_flat_areas_equal_double_precision()
    {
        var page = SyntheticImages.Text(5, 240, 120).ToGray();
        foreach (var distorted in new[]
        {
            Distortions.LuminanceShift(page, -3), Distortions.GaussianNoise(page, 1), Distortions.GaussianBlur(page, 0.7),
        })
            Assert.Equal(Exact(page, distorted), Ssim.Of(page, distorted), 1e-6);
    }

    [Fact]
    public void All_widths_around_the_vectors_equal_double_precision()
    {
        var leaves = SyntheticImages.DeadLeaves(9, 60, 16).ToGray();
        var noisy = Distortions.GaussianNoise(leaves, 25);
        for (var width = Ssim.Window; width <= 60; width++)
            Assert.Equal(Exact(leaves.Crop(0, 0, width, 16), noisy.Crop(0, 0, width, 16)),
                Ssim.Of(leaves.Crop(0, 0, width, 16), noisy.Crop(0, 0, width, 16)), 1e-6);
    }

    private static double Exact(Picture a, Picture b)
    {
        using var scope = NewDisposeScope();
        return SsimIndex.Of(a.ToTensor().to(float64), b.ToTensor().to(float64)).item<double>();
    }
}
