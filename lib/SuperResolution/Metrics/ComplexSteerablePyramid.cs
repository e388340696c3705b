using static TorchSharp.torch;

namespace SuperResolution.Metrics;

/// <summary>
/// The complex steerable pyramid (Portilla, Simoncelli 2000, "A Parametric Texture Model", section 1.3), in the frequency domain.
/// </summary>
/// <remarks>
/// Radial parts: raised cosines one octave wide in log-frequency. Angular parts: cosᴷ⁻¹ on one half plane, so that every band is
/// analytic: real and imaginary part are a pair of even and odd filters. The same numbers as buildSCFpyr.m, whose
/// tables of 1,026 entries are replaced by the functions they tabulate.
/// </remarks>
internal static class ComplexSteerablePyramid
{
    /// <summary>The K orientation bands of one level.</summary>
    /// <param name="image">(N, 1, H, W) float64.</param>
    /// <param name="level">1 is the finest.</param>
    /// <param name="orientations">K.</param>
    /// <returns>(N, K, H / 2^(level − 1), W / 2^(level − 1)), rounded up, complex128. The caller's scope owns it.</returns>
    public static Tensor Bands(Tensor image, int level, int orientations)
    {
        using var scope = NewDisposeScope();
        var (logRadius, angle) = Grid(image.size(2), image.size(3), image.device);
        var spectrum = fft.fftshift(fft.fft2(image), [2, 3]) * LowPass(logRadius, edge: 0);
        for (var fine = 1; fine < level; fine++)
        {
            // Halving in space: only the middle of the spectrum stays.
            var (top, height) = Middle(spectrum.size(2));
            var (left, width) = Middle(spectrum.size(3));
            (logRadius, angle) = (logRadius.narrow(0, top, height).narrow(1, left, width),
                angle.narrow(0, top, height).narrow(1, left, width));
            spectrum = spectrum.narrow(2, top, height).narrow(3, left, width) * LowPass(logRadius, edge: -fine);
        }
        var filters = Angular(angle, orientations) * HighPass(logRadius, edge: -level);
        // The authors' factor (−i)^(K−1) turns all bands alike; products of a band with another's conjugate do not see it.
        return fft.ifft2(fft.ifftshift(spectrum * filters, [2, 3])).MoveToOuterDisposeScope();
    }

    /// <summary>log₂ of the distance from zero frequency (Nyquist is 0) and the angle, zero frequency in the middle.</summary>
    private static (Tensor LogRadius, Tensor Angle) Grid(long height, long width, Device device)
    {
        var (y, x) = (Axis(height, device).view(-1, 1), Axis(width, device).view(1, -1));
        var radius = (x.square() + y.square()).sqrt();
        radius[height / 2, width / 2] = radius[height / 2, (width / 2) - 1]; // no logarithm of 0
        return (radius.log2(), atan2(y.expand(height, width), x.expand(height, width)));
    }

    private static Tensor Axis(long length, Device device) => (arange(length, float64, device) - (length / 2)) / (length / 2.0);

    /// <summary>0 up to one octave below the edge, 1 from the edge on (base-2 logarithms).</summary>
    private static Tensor HighPass(Tensor logRadius, int edge) => sin((logRadius - (edge - 1)).clamp(0, 1) * (Math.PI / 2));

    private static Tensor LowPass(Tensor logRadius, int edge) => cos((logRadius - (edge - 1)).clamp(0, 1) * (Math.PI / 2));

    /// <summary>(K, H, W): 2·√α·cos^(K−1) of the angle to the band's orientation, where that is under 90°.</summary>
    private static Tensor Angular(Tensor angle, int orientations)
    {
        var order = orientations - 1;
        // α = 2^(2(K−1)) · ((K−1)!)² / (K · (2(K−1))!) makes the bands a tight frame.
        var alpha = Math.Pow(2, 2 * order) / orientations;
        for (var i = 1; i <= order; i++) alpha *= i / (double)(order + i);
        var filters = Enumerable.Range(0, orientations).Select(band =>
            cos(angle - (Math.PI * band / orientations)).clamp_min(0).pow(order) * (2 * Math.Sqrt(alpha)));
        return stack(filters);
    }

    /// <summary>Where the lower half of a centred spectrum begins, and how long it is.</summary>
    private static (long Start, long Length) Middle(long length)
    {
        var half = (length + 1) / 2;
        return ((length / 2) - (half / 2), half);
    }
}
