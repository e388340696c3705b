namespace SuperResolution.Models;

/// <summary>SRResNet-MSE (Ledig et al., arXiv 1609.04802, section 3.2): the start of every SRGAN.</summary>
/// <remarks>The paper's loss is the mean squared error in [−1, 1], four times that in [0, 1], which Adam does not notice.</remarks>
public static class SrResNetRecipe
{
    /// <summary>The paper's: 16 blocks, 10⁶ updates at 1e-4, 16 patches of 96×96 HR pixels; there on 350,000 images of ImageNet.</summary>
    public static TrainingRecipe Paper { get; } = new()
    {
        Network = "SRResNet",
        Shape = SrResNetSettings.Paper,
        Loss = Objective.Of(RestorationLoss.L2),
        Scale = 4,
        Steps = 1_000_000,
        Batch = 16,
        Patch = 24,
        Rate = new RateSchedule.Constant(1e-4),
    };

    /// <summary>The first half of what made the weights that ship: half the depth and width, a larger and falling rate.</summary>
    public static TrainingRecipe Shipped { get; } = Paper with
    {
        Paper = Paper,
        Shape = SrResNetSettings.Compact,
        Steps = 20_000,
        Batch = 8,
        Rate = new RateSchedule.HalfCosine(6e-4, 20_000, 0.01).WithWarmUp(200),
    };

    /// <summary>
    /// The second half, from the weights of <see cref="Shipped"/>: normalisation with the statistics that were gathered there, the average
    /// of the weights.
    /// </summary>
    /// <remarks>It took Set5 under Y601 from 30.68 to 31.32 dB; an update took 0.12 s on one core of an AMD EPYC.</remarks>
    public static TrainingRecipe Continued { get; } = Shipped with
    {
        Steps = 45_000,
        Rate = new RateSchedule.HalfCosine(4e-4, 45_000, 0.005).WithWarmUp(200),
        FixedStatistics = true,
        EmaDecay = 0.999,
    };

    /// <summary>
    /// Minutes on a laptop: edges and most of the colours. This network starts from nothing and is still below bicubic interpolation then
    /// (26.99 dB on Set5, bicubic 28.42).
    /// </summary>
    public static TrainingRecipe Workshop { get; } =
        Shipped with { Steps = 600, Rate = new RateSchedule.HalfCosine(1e-3, 600, 0.01).WithWarmUp(50) };

    /// <summary>Seconds: shows that the loss falls, no more.</summary>
    public static TrainingRecipe Smoke { get; } = Workshop with
    {
        Shape = new SrResNetSettings(Scale: 4, Blocks: 2, Features: 16),
        Steps = 20,
        Batch = 4,
        Patch = 12,
        Rate = new RateSchedule.HalfCosine(1e-3, 20, 0.01),
    };

    /// <summary>The recipe for the current budget.</summary>
    public static TrainingRecipe Current => Budgets.Pick(Smoke, Workshop, Paper);
}
