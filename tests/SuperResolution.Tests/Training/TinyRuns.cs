using SuperResolution.Datasets;
using SuperResolution.Models;
using SuperResolution.Training;

namespace SuperResolution.Tests.Training;

/// <summary>Runs of a second or two: drawn pictures, smallest networks.</summary>
internal static class TinyRuns
{
    public static readonly ImageSet Pictures = Drawn("drawn for training", 3), Others = Drawn("drawn for validation", 40);

    /// <summary>SRResNet without an average of the weights.</summary>
    public static readonly TrainingRecipe Plain =
        SrResNetRecipe.Smoke with
        {
            Scale = 2,
            Shape = new SrResNetSettings(4, Blocks: 1, Features: 8),
            Steps = 30,
            Batch = 2,
            Patch = 8
        };

    public static TrainingRecipe Recipe(string name) => name == "gan" ? TinyGanRecipe.Default : Plain;

    public static RunSettings Settings(string folder, TrainingRecipe recipe, int validateEvery = 7) => new()
    {
        Folder = folder,
        Recipe = recipe,
        Pictures = Pictures,
        ValidationSet = Others,
        ValidateEvery = validateEvery,
        CheckpointEvery = 1,
    };

    private static ImageSet Drawn(string name, ulong seed) => new(name,
        [ImageItem.FromGenerator("a", () => SyntheticImages.DeadLeaves(seed, 48, 40)),
        ImageItem.FromGenerator("b", () => SyntheticImages.Facade(seed + 1, 40, 48))], DataSource.Synthetic);
}
