using SuperResolution.Imaging;
using SuperResolution.Multiframe;

namespace SuperResolution.Tests.Multiframe;

/// <summary>Values worked out by hand from the equations in the class's remarks.</summary>
public sealed class SteerableKernelsTests
{
    private static readonly KernelSettings settings = new(Detail: 0.3, Denoise: 4, Threshold: 0.75, Transition: 1.2);

    [Fact]
    public void Without_structure_a_kernel_is_round_and_wide()
    {
        var kernel = SteerableKernels.Of((0, 0, 0), settings);
        Assert.Equal(1.2, kernel.Across, 1e-12); // D = 1: 0.3 · 4
        Assert.Equal(1.2, kernel.Along, 1e-12);
    }

    [Fact]
    public void On_an_edge_it_is_short_across_and_long_along_it()
    {
        var kernel = SteerableKernels.Of((1e4, 0, 0), settings); // A = 2, D = 0
        Assert.Equal(0.15, kernel.Across, 1e-12);
        Assert.Equal(1.2, kernel.Along, 1e-12);
        Assert.Equal(0, kernel.Angle, 1e-12);
        Assert.Equal(0.0225, kernel.Covariance.XX, 1e-12);
        Assert.Equal(1.44, kernel.Covariance.YY, 1e-12);
    }

    [Fact]
    public void On_a_corner_it_is_round_and_small()
    {
        var kernel = SteerableKernels.Of((1e4, 0, 1e4), settings); // A = 1, D = 0
        Assert.Equal((0.3, 0.3), (kernel.Across, kernel.Along));
    }

    [Fact]
    public void Between_noise_and_detail_the_widths_are_mixed()
    {
        var kernel = SteerableKernels.Of((1.44, 0, 1.44), settings); // √λ₁ = 1.2: D = 1 − 1 + 0.75
        Assert.Equal(0.3 * (0.25 + (0.75 * 4)), kernel.Across, 1e-12);
    }

    [Fact]
    public void The_kernel_lies_along_a_slanted_edge()
    {
        var kernel = SteerableKernels.Of((500, 500, 500), settings); // gradients along (1, 1)
        Assert.Equal(Math.PI / 4, kernel.Angle, 1e-12);
        Assert.Equal((0.0225 - 1.44) / 2, kernel.Covariance.XY, 1e-12); // it reaches along (1, −1)
    }

    [Fact]
    public void A_picture_gives_one_kernel_for_each_pixel()
    {
        var step = new Picture(20, 20, 1, [.. Enumerable.Range(0, 400).Select(i => (byte)(i % 20 < 10 ? 60 : 180))]);
        var kernels = new SteerableKernels(step, NoiseModel.White(2), settings);
        Assert.Equal((0.15, 1.2), (kernels[10, 10].Across, kernels[10, 10].Along));
        Assert.Equal(0, kernels[10, 10].Angle, 1e-6);
        Assert.Equal(1.2, kernels[3, 10].Across, 1e-6);
    }

    [Theory, InlineData(3, 0.33, 5, 0.81, 1.24), InlineData(18, 0.29, 4, 0.76, 1.12), InlineData(300, 0.25, 3, 0.71, 1)]
    public void Parameters_follow_the_signal_to_noise_ratio(double snr, double detail, double denoise, double threshold, double transition)
    {
        var found = KernelSettings.ForSnr(snr);
        Assert.Equal(detail, found.Detail, 1e-12);
        Assert.Equal(denoise, found.Denoise, 1e-12);
        Assert.Equal(threshold, found.Threshold, 1e-12);
        Assert.Equal(transition, found.Transition, 1e-12);
        Assert.Equal((4, 2), (found.Stretch, found.Shrink));
    }
}
