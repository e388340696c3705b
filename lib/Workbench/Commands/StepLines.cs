using System.Diagnostics;
using System.Globalization;
using SuperResolution.Training;

namespace SuperResolution.Workbench.Commands;

/// <summary>A training as lines of text: the mean loss over a hundred steps, or over a twentieth of a short training.</summary>
internal sealed class StepLines(int steps, TextWriter writer)
{
    private readonly int every = Math.Clamp(steps / 20, 1, 100);
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private double sum;
    private int count, seen;

    /// <summary>Takes note of a step.</summary>
    public void Add(TrainingStep step)
    {
        (sum, count, seen) = (sum + step.Loss.Total, count + 1, seen + 1);
        if (step.Step % every != 0 && step.Step < step.Steps) return;
        var left = clock.Elapsed / seen * (step.Steps - step.Step);
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {step.Step} of {step.Steps}: loss {sum / count:0.00000}, rate {step.LearningRate:0.0e+0}, {left:d\\.hh\\:mm\\:ss} left"));
        (sum, count) = (0, 0);
    }
}
