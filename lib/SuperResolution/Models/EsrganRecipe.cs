namespace SuperResolution.Models;

/// <summary>ESRGAN's second stage (Wang et al., arXiv 1809.00219, eq. 3 and section 4.1): L_percep + λ · L_G^Ra + η · L1.</summary>
public static class EsrganRecipe
{
    /// <summary>
    /// The paper's: φ5,4 before activation, 1e-4 halved at 50, 100, 200 and 300 thousand updates, 16 patches of 128×128 HR pixels; 400,000
    /// updates and L1 between features as in the authors' published settings.
    /// </summary>
    public static GanRecipe Paper { get; } = new()
    {
        Network = "ESRGAN",
        Shape = RrdbNetSettings.Paper,
        Loss = OnFeatures(VggLayer.Phi54, 1),
        Adversarial = GanObjective.RelativisticAverage,
        Lambda = 5e-3,
        Eta = 1e-2,
        Discriminator = new EsrganDiscriminatorSettings(),
        Scale = 4,
        Steps = 400_000,
        Batch = 16,
        Patch = 32,
        Rate = new RateSchedule.MultiStep(1e-4, 0.5, [50_000, 100_000, 200_000, 300_000]),
        Initialisation = Initialisation.ScaledDenseBlocks,
    };

    /// <summary>
    /// What made the weights that ship, on φ3,4 of Oxford's VGG19 before activation: a small generator and discriminator, a larger η, a
    /// smaller λ. With the paper's η 490 updates shifted colours by up to 12 levels.
    /// </summary>
    /// <remarks>
    /// As for <see cref="SrganRecipe.Shipped"/>, the scale lets content and adversarial term pull with alike strength at the start where λ
    /// is the paper's. With λ = 1.5e-3 and 2,500 updates the result was further from the truth in features than the start.
    /// </remarks>
    public static GanRecipe Shipped { get; } = Paper with
    {
        Paper = Paper,
        Shape = RrdbNetSettings.Compact,
        StartFrom = "rrdb-3x32-x4",
        Discriminator = new EsrganDiscriminatorSettings(Features: 24),
        Steps = 1_500,
        Batch = 4,
        Rate = new RateSchedule.HalfCosine(1e-4, 1_500, 0.005).WithWarmUp(75),
        Loss = OnFeatures(VggLayer.Phi34, 1 / 2_500.0),
        Eta = 1,
        Lambda = 5e-4,
        EmaDecay = 0.999,
    };

    /// <summary>Minutes on a laptop: enough to see the texture change.</summary>
    public static GanRecipe Workshop { get; } =
        Shipped with
        {
            Steps = 60,
            Batch = 2,
            Loss = OnFeatures(VggLayer.Phi22, 1 / 500.0),
            Eta = Paper.Eta,
            Lambda = Paper.Lambda,
            EmaDecay = null,
            Rate = new RateSchedule.HalfCosine(1e-4, 60, 0.01).WithWarmUp(10)
        };

    /// <summary>Seconds: shows that the game is played, no more.</summary>
    public static GanRecipe Smoke { get; } =
        Workshop with { Discriminator = new EsrganDiscriminatorSettings(Features: 4), Steps = 3, Rate = new RateSchedule.Constant(1e-4) };

    /// <summary>
    /// The recipe for the current budget; the largest is <see cref="Shipped"/>, because the paper's needs the weights of its first stage
    /// first.
    /// </summary>
    public static GanRecipe Current => Budgets.Pick(Smoke, Workshop, Shipped);

    /// <summary>What the kit knows of it: a training of <see cref="RrdbNet"/>.</summary>
    public static Architecture Architecture { get; } = new("ESRGAN", "arXiv 1809.00219", Year: 2018)
    {
        Generator = RrdbNet.Architecture,
        Recipes = [new("smoke", Smoke), new("workshop", Workshop), new("shipped", Shipped), new("paper", Paper)],
        Colour = "#CC79A7",
    };

    /// <summary>L_percep: mean absolute difference of the features before their activation (section 3.3).</summary>
    private static Objective OnFeatures(VggLayer features, double scale) =>
        Objective.Of(features.BeforeActivation, scale, ContentCriterion.L1);
}
