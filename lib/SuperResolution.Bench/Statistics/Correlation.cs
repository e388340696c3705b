namespace SuperResolution.Metrics.Statistics;

/// <summary>Correlation of two rows of numbers, from −1 (opposite) over 0 (nothing in common) to 1 (agreement).</summary>
public static class Correlation
{
    /// <summary>Pearson's linear correlation (PLCC).</summary>
    /// <exception cref="ArgumentException">
    /// The numbers of values differ, there are fewer than two, one is not finite, or all values of a row are equal.
    /// </exception>
    public static double Pearson(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        Check(x, y);
        return Linear(x, y);
    }

    /// <summary>Spearman's rank correlation (SRCC): Pearson's of the ranks; equal values share their mean rank.</summary>
    /// <exception cref="ArgumentException">As for <see cref="Pearson"/>.</exception>
    public static double Spearman(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        Check(x, y);
        return Linear(Ranks.Of(x), Ranks.Of(y));
    }

    /// <summary>Kendall's τ_b (KRCC): pairs in the same order minus pairs in the opposite one, corrected for equal values.</summary>
    /// <remarks>O(n log n), after Knight 1966.</remarks>
    /// <exception cref="ArgumentException">As for <see cref="Pearson"/>.</exception>
    public static double Kendall(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        Check(x, y);
        var order = Enumerable.Range(0, x.Count).OrderBy(i => x[i]).ThenBy(i => y[i]).ToArray();
        var sorted = Array.ConvertAll(order, i => y[i]);
        var pairs = Pairs(x.Count);
        var (equalX, equalY) = (x.CountBy(v => v).Sum(group => Pairs(group.Value)), y.CountBy(v => v).Sum(group => Pairs(group.Value)));
        var equalBoth = x.Zip(y).CountBy(pair => pair).Sum(group => Pairs(group.Value));
        var opposite = Inversions(sorted, new double[sorted.Length]);
        return (pairs - equalX - equalY + equalBoth - (2 * opposite)) / (Math.Sqrt(pairs - equalX) * Math.Sqrt(pairs - equalY));
    }

    internal static double Linear(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var (meanX, meanY) = (x.Average(), y.Average());
        double xx = 0, yy = 0, xy = 0;
        for (var i = 0; i < x.Count; i++)
        {
            var (dx, dy) = (x[i] - meanX, y[i] - meanY);
            (xx, yy, xy) = (xx + (dx * dx), yy + (dy * dy), xy + (dx * dy));
        }
        return Math.Clamp(xy / (Math.Sqrt(xx) * Math.Sqrt(yy)), -1, 1);
    }

    internal static void Check(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count != y.Count || x.Count < 2)
            throw new ArgumentException($"A correlation needs two rows of the same number of values, at least 2; there are {x.Count} " +
                $"and {y.Count}.");
        foreach (var (row, name) in new[] { (x, "first"), (y, "second") })
        {
            for (var i = 0; i < row.Count; i++)
                if (!double.IsFinite(row[i]))
                    throw new ArgumentException($"Value {i} of the {name} row is {row[i]}: leave out what has no finite value (e.g. the " +
                        "PSNR of equal pictures).");
            if (row.All(value => value == row[0]))
                throw new ArgumentException($"All values of the {name} row are {row[0]}: what does not vary has no correlation.");
        }
    }

    private static double Pairs(long count) => count * (count - 1) / 2.0;

    /// <summary>How many pairs stand in falling order, by merge sort.</summary>
    private static double Inversions(Span<double> values, Span<double> buffer)
    {
        if (values.Length < 2) return 0;
        var half = values.Length / 2;
        var left = values[..half];
        var right = values[half..];
        var count = Inversions(left, buffer[..half]) + Inversions(right, buffer[half..]);
        for (int i = 0, j = 0, k = 0; k < values.Length; k++)
        {
            if (j == right.Length || (i < half && left[i] <= right[j])) buffer[k] = left[i++];
            else
            {
                buffer[k] = right[j++];
                count += half - i;
            }
        }
        buffer.CopyTo(values);
        return count;
    }
}
