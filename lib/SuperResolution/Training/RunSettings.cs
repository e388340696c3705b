using SuperResolution.Datasets;
using SuperResolution.Metrics;
using SuperResolution.Models;

namespace SuperResolution.Training;

/// <summary>What a <see cref="TrainingRun"/> is made of.</summary>
public sealed record RunSettings
{
    /// <summary>The run's folder, e.g. <c>runs/srresnet</c>; its name becomes the name of the final weights.</summary>
    public required string Folder { get; init; }

    /// <summary>The recipe.</summary>
    public required TrainingRecipe Recipe { get; init; }

    /// <summary>What is trained on.</summary>
    public required ImageSet Pictures { get; init; }

    /// <summary>What is validated on; null: nothing, and then there is no best-so-far.</summary>
    public ImageSet? ValidationSet { get; init; }

    /// <summary>The validation's protocol for a scale.</summary>
    public Func<int, Protocol> Protocol { get; init; } = Metrics.Protocol.Y601;

    /// <summary>Steps between two validations; null: a twentieth of the recipe's.</summary>
    public int? ValidateEvery { get; init; }

    /// <summary>
    /// Steps between two checkpoints; null: 500, and at least twenty in a run. After each validation there is one in any case.
    /// </summary>
    public int? CheckpointEvery { get; init; }

    /// <summary>
    /// Weights to start from, under any names that <see cref="Weights.NetworkFile"/> reads; null: those of the recipe. A run that is
    /// continued does not need the file.
    /// </summary>
    public string? StartFrom { get; init; }

    /// <summary>Which dictionary of a checkpoint of others is started from; null: the usual one.</summary>
    public string? StartFromKey { get; init; }

    /// <summary>How to make the run again, in words for whoever reads <c>run.json</c>.</summary>
    public string? Command { get; init; }

    internal int ValidationInterval => ValidateEvery ?? Math.Max(1, Recipe.Steps / 20);

    internal int CheckpointInterval => CheckpointEvery ?? Math.Clamp(Recipe.Steps / 20, 1, 500);
}
