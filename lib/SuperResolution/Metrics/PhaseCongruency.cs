using static TorchSharp.torch;

namespace SuperResolution.Metrics;

/// <summary>
/// Phase congruency (Kovesi 1999, "Image Features from Phase Congruency", eq. 4–6, with the settings of FSIM): 1 where all scales agree on
/// a feature, 0 where nothing but noise is.
/// </summary>
internal static class PhaseCongruency
{
    private const int Scales = 4, Orientations = 4;
    private const double ShortestWave = 6, ScaleFactor = 2, RadialSigma = 0.55, AngularRatio = 1.2;
    private const double Deviations = 2, Overestimated = 1.7, Epsilon = 1e-4;

    /// <summary>(N, 1, H, W) float64 in 0…255 → (N, 1, H, W) in [0, 1]. The caller's scope owns it.</summary>
    public static Tensor Of(Tensor image)
    {
        using var scope = NewDisposeScope();
        var (height, width) = (image.size(2), image.size(3));
        var spectrum = fft.fft2(image);
        var (radius, angle) = Grid(height, width, image.device);
        var radial = Radial(radius); // (S, H, W)
        Tensor energies = zeros_like(image), amplitudes = zeros_like(image);
        for (var o = 0; o < Orientations; o++)
        {
            using var step = NewDisposeScope();
            var filters = radial * Angular(angle, o * Math.PI / Orientations);
            var responses = fft.ifft2(spectrum * filters); // (N, S, H, W): the even part is real, the odd imaginary
            var (even, odd) = (responses.real, responses.imag);
            var (sumEven, sumOdd) = (even.sum(1, keepdim: true), odd.sum(1, keepdim: true));
            var strength = (sumEven.square() + sumOdd.square()).sqrt() + Epsilon;
            var (meanEven, meanOdd) = (sumEven / strength, sumOdd / strength);
            // A · (cos Δφ − |sin Δφ|), summed over the scales.
            var energy = ((even * meanEven) + (odd * meanOdd) - ((even * meanOdd) - (odd * meanEven)).abs()).sum(1, keepdim: true);
            var amplitude = (even.square() + odd.square()).sqrt();
            energies.add_((energy - Threshold(filters, amplitude.narrow(1, 0, 1))).clamp_min(0));
            amplitudes.add_(amplitude.sum(1, keepdim: true));
        }
        // A flat image has no amplitude anywhere, hence no features.
        return (energies / amplitudes.clamp_min(double.Epsilon)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The energy that noise alone would reach (N, 1, 1, 1): the mean of a Rayleigh distribution and two deviations, from the finest
    /// scale's median.
    /// </summary>
    private static Tensor Threshold(Tensor filters, Tensor finest)
    {
        var (height, width) = (filters.size(1), filters.size(2));
        var power = Median(finest.square().flatten(1)) / Math.Log(2) / filters[0].square().sum();
        // Kovesi's 2·ΣAᵢ² + 4·Σ AᵢAⱼ over the filters in space is 2·(ΣAᵢ)².
        var inSpace = fft.ifft2(filters.sum([0])).real.square().sum() * (double)(height * width);
        var tau = (power * inSpace).sqrt();
        var threshold = tau * ((Math.Sqrt(Math.PI / 2) + (Deviations * Math.Sqrt(2 - (Math.PI / 2)))) / Overestimated);
        return threshold.view(-1, 1, 1, 1);
    }

    /// <summary>As in MATLAB, the mean of the two middle values where the number is even; torch takes the lower one.</summary>
    private static Tensor Median(Tensor rows)
    {
        var count = rows.size(1);
        var sorted = rows.sort(1).Values;
        return (sorted.select(1, (count - 1) / 2) + sorted.select(1, count / 2)) / 2;
    }

    /// <summary>Distance from zero frequency in cycles per pixel, and angle, in the order of the transform.</summary>
    private static (Tensor Radius, Tensor Angle) Grid(long height, long width, Device device)
    {
        var (y, x) = (Axis(height, device).view(-1, 1), Axis(width, device).view(1, -1));
        return ((x.square() + y.square()).sqrt(), atan2((-y).expand(height, width), x.expand(height, width)));
    }

    /// <summary>Kovesi's frequencies: for an odd number of samples they run to ±0.5 exactly.</summary>
    private static Tensor Axis(long length, Device device) =>
        fft.ifftshift((arange(length, float64, device) - (length / 2)) / (length - (length % 2)));

    /// <summary>Log-Gabor filters times a Butterworth low-pass that keeps the corners of the spectrum out.</summary>
    private static Tensor Radial(Tensor radius)
    {
        var lowPass = 1 / (1 + (radius / 0.45).pow(30));
        var safe = radius.clone();
        safe[0, 0] = tensor(1.0, float64, radius.device); // the logarithm of frequency zero
        var filters = Enumerable.Range(0, Scales).Select(scale =>
        {
            var filter = exp(-log(safe * (ShortestWave * Math.Pow(ScaleFactor, scale))).square() / (
                2 * Math.Pow(Math.Log(RadialSigma), 2))) * lowPass;
            filter[0, 0] = tensor(0.0, float64, radius.device);
            return filter;
        });
        return stack(filters);
    }

    private static Tensor Angular(Tensor angle, double orientation)
    {
        const double Sigma = Math.PI / Orientations / AngularRatio;
        var away = atan2(sin(angle - orientation), cos(angle - orientation));
        return exp(-away.square() / (2 * Sigma * Sigma));
    }
}
