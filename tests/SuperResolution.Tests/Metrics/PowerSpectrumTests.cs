using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Metrics;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Metrics;

public sealed class PowerSpectrumTests
{
    private static Picture Gray(int side, Func<int, int, double> value) =>
        new(side, side, 1, [.. Enumerable.Range(0, side * side)
            .Select(i => (byte)Math.Clamp(Math.Round(value(i % side, i / side)), 0, 255))]);

    private static Picture Noise(int side, int seed) => Distortions.GaussianNoise(Gray(side, (_, _) => 128), 20, seed);

    [Theory, InlineData(5, 0), InlineData(0, 9), InlineData(12, 16)]
    public void A_wave_has_its_power_at_its_frequency(int cyclesX, int cyclesY)
    {
        var spectrum = PowerSpectrum.Of(Gray(64, (x, y) => 128 + (80 * Math.Cos(2 * Math.PI * ((cyclesX * x) + (cyclesY * y)) / 64))));
        var ring = (int)Math.Round(Math.Sqrt((cyclesX * cyclesX) + (cyclesY * cyclesY)));
        Assert.Equal(ring, spectrum.Radial.Index().MaxBy(entry => entry.Item).Index + 1);
        Assert.Equal(spectrum.Frequencies[ring - 1], ring / 64.0, 12);
    }

    [Theory] // Parseval: with a Hann window of 64 a wave of amplitude A keeps its mean square, A²/2
    [InlineData(80), InlineData(20)]
    public void The_spectrum_sums_up_to_the_variance(int amplitude)
    {
        var spectrum = PowerSpectrum.Of(Gray(64, (x, _) => 128 + (amplitude * Math.Cos(2 * Math.PI * 20 * x / 64))));
        Assert.Equal(amplitude * amplitude / 2.0 / (255 * 255), spectrum.EnergyAbove(4), 0.03 * amplitude * amplitude / 2.0 / (255 * 255));
        Assert.InRange(spectrum.ShareAbove(2), 0.99, 1); // 20 of 64 cycles is above 16
        Assert.InRange(PowerSpectrum.Of(Gray(64, (x, _) => 128 + (80 * Math.Cos(2 * Math.PI * 6 * x / 64)))).ShareAbove(4), 0, 0.01);
    }

    [Theory, InlineData(2), InlineData(3), InlineData(4)]
    public void White_noise_has_no_slope_and_the_area_s_share_above_Nyquist(int scale)
    {
        var spectra = Enumerable.Range(1, 20).Select(seed => PowerSpectrum.Of(Noise(96, seed))).ToList();
        Assert.Equal(1 - (1.0 / (scale * scale)), spectra.Average(spectrum => spectrum.ShareAbove(scale)), 0.005);
        // the logarithm's mean is lower where a ring has few frequencies
        Assert.Equal(0, PowerSpectrum.ExponentOf(PowerSpectrum.Mean(spectra)), 0.1);
        Assert.Equal(400 / (255.0 * 255), spectra.Average(spectrum => spectrum.EnergyAbove(64)), 400 / (255.0 * 255) * 0.03);
    }

    [Theory, InlineData(1.0), InlineData(2.0), InlineData(3.0)]
    public void The_exponent_of_a_made_spectrum_is_found(double alpha)
    {
        // Waves of all directions with random phases, amplitudes f^(−α/2) times the square root of the rings' thinning.
        var random = new Random(4);
        var waves = (from u in Enumerable.Range(-24, 49)
                     from v in Enumerable.Range(1, 24)
                     let f = Math.Sqrt((u * u) + (v * v))
                     where f <= 24
                     select (u, v, Amplitude: Math.Pow(f, -alpha / 2), Phase: 2 * Math.PI * random.NextDouble())).ToList();
        var field = Enumerable.Range(0, 64 * 64)
            .Select(i => waves.Sum(w => w.Amplitude * Math.Cos((2 * Math.PI * ((w.u * (i % 64)) + (w.v * (i / 64))) / 64) + w.Phase)))
                .ToArray();
        var largest = field.Max(Math.Abs);
        Assert.Equal(alpha, PowerSpectrum.Of(Gray(64, (x, y) => 128 + (100 * field[(64 * y) + x] / largest))).Exponent, 0.35);
    }

    [Fact]
    public void Shrinking_and_enlarging_takes_the_energy_above_Nyquist_away()
    {
        var hr = SyntheticImages.DeadLeaves(3, 128, 128);
        var low = Interpolation.Bicubic(4).Upscale(Resize.Imresize(hr, 0.25));
        Assert.InRange(PowerSpectrum.Of(low).EnergyAbove(4), 0, 0.1 * PowerSpectrum.Of(hr).EnergyAbove(4));
    }

    [Fact]
    public void A_flat_picture_has_no_power()
    {
        var spectrum = PowerSpectrum.Of(Gray(32, (_, _) => 99));
        Assert.All(spectrum.Radial, power => Assert.InRange(power, 0, 1e-20));
        Assert.InRange(spectrum.EnergyAbove(2), 0, 1e-20);
    }

    [Fact]
    public void Other_sizes_are_refused()
    {
        Assert.Equal("A power spectrum needs a square picture with an even side of at least 16 pixels, not 32×30 gray. Crop it.",
            Assert.Throws<ArgumentException>(() => PowerSpectrum.Of(new Picture(32, 30, 1, new byte[960]))).Message);
        Assert.Contains("all of one size",
            Assert.Throws<ArgumentException>(
                () => PowerSpectrum.Mean([PowerSpectrum.Of(Noise(32, 1)), PowerSpectrum.Of(Noise(64, 1))])).Message);
    }

    [Fact] // Field 1987: about 2 for photographs
    public void Photographs_follow_the_law()
    {
        var middles = ImageSet.FromFolder(Shared.Path("datasets", "BSDS500", "val")).Take(30).Select(item => item.Load())
            .Select(p => p.Crop((p.Width - 256) / 2, (p.Height - 256) / 2, 256, 256));
        Assert.InRange(PowerSpectrum.ExponentOf(PowerSpectrum.Mean([.. middles.Select(PowerSpectrum.Of)])), 1.8, 2.8);
    }
}
