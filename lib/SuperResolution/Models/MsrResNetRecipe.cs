namespace SuperResolution.Models;

/// <summary>
/// SRResNet without batch normalisation, with which ESRGAN is compared (Wang et al., arXiv 1809.00219, section 3.1; settings of the
/// authors' BasicSR).
/// </summary>
public static class MsrResNetRecipe
{
    /// <summary>
    /// The authors' published settings: 16 blocks, L1, 16 patches of 128×128 HR pixels, 10⁶ updates; there with 2e-4 in four half cosines
    /// of 250,000 updates each, here in one.
    /// </summary>
    public static TrainingRecipe Paper { get; } = new()
    {
        Network = "MSRResNet",
        Shape = MsrResNetSettings.Paper,
        Loss = Objective.Of(RestorationLoss.L1),
        Scale = 4,
        Steps = 1_000_000,
        Batch = 16,
        Patch = 32,
        Rate = new RateSchedule.HalfCosine(2e-4, 1_000_000),
        Beta2 = 0.99,
        Initialisation = Initialisation.ScaledHe,
    };

    /// <summary>What made the weights that ship, on a GPU: larger batches, a larger rate, the average of the weights.</summary>
    /// <remarks>Run twice: with 5,000 updates, and from the resulting weights with these.</remarks>
    public static TrainingRecipe Shipped { get; } = Paper with
    {
        Paper = Paper,
        Steps = 5_500,
        Batch = 32,
        Rate = new RateSchedule.HalfCosine(5e-4, 5_500, 0.005).WithWarmUp(500),
        EmaDecay = 0.999,
    };

    /// <summary>Minutes on a laptop: better than bicubic, far from done.</summary>
    public static TrainingRecipe Workshop { get; } = Paper with
    {
        Paper = Paper,
        Shape = new MsrResNetSettings(Scale: 4, Blocks: 8, Features: 32),
        Steps = 600,
        Batch = 8,
        Patch = 24,
        Rate = new RateSchedule.HalfCosine(1e-3, 600, 0.01).WithWarmUp(50),
    };

    /// <summary>Seconds: shows that the loss falls, no more.</summary>
    public static TrainingRecipe Smoke { get; } = Workshop with
    {
        Shape = new MsrResNetSettings(Scale: 4, Blocks: 2, Features: 16),
        Steps = 20,
        Batch = 4,
        Patch = 12,
        Rate = new RateSchedule.HalfCosine(1e-3, 20, 0.01),
        Initialisation = Initialisation.PyTorch, // ScaledHe's are too small to move in 20 updates
    };

    /// <summary>The recipe for the current budget.</summary>
    public static TrainingRecipe Current => Budgets.Pick(Smoke, Workshop, Paper);
}
