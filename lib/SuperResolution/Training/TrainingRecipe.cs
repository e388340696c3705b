using System.Text.Json;

namespace SuperResolution.Training;

/// <summary>The settings of a training of SRCNN, with the paper's values and cheaper ones (arXiv 1501.00092, section 3.3 and 4.1).</summary>
/// <param name="Steps">Updates of the weights.</param>
/// <param name="Batch">Patches in one update.</param>
/// <param name="Patch">Side of the target patch in pixels; the paper's 17 are what 9-5-5 leaves of a 33-pixel input.</param>
/// <param name="LearningRate">At the start, for all layers but the last.</param>
/// <param name="LastLayerFactor">Learning rate of the last layer, relative to the others.</param>
/// <param name="FinalFactor">The learning rate falls to this part of itself along a half cosine; 1 keeps it constant.</param>
/// <param name="Seed">First weights and data order.</param>
public sealed record TrainingRecipe(int Steps, int Batch, int Patch, double LearningRate, double LastLayerFactor, double FinalFactor, long Seed)
{
    /// <summary>The schedule that made the weights that ship with the kit: Adam instead of the paper's plain gradient descent.</summary>
    public static TrainingRecipe Paper { get; } = new(Steps: 60_000, Batch: 16, Patch: 36, LearningRate: 1e-3, LastLayerFactor: 0.1, FinalFactor: 0.01, Seed: 1);

    /// <summary>A few minutes on a laptop.</summary>
    public static TrainingRecipe Workshop { get; } = Paper with { Steps = 1_500, FinalFactor = 0.05 };

    /// <summary>Seconds: shows that the loss falls, no more.</summary>
    public static TrainingRecipe Smoke { get; } = Paper with { Steps = 60, Batch = 8, Patch = 24 };

    /// <summary>The learning rate of update <paramref name="step"/> (from 0): a half cosine from 1 to <see cref="FinalFactor"/>.</summary>
    public double RateAt(long step) => LearningRate * (FinalFactor + ((1 - FinalFactor) * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(step, Steps) / Steps))));

    internal string ToJson() => JsonSerializer.Serialize(this);
}
