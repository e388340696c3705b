using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Metrics;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Metrics;

public class SharpnessTests
{
    [Fact] // the Laplacian is ±4·255 on an even number of pixels
    public void A_chessboard_has_the_greatest_value() =>
        Assert.Equal(Sharpness.Greatest, Sharpness.Of(Draw(34, 20, (x, y) => (x + y) % 2 * 255)));

    [Fact]
    public void A_ramp_has_none() => Assert.Equal(0, Sharpness.Metric.Measure(null!, Draw(50, 40, (x, y) => (2 * x) + (3 * y))));

    [Fact] // the Laplacian is ∓h left and right of the edge, 0 elsewhere: 2·h²/(w − 2)
    public void An_edge_of_height_100_in_52_columns_has_400() =>
        Assert.Equal(2 * 100 * 100 / 50.0, Sharpness.Of(Draw(52, 9, (x, _) => x < 20 ? 50 : 150)), 1e-9);

    [Fact] // a sine's Laplacian is (2·cos ω − 2) times itself; whole periods inside; rounding adds 20/12 = Σ weights² · 1/12
    public void A_sine_has_half_the_squared_amplitude_times_the_squared_gain()
    {
        var omega = 2 * Math.PI / 16;
        var expected = 100 * 100 / 2.0 * Math.Pow(2 - (2 * Math.Cos(omega)), 2);
        Assert.Equal(expected, Sharpness.Of(Draw(162, 50, (x, _) => (int)Math.Round(128 + (100 * Math.Sin(omega * x))))), 3.0);
    }

    [Fact]
    public void Blur_lowers_it_and_noise_raises_it()
    {
        var picture = SyntheticImages.StillLife(5, 200, 150);
        Assert.True(Sharpness.Of(Distortions.GaussianBlur(picture, 1)) < Sharpness.Of(picture));
        Assert.True(Sharpness.Of(Distortions.GaussianNoise(picture, 10)) > Sharpness.Of(picture));
    }

    [Fact] // OpenCV and NumPy compute the same kernel; here with NumPy
    public void Equals_NumPys_on_a_photograph()
    {
        var file = Shared.Path("datasets", "Set5", "bird.png");
        var expected = Python.Run("""
            import sys, numpy as np
            from PIL import Image
            rgb = np.asarray(Image.open(sys.argv[1])).astype(float)
            g = np.floor(rgb @ [0.298936021293775, 0.587043074451121, 0.114020904255103] + 0.5)
            print(repr((g[:-2, 1:-1] + g[2:, 1:-1] + g[1:-1, :-2] + g[1:-1, 2:] - 4 * g[1:-1, 1:-1]).var()))
            """, "numpy and PIL", file);
        Assert.Equal(double.Parse(expected), Sharpness.Of(Picture.Load(file)), 1e-8);
    }

    [Fact]
    public void A_tiny_picture_is_refused() =>
        Assert.Contains("3×3", Assert.Throws<ArgumentException>(() => Sharpness.Of(Draw(2, 9, (_, _) => 0))).Message);

    private static Picture Draw(int width, int height, Func<int, int, int> value) =>
        new(width, height, 1, [.. Enumerable.Range(0, width * height).Select(i => (byte)value(i % width, i / width))]);
}
