namespace SuperResolution.Models;

/// <summary>The PSNR-oriented RRDBNet of ESRGAN's first stage (Wang et al., arXiv 1809.00219, section 4.1).</summary>
public static class RrdbRecipe
{
    /// <summary>
    /// The paper's: 23 blocks, L1, 2e-4 halved every 2·10⁵ updates, 16 patches of 192×192 HR pixels; 10⁶ updates as in the authors'
    /// published settings.
    /// </summary>
    public static TrainingRecipe Paper { get; } = new()
    {
        Network = "RRDBNet",
        Shape = RrdbNetSettings.Paper,
        Loss = Objective.Of(RestorationLoss.L1),
        Scale = 4,
        Steps = 1_000_000,
        Batch = 16,
        Patch = 48,
        Rate = new RateSchedule.Halving(2e-4, 200_000),
        Initialisation = Initialisation.ScaledDenseBlocks,
    };

    /// <summary>
    /// What made the first part of the weights that ship, on a GPU: 3 blocks of half the width, a larger and falling rate, the average of
    /// the weights; <see cref="Continued"/> and <see cref="ContinuedAgain"/> made the rest.
    /// </summary>
    /// <remarks>
    /// Run twice: with 3,400 updates, and from the resulting weights with these. On a CPU take smaller batches: an update with 16 patches
    /// of 24×24 took one second on one core of an AMD EPYC.
    /// </remarks>
    public static TrainingRecipe Shipped { get; } = Paper with
    {
        Paper = Paper,
        Shape = RrdbNetSettings.Compact,
        Steps = 5_500,
        Batch = 32,
        Patch = 32,
        Rate = new RateSchedule.HalfCosine(8e-4, 5_500, 0.005).WithWarmUp(500),
        EmaDecay = 0.999,
    };

    /// <summary>The second part, from weights of <see cref="Shipped"/>, in batches for one core of a CPU.</summary>
    /// <remarks>An update took 0.19 s on one core of an AMD EPYC.</remarks>
    public static TrainingRecipe Continued { get; } = OnOneCore(32_000);

    /// <summary>The last part, from weights of <see cref="Continued"/>: the rate rises and falls once more.</summary>
    public static TrainingRecipe ContinuedAgain { get; } = OnOneCore(14_000);

    /// <summary>Minutes on a laptop: better than bicubic, far from done.</summary>
    public static TrainingRecipe Workshop { get; } =
        Shipped with
        {
            Steps = 400,
            Batch = 8,
            Patch = 24,
            EmaDecay = null,
            Rate = new RateSchedule.HalfCosine(1e-3, 400, 0.01).WithWarmUp(50)
        };

    /// <summary>Seconds: shows that the loss falls, no more.</summary>
    public static TrainingRecipe Smoke { get; } = Workshop with
    {
        Shape = new RrdbNetSettings(Scale: 4, Blocks: 1, Features: 16, Growth: 8),
        Steps = 20,
        Batch = 4,
        Patch = 12,
        Rate = new RateSchedule.HalfCosine(1e-3, 20, 0.01),
    };

    /// <summary>The recipe for the current budget.</summary>
    public static TrainingRecipe Current => Budgets.Pick(Smoke, Workshop, Paper);

    private static TrainingRecipe OnOneCore(int steps) =>
        Shipped with { Steps = steps, Batch = 4, Rate = new RateSchedule.HalfCosine(4e-4, steps, 0.005).WithWarmUp(200) };
}
