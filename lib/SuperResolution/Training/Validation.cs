using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Metrics;

namespace SuperResolution.Training;

/// <summary>Measures a training on a set under a protocol, every so many steps, beside bicubic.</summary>
/// <param name="training">What is measured: its averaged weights, if it has such.</param>
/// <param name="set">Pictures that are not trained on.</param>
/// <param name="every">Steps between two measurements; the last step is measured too.</param>
/// <param name="protocol">The protocol for the scale; null: <see cref="Protocol.Y601"/>.</param>
public sealed class Validation(TrainingLoop training, ImageSet set, int every, Func<int, Protocol>? protocol = null)
{
    private readonly Func<int, Protocol> protocol = protocol ?? Protocol.Y601;
    private readonly List<ValidationPoint> points = [];
    private EvaluationRow? bicubic;

    /// <summary>What is measured on.</summary>
    public ImageSet Set => set;

    /// <summary>Bicubic on the same set: the control. Measured at the first use.</summary>
    public EvaluationRow Bicubic => bicubic ??= Measure(Interpolation.Bicubic(training.Recipe.Scale));

    /// <summary>All measurements in order.</summary>
    public IReadOnlyList<ValidationPoint> Points => points;

    /// <summary>The measurement with the highest PSNR so far.</summary>
    public ValidationPoint? Best { get; private set; }

    /// <summary>
    /// Told of every measurement, while the network is in evaluation mode with the weights that were measured: the moment to save them.
    /// </summary>
    public event Action<ValidationPoint>? Measured;

    /// <summary>Measures when it is time; pass it to <see cref="TrainingLoop.Run"/>.</summary>
    public void OnStep(TrainingStep step)
    {
        if ((step.Step % every != 0 && step.Step != step.Steps) || points.LastOrDefault()?.Step == step.Step) return; // several may ask
        using var evaluating = training.Evaluating();
        var row = Measure(training.Recipe.Upscaler(training.Network));
        var point = new ValidationPoint(step.Step, row, Best is null || row.Mean.Psnr > Best.Row.Mean.Psnr);
        if (point.IsBest) Best = point;
        points.Add(point);
        Measured?.Invoke(point);
    }

    /// <summary>Takes up a training that was continued: the measurements that it had.</summary>
    /// <param name="earlier">In order.</param>
    public void Restore(IEnumerable<ValidationPoint> earlier)
    {
        points.Clear();
        points.AddRange(earlier);
        Best = points.LastOrDefault(point => point.IsBest);
    }

    private EvaluationRow Measure(Upscaler upscaler)
    {
        var chosen = protocol(upscaler.Scale);
        chosen.RequireSizes(set);
        return new EvaluationRow(
            set.Name, upscaler.Name, chosen, [.. set.Select(item => (item.Name, chosen.Evaluate(upscaler, item.Load())))], set.Notice);
    }
}

/// <summary>One measurement of a training.</summary>
/// <param name="Step">Updates that the weights had.</param>
/// <param name="Row">What was measured.</param>
/// <param name="IsBest">Whether no earlier one of the training was better in PSNR.</param>
public sealed record ValidationPoint(int Step, EvaluationRow Row, bool IsBest);
