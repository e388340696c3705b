namespace SuperResolution.Metrics;

/// <summary>One upscaler on one set at one scale under one protocol.</summary>
/// <param name="Set">Name of the set.</param>
/// <param name="Upscaler">Name of the upscaler.</param>
/// <param name="Protocol">How it was measured.</param>
/// <param name="Images">The score of every image, in the set's order.</param>
/// <param name="Notice">Empty, or what a reader must be told beside the numbers (substitute data, part of a set).</param>
public sealed record EvaluationRow(
    string Set, string Upscaler, Protocol Protocol, IReadOnlyList<(string Image, Score Score)> Images, string Notice)
{
    /// <summary>The mean over the images, as the papers report it: mean of the decibels, not decibels of the mean.</summary>
    public Score Mean { get; } = new(Images.Average(image => image.Score.Psnr), Images.Average(image => image.Score.Ssim));

    /// <summary>What the upscaler is and was trained on, empty for formulas; null where only its name is known.</summary>
    public string? Training { get; init; }

    /// <summary>What other metrics say, in the order in which they were asked for.</summary>
    public IReadOnlyList<MetricColumn> Others { get; init; } = [];
}

/// <summary>A metric's values over the images of a row.</summary>
/// <param name="Metric">What was measured.</param>
/// <param name="Values">One for each image, in the set's order.</param>
public sealed record MetricColumn(Metric Metric, IReadOnlyList<double> Values)
{
    /// <summary>The mean over the images.</summary>
    public double Mean { get; } = Values.Average();
}
