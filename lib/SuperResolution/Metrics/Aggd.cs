namespace SuperResolution.Metrics;

/// <summary>
/// Asymmetric generalised Gaussian distribution, fitted by moments (Lasmar, Stitou, Berthoumieu 2009; NIQE paper eq. 4 and 8–10).
/// </summary>
/// <param name="Alpha">Shape: 2 for a Gaussian, 1 for a Laplacian.</param>
/// <param name="Left">Scale β_l of the values below zero.</param>
/// <param name="Right">Scale β_r of the values above zero.</param>
internal readonly record struct Aggd(double Alpha, double Left, double Right)
{
    // The shapes that the authors' code tries: 0.2, 0.201 … 10.
    private const int Shapes = 9801;

    private static readonly double[] ratios = [.. Enumerable.Range(0, Shapes).Select(i => Ratio(Shape(i)))];

    /// <summary>The mean (β_r − β_l)·Γ(2/α)/Γ(1/α), eq. 8.</summary>
    public double Mean => (Right - Left) * SpecialFunctions.Gamma(2 / Alpha) / SpecialFunctions.Gamma(1 / Alpha);

    /// <summary>
    /// Fits the values. Without any below (above) zero that side's scale is NaN and α the smallest, as in the authors' code.
    /// </summary>
    public static Aggd Fit(ReadOnlySpan<double> values)
    {
        double below = 0, above = 0, absolute = 0;
        int left = 0, right = 0;
        foreach (var value in values)
        {
            absolute += Math.Abs(value);
            if (value < 0) (below, left) = (below + (value * value), left + 1);
            else if (value > 0) (above, right) = (above + (value * value), right + 1);
        }
        var (leftDeviation, rightDeviation) = (Math.Sqrt(below / left), Math.Sqrt(above / right));
        var gamma = leftDeviation / rightDeviation;
        var rhat = absolute * absolute / values.Length / (below + above);
        var alpha = Nearest(rhat * ((gamma * gamma * gamma) + 1) * (gamma + 1) / Math.Pow((gamma * gamma) + 1, 2));
        var scale = Math.Sqrt(SpecialFunctions.Gamma(1 / alpha) / SpecialFunctions.Gamma(3 / alpha));
        return new Aggd(alpha, leftDeviation * scale, rightDeviation * scale);
    }

    /// <summary>The shape whose ratio is nearest; the ratios rise with the shape.</summary>
    private static double Nearest(double ratio)
    {
        if (double.IsNaN(ratio)) return Shape(0);
        var at = Array.BinarySearch(ratios, ratio);
        if (at < 0) at = ~at;
        if (at == Shapes || (at > 0 && ratio - ratios[at - 1] <= ratios[at] - ratio)) at--;
        return Shape(at);
    }

    private static double Shape(int i) => (200 + i) / 1000.0;

    private static double Ratio(double alpha) =>
        Math.Exp((2 * SpecialFunctions.LogGamma(2 / alpha)) - SpecialFunctions.LogGamma(1 / alpha) - SpecialFunctions.LogGamma(3 / alpha));
}
