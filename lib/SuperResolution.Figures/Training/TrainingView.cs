using System.ComponentModel;
using System.Globalization;
using System.Text;
using SuperResolution.Training;

namespace SuperResolution.Figures;

/// <summary>
/// What a notebook shows of a training: how far it is, a line with its state, warnings, charts, and the sample crop over time. Shows what
/// there is at the moment when it is drawn.
/// </summary>
/// <remarks>
/// It tells of its changes (<see cref="INotifyPropertyChanged"/>): display it before the training begins, and the kit's kernel draws it
/// anew in place. Other hosts cannot be relied on to change a figure that they have shown: there give it a writer for lines of text, or
/// look at a <see cref="LivePage"/>, and let the cell end with the view. Pass <see cref="OnStep"/> to <see cref="TrainingLoop.Run"/>: it
/// serves all parts in their order.
/// </remarks>
public sealed class TrainingView : Figure, INotifyPropertyChanged
{
    private readonly TrainingHistory history;
    private readonly Validation? validation;
    private readonly SampleCrops? samples;
    private readonly GanHealth? health;

    /// <param name="history">Losses, learning rate, the discriminator's figures.</param>
    /// <param name="validation">PSNR beside bicubic.</param>
    /// <param name="samples">A crop over time.</param>
    /// <param name="health">Warnings; it is told of the samples.</param>
    public TrainingView(TrainingHistory history, Validation? validation = null, SampleCrops? samples = null, GanHealth? health = null)
    {
        (this.history, this.validation, this.samples, this.health) = (history, validation, samples, health);
        if (samples is not null && health is not null) samples.Taken += health.OnSample;
    }

    /// <summary>Told when there is a new point to show, after everything else of its step.</summary>
    public event Action<TrainingPoint>? Updated;

    /// <summary>The same for hosts that draw a shown figure anew.</summary>
    public event PropertyChangedEventHandler? PropertyChanged;

    /// <summary>The usual set: a history with points every so many steps, health, and lines of text.</summary>
    /// <param name="training">What is watched.</param>
    /// <param name="every">Steps in a point.</param>
    /// <param name="validation">PSNR beside bicubic.</param>
    /// <param name="samples">A crop over time.</param>
    /// <param name="lines">Told of every point, e.g. Console.Out; null for silence.</param>
    public static TrainingView Of(
        TrainingLoop training, int every, Validation? validation = null, SampleCrops? samples = null, TextWriter? lines = null)
    {
        var (history, health) = (new TrainingHistory(every, () => training.WaitedFraction), new GanHealth(Math.Min(100, every)));
        if (lines is not null) _ = new TrainingLog(history, lines, validation, health);
        return new TrainingView(history, validation, samples, health);
    }

    /// <summary>The points that are shown.</summary>
    public TrainingHistory History => history;

    /// <summary>The warnings that are shown.</summary>
    public GanHealth? Health => health;

    /// <summary>
    /// Serves health, samples, history and validation, in this order: a line of text comes with the warnings that belong to it.
    /// </summary>
    public void OnStep(TrainingStep step)
    {
        var before = history.Points.Count;
        health?.OnStep(step);
        samples?.OnStep(step);
        history.OnStep(step);
        validation?.OnStep(step);
        if (history.Points.Count == before) return;
        Updated?.Invoke(history.Points[^1]);
        PropertyChanged?.Invoke(this, new PropertyChangedEventArgs(nameof(History)));
    }

    /// <inheritdoc/>
    public override string ToHtml()
    {
        var html = new StringBuilder("<div data-figure=\"training\" role=\"group\" aria-label=\"Training\">");
        if (history.Points is [.., var now])
            html.Append(CultureInfo.InvariantCulture,
                $"<progress value=\"{now.Step}\" max=\"{now.Steps}\" style=\"width:100%\" aria-label=\"step {now.Step} of " +
                $"{now.Steps}\"></progress>");
        foreach (var line in State()) html.Append($"<p style=\"margin:4px 0;font-weight:600\">{Escape(line)}</p>");
        foreach (var warning in health?.Warnings ?? [])
            html.Append($"<p style=\"margin:4px 0;padding:4px 10px;border-left:4px solid #D55E00\"><b>{Escape(warning.Name)}</b>: " +
                $"{Escape(warning.Text)}<br/>{Escape(warning.Advice)}</p>");
        html.Append("<div style=\"display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,420px),1fr));gap:4px 16px\">");
        foreach (var chart in TrainingCharts.Of(history, validation, samples))
            html.Append($"<div style=\"min-width:0\">{chart.ToHtml()}</div>");
        html.Append("</div>");
        if (samples is not null)
            html.Append("<p style=\"margin:12px 0 4px\">The same part of one picture while the network learns:</p>")
                .Append(Strip(samples).ToHtml());
        if (validation is { Set.Notice.Length: > 0 })
            html.Append($"<p style=\"margin:4px 0;font-size:.85em\">{Escape(validation.Set.Notice)}</p>");
        return html.Append("</div>").ToString();
    }

    /// <summary>State, warnings and the titles of what HTML would show.</summary>
    public override string ToString()
    {
        var lines = State().ToList();
        lines.AddRange((health?.Warnings ?? []).Select(warning => $"! {warning}"));
        lines.AddRange(TrainingCharts.Of(history, validation, samples).Select(chart => chart.ToString()));
        if (samples is not null) lines.Add(Strip(samples).ToString());
        if (validation is { Set.Notice.Length: > 0 }) lines.Add(validation.Set.Notice);
        return string.Join('\n', lines);
    }

    private IEnumerable<string> State()
    {
        yield return history.Points is [.., var last] ? TrainingLog.Line(last, history.TimeLeft)
            : "The training has not reached its first point yet.";
        if (validation?.Points is [.., var measured])
            yield return string.Create(CultureInfo.InvariantCulture,
                $"step {measured.Step}: {TrainingLog.Line(measured, validation.Bicubic)}");
    }

    private static PictureStrip Strip(SampleCrops samples) => new(Math.Clamp(samples.Hr.Width * 2, 96, 224), samples.Captioned());
}
