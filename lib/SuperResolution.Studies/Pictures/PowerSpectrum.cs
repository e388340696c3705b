using SuperResolution.Imaging;
using static TorchSharp.torch;

namespace SuperResolution.Metrics;

/// <summary>
/// The power spectrum of a square picture's luma (BT.601, in [0, 1]): how its variance is distributed over spatial frequencies.
/// </summary>
/// <remarks>
/// The picture is faded to its mean at the borders with a Hann window (else its edges would show as a cross), transformed and squared, and
/// normalised so that the whole spectrum sums up to the variance under the window. Photographs follow P(f) ∝ f^−α with α about 2 (Field
/// 1987, JOSA A 4(12): 2379–2394).
/// </remarks>
public sealed class PowerSpectrum
{
    private readonly double[] power; // (side, side), frequencies in the order of the FFT

    private PowerSpectrum(int side, double[] power)
    {
        (Side, this.power) = (side, power);
        var (sums, counts) = (new double[side], new int[side]);
        for (var i = 0; i < power.Length; i++)
        {
            var ring = (int)Math.Round(Math.Sqrt(Math.Pow(Cycles(i / side), 2) + Math.Pow(Cycles(i % side), 2)));
            if (ring >= side) continue;
            sums[ring] += power[i];
            counts[ring]++;
        }
        Radial = [.. Enumerable.Range(1, side / 2).Select(ring => sums[ring] / counts[ring])];
    }

    /// <summary>Width and height in pixels.</summary>
    public int Side { get; }

    /// <summary>The mean over rings of 1, 2, …, Side/2 cycles per picture.</summary>
    public IReadOnlyList<double> Radial { get; }

    /// <summary>The frequencies of <see cref="Radial"/> in cycles per pixel: 1/Side … 0.5.</summary>
    public IReadOnlyList<double> Frequencies => [.. Enumerable.Range(1, Side / 2).Select(ring => (double)ring / Side)];

    /// <summary>The exponent α of P(f) ∝ f^−α, see <see cref="ExponentOf"/>.</summary>
    public double Exponent => ExponentOf(Radial);

    /// <summary>Transforms a picture.</summary>
    /// <param name="picture">Square, an even number of at least 16 pixels a side; gray or RGB.</param>
    /// <exception cref="ArgumentException">Another size.</exception>
    public static PowerSpectrum Of(Picture picture)
    {
        var side = picture.Width;
        if (side != picture.Height || side < 16 || side % 2 != 0)
            throw new ArgumentException("A power spectrum needs a square picture with an even side of at least 16 pixels, not " +
                $"{picture}. Crop it.");
        using var scope = NewDisposeScope();
        var y = ColorSpace.Luma(picture, LumaStandard.Bt601Limited).ToTensor()[0, 0].to(float64);
        var hann = hann_window(side, dtype: float64);
        var window = hann.unsqueeze(1) * hann.unsqueeze(0);
        var faded = (y - ((y * window).sum() / window.sum())) * window; // the windowed mean: no power is left at frequency 0
        var squared = fft.fft2(faded).abs().square() / ((double)side * side * window.square().sum());
        return new PowerSpectrum(side, squared.data<double>().ToArray());
    }

    /// <summary>
    /// The part of the variance that a picture of 1/scale the size has no room for: at |fx| or |fy| above 1/(2·scale) cycles per pixel.
    /// </summary>
    /// <param name="scale">2, 3, 4 …</param>
    /// <returns>
    /// Mean square, luma in [0, 1]; −10·log10 of it is the PSNR of an upscaler that restores everything below and nothing above.
    /// </returns>
    public double EnergyAbove(int scale)
    {
        var below = Enumerable.Range(0, Side)
            .Select(i => Math.Sign((double)Side / (2 * scale) - Math.Abs(Cycles(i))) switch { > 0 => 1.0, 0 => 0.5, _ => 0 }).ToArray();
        return power.Select((p, i) => p * (1 - (below[i / Side] * below[i % Side]))).Sum();
    }

    /// <summary><see cref="EnergyAbove"/> as a share of the whole, 0 … 1. White noise: 1 − 1/scale².</summary>
    /// <param name="scale">2, 3, 4 …</param>
    public double ShareAbove(int scale) => EnergyAbove(scale) / Math.Max(power.Sum(), double.Epsilon);

    /// <summary>The geometric mean of several radial spectra, so that no single picture decides.</summary>
    /// <param name="spectra">Of one side.</param>
    /// <exception cref="ArgumentException">The sides differ, or there are none.</exception>
    public static IReadOnlyList<double> Mean(IReadOnlyCollection<PowerSpectrum> spectra)
    {
        if (spectra.Select(spectrum => spectrum.Side).Distinct().Count() != 1)
            throw new ArgumentException("The mean of power spectra needs at least one, all of one size.");
        return [.. Enumerable.Range(0, spectra.First().Radial.Count)
            .Select(ring => Math.Exp(spectra.Average(spectrum => Math.Log(Math.Max(spectrum.Radial[ring], double.Epsilon)))))];
    }

    /// <summary>
    /// α of P(f) ∝ f^−α: minus the slope of the straight line through the logarithms, from 4 cycles per picture to half the Nyquist
    /// frequency.
    /// </summary>
    /// <param name="radial">As <see cref="Radial"/> and <see cref="Mean"/> have it.</param>
    public static double ExponentOf(IReadOnlyList<double> radial)
    {
        var points = Enumerable.Range(4, (radial.Count / 2) - 3)
            .Select(ring => (X: Math.Log(ring), Y: Math.Log(Math.Max(radial[ring - 1], double.Epsilon)))).ToList();
        var (x, y) = (points.Average(point => point.X), points.Average(point => point.Y));
        return -points.Sum(point => (point.X - x) * (point.Y - y)) / points.Sum(point => (point.X - x) * (point.X - x));
    }

    /// <summary>Cycles per picture of the FFT's i-th frequency, negative in its second half.</summary>
    private int Cycles(int i) => i < Side / 2 ? i : i - Side;
}
