namespace SuperResolution.Metrics;

/// <summary>Functions of mathematics that .NET does not have, to about 14 digits.</summary>
internal static class SpecialFunctions
{
    // Lanczos' approximation with g = 7 and nine terms (Godfrey's coefficients).
    private static readonly double[] lanczos =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
        12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    /// <summary>ln Γ(x) for x > 0.</summary>
    public static double LogGamma(double x)
    {
        if (x < 0.5) return Math.Log(Math.PI / Math.Sin(Math.PI * x)) - LogGamma(1 - x);
        x -= 1;
        var sum = lanczos[0];
        for (var i = 1; i < lanczos.Length; i++) sum += lanczos[i] / (x + i);
        var t = x + 7.5;
        return (0.5 * Math.Log(2 * Math.PI)) + ((x + 0.5) * Math.Log(t)) - t + Math.Log(sum);
    }

    /// <summary>Γ(x) for x > 0.</summary>
    public static double Gamma(double x) => Math.Exp(LogGamma(x));

    /// <summary>P(Z ≤ x) of the standard normal distribution.</summary>
    public static double NormalCdf(double x) => x < 0 ? NormalTail(-x) : 1 - NormalTail(x);

    /// <summary>P(Z > x) for x ≥ 0, without the cancellation of 1 − P(Z ≤ x).</summary>
    public static double NormalTail(double x)
    {
        var density = Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
        if (x < 3)
        {
            // Φ(x) = ½ + φ(x)·(x + x³/3 + x⁵/(3·5) + …)
            double term = x, sum = x;
            for (var k = 3; term > 1e-17 * sum; k += 2) sum += term *= x * x / k;
            return 0.5 - (density * sum);
        }
        // Laplace's continued fraction φ(x) / (x + 1/(x + 2/(x + …)))
        var fraction = x;
        for (var k = 60; k > 0; k--) fraction = x + (k / fraction);
        return density / fraction;
    }

    /// <summary>The x with P(Z ≤ x) = p, 0 &lt; p &lt; 1.</summary>
    public static double NormalQuantile(double p)
    {
        if (p > 0.5) return -NormalQuantile(1 - p);
        // Abramowitz and Stegun 26.2.23 (to 4.5e-4), then Newton's steps.
        var t = Math.Sqrt(-2 * Math.Log(p));
        var x = -(t - ((2.515517 + (t * (0.802853 + (t * 0.010328)))) / (1 + (t * (1.432788 + (t * (0.189269 + (t * 0.001308))))))));
        for (var step = 0; step < 3; step++)
        {
            var error = NormalCdf(x) - p;
            var u = error * Math.Sqrt(2 * Math.PI) * Math.Exp(x * x / 2);
            x -= u / (1 + (x * u / 2)); // Halley
        }
        return x;
    }
}
