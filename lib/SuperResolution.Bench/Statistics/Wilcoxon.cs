namespace SuperResolution.Metrics.Statistics;

/// <summary>Wilcoxon's signed-rank test for paired values (Wilcoxon 1945), two-sided: are the differences symmetric around 0?</summary>
/// <remarks>
/// Differences of 0 are dropped, equal amounts share their mean rank. Up to 25 differences the p-value is exact, with equal amounts too:
/// all 2ⁿ signs are counted. Beyond, a normal approximation with the correction for equal amounts, without one for continuity (scipy's
/// default).
/// </remarks>
public static class Wilcoxon
{
    private const int ExactUpTo = 25;

    /// <summary>The p-value; 1 where all differences are 0.</summary>
    /// <exception cref="ArgumentException">A difference is not a number.</exception>
    public static double PValue(IReadOnlyList<double> differences)
    {
        if (differences.Any(double.IsNaN)) throw new ArgumentException("A difference is not a number (NaN).", nameof(differences));
        var left = differences.Where(d => d != 0).ToArray();
        if (left.Length == 0) return 1;

        var ranks = Ranks.Of(Array.ConvertAll(left, Math.Abs));
        var positive = ranks.Where((_, i) => left[i] > 0).Sum();
        return left.Length <= ExactUpTo ? Exact(ranks, positive) : Normal(ranks, positive);
    }

    private static double Exact(double[] ranks, double positive)
    {
        // How many of the 2ⁿ choices of signs give which sum of positive ranks; doubled ranks are whole numbers.
        var doubled = Array.ConvertAll(ranks, rank => (int)(2 * rank));
        var counts = new double[doubled.Sum() + 1];
        counts[0] = 1;
        foreach (var rank in doubled)
            for (var sum = counts.Length - 1; sum >= rank; sum--) counts[sum] += counts[sum - rank];

        var observed = (int)(2 * positive);
        var smaller = Math.Min(observed, counts.Length - 1 - observed); // the distribution is symmetric
        return Math.Min(1, 2 * counts[..(smaller + 1)].Sum() / Math.Pow(2, ranks.Length));
    }

    private static double Normal(double[] ranks, double positive)
    {
        double n = ranks.Length;
        var ties = ranks.CountBy(rank => rank).Sum(group => Math.Pow(group.Value, 3) - group.Value);
        var variance = (n * (n + 1) * ((2 * n) + 1) / 24) - (ties / 48);
        return 2 * SpecialFunctions.NormalTail(Math.Abs(positive - (n * (n + 1) / 4)) / Math.Sqrt(variance));
    }
}
