using System.Globalization;

namespace SuperResolution.Metrics.Statistics;

/// <summary>Two upscalers on the same images: is the difference of their scores more than chance?</summary>
/// <param name="Interval">
/// Mean of the differences (first minus second) with its bootstrap interval (BCa), in <paramref name="Unit"/>.
/// </param>
/// <param name="Wins">Images on which the first has the higher number.</param>
/// <param name="Losses">Images on which the second has.</param>
/// <param name="Images">All images, those with equal scores included.</param>
/// <param name="SignP">p of the exact two-sided sign test.</param>
/// <param name="WilcoxonP">p of Wilcoxon's two-sided signed-rank test.</param>
/// <param name="Unit">E.g. "dB"; empty where the metric has none.</param>
public sealed record PairedComparison(
    ConfidenceInterval Interval, int Wins, int Losses, int Images, double SignP, double WilcoxonP, string Unit)
{
    /// <summary>Compares scores of the same images in the same order.</summary>
    /// <param name="first">At least two values.</param>
    /// <param name="second">As many.</param>
    /// <param name="unit">E.g. "dB".</param>
    /// <param name="level">Confidence of the interval.</param>
    /// <exception cref="ArgumentException">
    /// The numbers of values differ, there are fewer than two, or a difference is not finite.
    /// </exception>
    public static PairedComparison Of(IReadOnlyList<double> first, IReadOnlyList<double> second, string unit = "", double level = 0.95)
    {
        if (first.Count != second.Count)
            throw new ArgumentException($"Scores are compared image by image: there are {first.Count} and {second.Count}.");
        var differences = first.Zip(second, (a, b) => a - b).ToArray();
        var (wins, losses) = (differences.Count(d => d > 0), differences.Count(d => d < 0));
        return new PairedComparison(Bootstrap.OfMean(differences, level), wins, losses, differences.Length, SignTest.PValue(wins, losses),
            Wilcoxon.PValue(differences), unit);
    }

    /// <summary>Compares the PSNR of two rows, in dB: positive where <paramref name="first"/> is better.</summary>
    /// <exception cref="ArgumentException">The rows are of different sets, images or protocols, or a PSNR is infinite.</exception>
    public static PairedComparison OfPsnr(EvaluationRow first, EvaluationRow second, double level = 0.95) =>
        Of(first, second, score => score.Psnr, "dB", level);

    /// <summary>Compares the SSIM of two rows: positive where <paramref name="first"/> is better.</summary>
    /// <exception cref="ArgumentException">The rows are of different sets, images or protocols.</exception>
    public static PairedComparison OfSsim(EvaluationRow first, EvaluationRow second, double level = 0.95) =>
        Of(first, second, score => score.Ssim, "", level);

    /// <summary>E.g. "+0.12 dB, 95 % CI 0.05…0.19, Wilcoxon p = 0.002 (n = 100)".</summary>
    public override string ToString()
    {
        var unit = Unit.Length > 0 ? " " + Unit : "";
        // Two digits are enough for decibels; smaller differences get as many as show three digits of the interval's width.
        var width = Interval.High - Interval.Low;
        var digits = width > 0 ? Math.Clamp(2 - (int)Math.Floor(Math.Log10(width) + 1), 2, 8) : 2;
        string Text(double value) => value.ToString("F" + digits, CultureInfo.InvariantCulture);
        var p = WilcoxonP < 0.001 ? "p < 0.001" : "p = " + WilcoxonP.ToString("0.000", CultureInfo.InvariantCulture);
        var sign = Interval.Estimate > 0 ? "+" : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{sign}{Text(Interval.Estimate)}{unit}, {Interval.Level * 100:0.##} % CI {Text(Interval.Low)}…{Text(Interval.High)}, " +
            $"Wilcoxon {p} (n = {Images})");
    }

    private static PairedComparison Of(EvaluationRow first, EvaluationRow second, Func<Score, double> score, string unit, double level)
    {
        if (first.Set != second.Set)
            throw new ArgumentException($"Only rows of the same set can be compared: {first.Upscaler} was measured on {first.Set}, " +
                $"{second.Upscaler} on {second.Set}.");
        if (first.Protocol != second.Protocol)
            throw new ArgumentException($"Only rows of the same protocol can be compared: {first.Upscaler} was measured with " +
                $"{first.Protocol}, {second.Upscaler} with {second.Protocol}.");
        if (!first.Images.Select(image => image.Image).SequenceEqual(second.Images.Select(image => image.Image)))
            throw new ArgumentException($"The rows of {first.Upscaler} and {second.Upscaler} on {first.Set} are of different images " +
                $"({first.Images.Count} and {second.Images.Count}): measure both on the same ones.");
        foreach (var (row, image) in new[] { first, second }.SelectMany(row => row.Images.Select(image => (row, image))))
            if (!double.IsFinite(score(image.Score)))
                throw new ArgumentException($"{row.Upscaler} has {score(image.Score)} on {image.Image} of {row.Set}: such a score has " +
                    "no difference. Leave the image out of both rows.");
        return Of([.. first.Images.Select(image => score(image.Score))], [.. second.Images.Select(image => score(image.Score))], unit,
            level);
    }
}
