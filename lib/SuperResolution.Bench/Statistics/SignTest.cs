namespace SuperResolution.Metrics.Statistics;

/// <summary>The exact two-sided sign test: is a win as likely as a loss?</summary>
public static class SignTest
{
    /// <summary>The p-value for so many wins and losses; draws do not count. 1 where there is neither.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public static double PValue(int wins, int losses)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(wins);
        ArgumentOutOfRangeException.ThrowIfNegative(losses);
        var n = wins + losses;
        var tail = 0.0; // P(X ≤ min) of the binomial distribution with p = ½
        for (var k = 0; k <= Math.Min(wins, losses); k++)
            tail += Math.Exp(SpecialFunctions.LogGamma(n + 1) - SpecialFunctions.LogGamma(k + 1) - SpecialFunctions.LogGamma(n - k + 1)
                - (n * Math.Log(2)));
        return Math.Min(1, 2 * tail);
    }
}
