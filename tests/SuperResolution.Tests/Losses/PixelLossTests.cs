using SuperResolution.Losses;
using SuperResolution.Metrics;
using static SuperResolution.Tests.Losses.GradientCheck;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Losses;

public class PixelLossTests
{
    private static Tensor Row(params double[] samples) => tensor(samples).reshape(1, 1, 1, samples.Length);

    [Fact]
    public void Values_of_a_difference_of_3_and_minus_4_tenths()
    {
        using var scope = NewDisposeScope();
        var (output, target) = (Row(0.8, 0.1), Row(0.5, 0.5));
        Assert.Equal((0.09 + 0.16) / 2, new MseLoss().call(output, target).item<double>(), 1e-12);
        Assert.Equal((0.3 + 0.4) / 2, new L1Loss().call(output, target).item<double>(), 1e-12);
        Assert.Equal((Math.Sqrt(0.0901) + Math.Sqrt(0.1601)) / 2, new CharbonnierLoss(0.01).call(output, target).item<double>(), 1e-12);
    }

    [Fact]
    public void Psnr_follows_from_MSE()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (Noise(1, 2, 3, 8, 9), Noise(2, 2, 3, 8, 9));
        Assert.Equal(Psnr.Of(a, b), -10 * Math.Log10(new MseLoss().call(a, b).item<double>()), 1e-10);
    }

    [Fact] // LapSRN (arXiv 1704.03915): epsilon = 1e-3
    public void Charbonnier_has_LapSRNs_epsilon_and_refuses_zero()
    {
        Assert.Equal(1e-3, new CharbonnierLoss().Epsilon);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CharbonnierLoss(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CharbonnierLoss(double.NaN));
    }

    [Fact]
    public void The_total_variation_of_a_ramp_is_its_slope()
    {
        using var scope = NewDisposeScope();
        // 3 down and 4 across per pixel: length 5 inside, 4 in the last row, 3 in the last column, 0 in the corner.
        var ramp = (3 * arange(5, dtype: float64).reshape(1, 1, 5, 1)) + (4 * arange(6, dtype: float64).reshape(1, 1, 1, 6));
        var expected = ((20 * 5) + (5 * 4) + (4 * 3)) / 30.0;
        Assert.Equal(expected, new TotalVariationLoss().call(ramp).item<double>(), 1e-5);
    }

    [Fact]
    public void A_flat_image_has_no_variation_and_a_finite_gradient()
    {
        using var scope = NewDisposeScope();
        var flat = full([1, 3, 4, 4], 0.5).requires_grad_();
        var variation = new TotalVariationLoss().call(flat);
        variation.backward();
        Assert.Equal(0, variation.item<float>());
        Assert.All(Doubles(flat.grad!), value => Assert.Equal(0, value));
    }
}
