using SuperResolution.Datasets;
using SuperResolution.Figures;
using SuperResolution.Models;
using SuperResolution.Training;

namespace SuperResolution.Workbench.Commands;

/// <summary>
/// Everything that watches a run: lines of text, CSV files, TensorBoard's event files, a sample crop over time and a page for a browser,
/// all in the run's folder.
/// </summary>
internal sealed class TrainingWatch : IDisposable
{
    private const int SampleSide = 96;

    private readonly TrainingView view;
    private readonly CsvLog csv;

    public TrainingWatch(TrainingRun run, RunSettings settings, TextWriter lines)
    {
        var (training, from) = (run.Training, run.Training.Step);
        var samples = settings.ValidationSet is { } set ? Samples(training, set, settings.Recipe) : null;
        samples?.KeepIn(Path.Combine(settings.Folder, "samples"), from);
        view = TrainingView.Of(training, Math.Clamp(settings.Recipe.Steps / 20, 1, 100), run.Validation, samples, lines);
        csv = new CsvLog(settings.Folder, view.History, run.Validation, samples, from);
        _ = new TensorBoardLog(settings.Folder, view.History, run.Validation, samples, from);
        Page = new LivePage(view, Path.Combine(settings.Folder, "watch.html"), $"{settings.Recipe.Network} ×{settings.Recipe.Scale}").Path;
    }

    /// <summary>The live view.</summary>
    public string Page { get; }

    public void OnStep(TrainingStep step) => view.OnStep(step);

    public void Dispose() => csv.Dispose();

    /// <summary>The middle of the middle picture (Set5: butterfly), unless it is too small to see anything.</summary>
    private static SampleCrops? Samples(TrainingLoop training, ImageSet set, TrainingRecipe recipe)
    {
        var picture = set[set.Count / 2].Load();
        return Math.Min(picture.Width, picture.Height) < SampleSide + recipe.Scale ? null
            : new SampleCrops(training, picture, Math.Max(1, recipe.Steps / 20), SampleSide);
    }
}
