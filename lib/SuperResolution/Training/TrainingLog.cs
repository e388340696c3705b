using System.Globalization;

namespace SuperResolution.Training;

/// <summary>Watches a training: averages over a number of steps, as lines of text and as points for a chart.</summary>
/// <param name="every">How many steps make one line and one point.</param>
/// <param name="writer">Where the lines go; null for none. In a notebook: Console.Out.</param>
public sealed class TrainingLog(int every, TextWriter? writer = null)
{
    private readonly System.Diagnostics.Stopwatch clock = System.Diagnostics.Stopwatch.StartNew();
    private double sum;
    private int count, first = -1;

    /// <summary>Step at the end of each average.</summary>
    public List<double> Steps { get; } = [];

    /// <summary>PSNR of the average loss in dB, training patches, luma.</summary>
    public List<double> Psnr { get; } = [];

    /// <summary>Takes note of a step; pass it to <see cref="TrainingLoop.Run"/>.</summary>
    public void Add(TrainingStep step)
    {
        if (first < 0) first = step.Step - 1;
        sum += step.Loss.Total;
        count++;
        if (count < every && step.Step < step.Steps) return;

        Steps.Add(step.Step);
        Psnr.Add(-10 * Math.Log10(sum / count));
        var left = clock.Elapsed / (step.Step - first) * (step.Steps - step.Step);
        writer?.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"step {step.Step} of {step.Steps}: {Psnr[^1]:0.00} dB on training patches, rate {step.LearningRate:0.0e+0}, {left.TotalSeconds:0} s left"));
        (sum, count) = (0, 0);
    }
}
