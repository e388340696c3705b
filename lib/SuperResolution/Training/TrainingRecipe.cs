using System.Text.Json;

namespace SuperResolution.Training;

/// <summary>The settings of a training of SRCNN (arXiv 1501.00092, sections 3.3 and 4.1).</summary>
/// <remarks>
/// Differs from the paper, whose authors made 15 million steps of plain gradient descent with momentum at 1e-4: Adam with a
/// falling rate needs a thousandth of them for most of the gain. The tenfold slower last layer is the paper's.
/// </remarks>
/// <param name="Steps">Updates of the weights.</param>
/// <param name="Batch">Patches in one update.</param>
/// <param name="Patch">Side of the target patch in pixels; the paper's 17 are what 9-5-5 leaves of a 33-pixel input.</param>
/// <param name="LearningRate">At the start, for all layers but the last.</param>
/// <param name="LastLayerFactor">Learning rate of the last layer, relative to the others.</param>
/// <param name="FinalFactor">The learning rate falls to this part of itself along a half cosine; 1 keeps it constant.</param>
/// <param name="Seed">First weights and data order.</param>
public sealed record TrainingRecipe(int Steps, int Batch, int Patch, double LearningRate, double LastLayerFactor, double FinalFactor, long Seed)
{
    /// <summary>What made the ×3 weights that ship with the kit: about an hour on one core.</summary>
    public static TrainingRecipe Shipped { get; } = new(Steps: 20_000, Batch: 8, Patch: 36, LearningRate: 4e-4, LastLayerFactor: 0.1, FinalFactor: 0.01, Seed: 1);

    /// <summary>What made the ×4 weights that ship with the kit, starting from the ×3 weights. Those for ×2 had more steps; their metadata says which.</summary>
    public static TrainingRecipe Transfer { get; } = Shipped with { Steps = 4_500, LearningRate = 3e-4 };

    /// <summary>Two minutes on a laptop: better than bicubic, far from done.</summary>
    public static TrainingRecipe Workshop { get; } = Shipped with { Steps = 1_500 };

    /// <summary>Seconds: shows that the loss falls, no more.</summary>
    public static TrainingRecipe Smoke { get; } = Shipped with { Steps = 60, Patch = 24 };

    /// <summary>The recipe for the current budget.</summary>
    public static TrainingRecipe Current => Budgets.Pick(Smoke, Workshop, Shipped);

    /// <summary>The learning rate of update <paramref name="step"/> (from 0): a half cosine from 1 to <see cref="FinalFactor"/>.</summary>
    public double RateAt(long step) => LearningRate * (FinalFactor + ((1 - FinalFactor) * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(step, Steps) / Steps))));

    internal string ToJson() => JsonSerializer.Serialize(this);
}
