using SuperResolution.Losses;

namespace SuperResolution.Training;

/// <summary>
/// What happened in a training, averaged over stretches of steps: the one source of its files, charts and lines of text.
/// </summary>
/// <remarks>
/// Stretches end at multiples of <paramref name="every"/> and at the last step, so that a training that was continued has the same ones.
/// </remarks>
/// <param name="every">Steps in a stretch.</param>
/// <param name="waited">The part of the time that the training waits for data, e.g. <c>() => training.WaitedFraction</c>.</param>
/// <param name="clock">For the time left; null: the system's.</param>
public sealed class TrainingHistory(int every, Func<double>? waited = null, TimeProvider? clock = null)
{
    private readonly int every = every >= 1 ? every
        : throw new ArgumentOutOfRangeException(nameof(every), $"A stretch of {every} steps is none: use at least 1.");
    private readonly TimeProvider clock = clock ?? TimeProvider.System;
    private readonly List<TrainingPoint> points = [];
    private readonly List<TrainingStep> open = [];
    private (long Time, int Step)? start;

    /// <summary>Told of every point as it is added.</summary>
    public event Action<TrainingPoint>? Added;

    /// <summary>All points in order.</summary>
    public IReadOnlyList<TrainingPoint> Points => points;

    /// <summary>
    /// How long the rest will take at the pace so far, measurements and saving included; null before the second step that was watched.
    /// </summary>
    public TimeSpan? TimeLeft { get; private set; }

    /// <summary>Takes note of a step; pass it to <see cref="TrainingLoop.Run"/>.</summary>
    public void OnStep(TrainingStep step)
    {
        var now = clock.GetTimestamp();
        start ??= (now, step.Step);
        if (step.Step > start.Value.Step)
            TimeLeft = clock.GetElapsedTime(start.Value.Time, now) / (step.Step - start.Value.Step) * (step.Steps - step.Step);

        open.Add(step);
        if (step.Step % every != 0 && step.Step != step.Steps) return;
        var point = Average(open);
        open.Clear();
        points.Add(point);
        Added?.Invoke(point);
    }

    /// <summary>Takes up a training that was continued: the points that it had.</summary>
    /// <param name="earlier">In order.</param>
    public void Restore(IEnumerable<TrainingPoint> earlier)
    {
        open.Clear();
        points.Clear();
        points.AddRange(earlier);
    }

    private TrainingPoint Average(IReadOnlyList<TrainingStep> steps)
    {
        var last = steps[^1];
        var terms = last.Loss.Select((term, i) => term with { Value = steps.Average(step => step.Loss[i].Value) });
        var gan = last.Gan is null ? null
            : new GanFigures(steps.Average(s => s.Gan!.DiscriminatorLoss), steps.Average(s => s.Gan!.Real),
                steps.Average(s => s.Gan!.Fake));
        return new TrainingPoint(last.Step, last.Steps, steps.Count, new LossReport([.. terms]), last.LearningRate, gan, waited?.Invoke());
    }
}
