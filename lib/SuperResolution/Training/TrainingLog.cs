using System.Globalization;

namespace SuperResolution.Training;

/// <summary>
/// Says how a training goes, a line for every point of its history and every measurement: for consoles, log files and notebooks.
/// </summary>
public sealed class TrainingLog
{
    private readonly HashSet<string> warned = [];

    /// <summary>Writes from now on.</summary>
    /// <param name="history">What is told.</param>
    /// <param name="writer">Whole lines go there. In a notebook: Console.Out.</param>
    /// <param name="validation">Its measurements are told too.</param>
    /// <param name="health">Its warnings are told, each once as long as it lasts.</param>
    public TrainingLog(TrainingHistory history, TextWriter writer, Validation? validation = null, GanHealth? health = null)
    {
        history.Added += point =>
        {
            writer.WriteLine(Line(point, history.TimeLeft));
            var warnings = health?.Warnings ?? [];
            foreach (var warning in warnings.Where(warning => !warned.Contains(warning.Name))) writer.WriteLine($"  ! {warning}");
            warned.Clear();
            warned.UnionWith(warnings.Select(warning => warning.Name));
        };
        if (validation is not null) validation.Measured += point => writer.WriteLine("  " + Line(point, validation.Bicubic));
    }

    /// <summary>A point in one line: loss with its weighted terms, learning rate, time left.</summary>
    public static string Line(TrainingPoint point, TimeSpan? left)
    {
        var loss = point.Psnr is { } psnr ? Invariant($"{psnr:0.00} dB on training patches")
            : Invariant($"loss {point.Loss.Total:0.000e+0}");
        var terms = point.Loss.Count > 1
            ? $" ({string.Join(", ", point.Loss.Select((term, i) => $"{term.Name} {Percent(point.Loss.Share(i))}"))})" : "";
        var gan = point.Gan is { } figures ? Invariant($", D(real) {figures.Real:0.00}, D(fake) {figures.Fake:0.00}") : "";
        var waited = point.Waited is > 0.05 ? Invariant($", {100 * point.Waited:0} % waiting for data") : "";
        var end = point.Step < point.Steps && left is { } time ? $", {InWords(time)} left" : "";
        return Invariant($"step {point.Step} of {point.Steps}: {loss}{terms}{gan}, rate {point.LearningRate:0.00e+0}{waited}{end}");
    }

    /// <summary>A measurement in one line: PSNR, its distance from bicubic, SSIM, what was measured on.</summary>
    public static string Line(ValidationPoint point, Metrics.EvaluationRow bicubic)
    {
        var (row, gain) = (point.Row, point.Row.Mean.Psnr - bicubic.Mean.Psnr);
        var numbers = Invariant(
            $"{row.Set} {row.Protocol}: {row.Mean.Psnr:0.00} dB, {gain:+0.00;-0.00} dB against bicubic, SSIM {row.Mean.Ssim:0.0000}");
        return $"{numbers}{(point.IsBest ? ", best so far" : "")}{(row.Notice.Length > 0 ? $" ({row.Notice})" : "")}";
    }

    /// <summary>A length of time as one reads it: "40 s", "12 min", "3 h 05 min", "2 days 3 h".</summary>
    public static string InWords(TimeSpan time) => time switch
    {
        { TotalSeconds: < 99.5 } => Invariant($"{time.TotalSeconds:0} s"),
        { TotalMinutes: < 99.5 } => Invariant($"{time.TotalMinutes:0} min"),
        { TotalHours: < 48 } => Invariant($"{(int)time.TotalHours} h {time.Minutes:00} min"),
        _ => Invariant($"{(int)time.TotalDays} days {time.Hours} h"),
    };

    private static string Percent(double share) => share is > 0 and < 0.001 ? "< 0.1 %" : Invariant($"{100 * share:0.0} %");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
