namespace SuperResolution.Imaging;

/// <summary>A Gaussian as a window along one axis.</summary>
internal static class GaussianTaps
{
    /// <summary>Sampled at the pixels, symmetric, with the sum 1.</summary>
    /// <param name="length">How many taps; the middle lies in the middle one, or between two.</param>
    /// <param name="sigma">Standard deviation in pixels, above 0.</param>
    public static double[] Of(int length, double sigma)
    {
        var middle = (length - 1) / 2.0;
        var taps = Enumerable.Range(0, length).Select(i => Math.Exp(-(i - middle) * (i - middle) / (2 * sigma * sigma))).ToArray();
        var sum = taps.Sum();
        return [.. taps.Select(tap => tap / sum)];
    }
}
