namespace SuperResolution.Models;

/// <summary>SRGAN (Ledig et al., arXiv 1609.04802, sections 2.2 and 3.2).</summary>
public static class SrganRecipe
{
    /// <summary>The paper's: VGG54, 10⁵ updates at 1e-4 and 10⁵ at 1e-5, 16 patches of 96×96 HR pixels, from SRResNet-MSE.</summary>
    public static GanRecipe Paper { get; } = new()
    {
        Network = "SRGAN",
        Shape = SrResNetSettings.Paper,
        Loss = OnFeatures(VggLayer.Phi54, 1 / 12.75),
        Adversarial = GanObjective.Standard,
        Lambda = 1e-3,
        Discriminator = new SrganDiscriminatorSettings(),
        Scale = 4,
        Steps = 200_000,
        Batch = 16,
        Patch = 24,
        Rate = new RateSchedule.MultiStep(1e-4, 0.1, [100_000]),
    };

    /// <summary>
    /// What made the weights that ship, on φ3,4 of Oxford's VGG19: a small generator and discriminator, small patches, an L1 term.
    /// </summary>
    /// <remarks>
    /// The features of Oxford's training are some hundred times larger than those that λ was chosen for. The scale is such that content
    /// and adversarial term pull at the pictures with alike strength at the start: gradients of a norm of 8e-3 and 3e-3 on first batches.
    /// Features of shallow layers hardly see a constant error of the colour or a checkerboard: without an L1 term, which the paper does
    /// not have, 1,700 updates shifted the colours of a compact SRGAN by 5 levels and added a checkerboard of 3.
    /// </remarks>
    public static GanRecipe Shipped { get; } = Paper with
    {
        Paper = Paper,
        Shape = SrResNetSettings.Compact,
        StartFrom = "srresnet-8x32-x4",
        Discriminator = new SrganDiscriminatorSettings(Features: 32),
        Steps = 2_500,
        Batch = 8,
        Patch = 16,
        Rate = new RateSchedule.HalfCosine(1e-4, 2_500, 0.005).WithWarmUp(125),
        Loss = OnFeatures(VggLayer.Phi34, 1 / 3_000.0),
        Eta = 2,
        FixedStatistics = true,
        EmaDecay = 0.999,
    };

    /// <summary>The same on φ2,2, the paper's SRGAN-VGG22.</summary>
    public static GanRecipe ShippedPhi22 { get; } = Shipped with { Loss = OnFeatures(VggLayer.Phi22, 1 / 800.0) };

    /// <summary>Minutes on a laptop: enough to see the texture change.</summary>
    public static GanRecipe Workshop { get; } =
        ShippedPhi22 with
        {
            Steps = 150,
            Batch = 4,
            Eta = 0,
            EmaDecay = null,
            Rate = new RateSchedule.HalfCosine(1e-4, 150, 0.01).WithWarmUp(30)
        };

    /// <summary>Seconds: shows that the game is played, no more.</summary>
    public static GanRecipe Smoke { get; } =
        Workshop with
        {
            Discriminator = new SrganDiscriminatorSettings(Features: 8),
            Steps = 4,
            Batch = 2,
            Patch = 8,
            Rate = new RateSchedule.Constant(1e-4)
        };

    /// <summary>
    /// The recipe for the current budget; the largest is <see cref="Shipped"/>, because the paper's needs the weights of its SRResNet
    /// first.
    /// </summary>
    public static GanRecipe Current => Budgets.Pick(Smoke, Workshop, Shipped);

    /// <summary>What the kit knows of it: a training of <see cref="SrResNet"/>.</summary>
    public static Architecture Architecture { get; } = new("SRGAN", "arXiv 1609.04802", Year: 2016)
    {
        Generator = SrResNet.Architecture,
        Recipes =
        [
            new("smoke", Smoke), new("workshop", Workshop), new("shipped", Shipped), new("shipped-phi22", ShippedPhi22),
            new("paper", Paper),
        ],
        Colour = "#D55E00",
    };

    /// <summary>The paper's content loss (eq. 5): mean squared difference of the features.</summary>
    private static Objective OnFeatures(VggLayer features, double scale) => Objective.Of(features, scale, ContentCriterion.Mse);
}
