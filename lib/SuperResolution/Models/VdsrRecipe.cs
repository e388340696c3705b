namespace SuperResolution.Models;

/// <summary>VDSR (Kim, Lee, Lee, arXiv 1511.04587, sections 3.3 and 5): one network for ×2, ×3 and ×4.</summary>
/// <remarks>
/// Differs from the paper, which uses gradient descent with momentum 0.9 at a rate of 0.1, clipped (<c>GradientClipping.Adjustable</c>),
/// weight decay 10⁻⁴, and divides the rate by ten every 20 of 80 epochs: Adam, which limits its steps by itself.
/// </remarks>
public static class VdsrRecipe
{
    /// <summary>
    /// The paper's 20 layers of 64 channels, 64 patches of 41×41, 80 epochs of 9,960 updates in all (section 3.3 and 5), with Adam's usual
    /// rate.
    /// </summary>
    public static TrainingRecipe Paper { get; } = new()
    {
        Network = "VDSR",
        Shape = VdsrSettings.Paper,
        Loss = Objective.Of(RestorationLoss.L2),
        Scale = 4,
        Steps = 9_960,
        Batch = 64,
        Patch = 41,
        Rate = new RateSchedule.MultiStep(1e-3, 0.1, [2_490, 4_980, 7_470]),
        Initialisation = Initialisation.He,
    };

    /// <summary>What made the weights that ship, on a GPU: fewer updates, a falling rate, the average of the weights.</summary>
    public static TrainingRecipe Shipped { get; } = Paper with
    {
        Paper = Paper,
        Steps = 6_600,
        Rate = new RateSchedule.HalfCosine(5e-4, 6_600, 0.005).WithWarmUp(500),
        MaxGradientNorm = 0.1,
        EmaDecay = 0.999,
    };

    /// <summary>Minutes on a laptop: better than bicubic, far from done.</summary>
    public static TrainingRecipe Workshop { get; } =
        Shipped with
        {
            Shape = new VdsrSettings(Layers: 20, Features: 32),
            Steps = 400,
            Batch = 16,
            EmaDecay = null,
            Rate = new RateSchedule.HalfCosine(1e-3, 400, 0.01).WithWarmUp(50)
        };

    /// <summary>Seconds: shows that the loss falls, no more.</summary>
    public static TrainingRecipe Smoke { get; } =
        Workshop with
        {
            Shape = new VdsrSettings(Layers: 6, Features: 16),
            Steps = 20,
            Batch = 6,
            Patch = 24,
            Rate = new RateSchedule.HalfCosine(1e-3, 20, 0.01)
        };

    /// <summary>The recipe for the current budget.</summary>
    public static TrainingRecipe Current => Budgets.Pick(Smoke, Workshop, Paper);
}
