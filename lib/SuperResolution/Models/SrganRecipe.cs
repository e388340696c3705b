using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>SRGAN (Ledig et al., arXiv 1609.04802, sections 2.2 and 3.2).</summary>
public sealed record SrganRecipe : GanRecipe
{
    /// <summary>The generator's depth, width and output range.</summary>
    public required SrResNetSettings Shape { get; init; }

    /// <summary>The game; the paper's is the standard one with −log D(G).</summary>
    public GanGame Game { get; init; } = GanGame.Standard;

    /// <summary>Channels of the discriminator's first layer.</summary>
    public int DiscriminatorFeatures { get; init; } = 64;

    /// <summary>The weight of an L1 term, as ESRGAN has one; the paper has none.</summary>
    /// <remarks>
    /// Features of shallow layers hardly see a constant error of the colour or a checkerboard: without it 1,700 updates shifted the
    /// colours of a compact SRGAN by 5 levels and added a checkerboard of 3.
    /// </remarks>
    public double PixelWeight { get; init; }

    /// <summary>The paper's: VGG54, 10⁵ updates at 1e-4 and 10⁵ at 1e-5, 16 patches of 96×96 HR pixels, from SRResNet-MSE.</summary>
    public static SrganRecipe Paper { get; } = new()
    {
        Shape = SrResNetSettings.Paper,
        Scale = 4,
        Steps = 200_000,
        Batch = 16,
        Patch = 24,
        Rate = new RateSchedule.MultiStep(1e-4, 0.1, [100_000]),
        Features = VggLayer.Phi54,
        FeatureScale = 1 / 12.75,
        AdversarialWeight = 1e-3,
    };

    /// <summary>
    /// What made the weights that ship, on φ3,4 of Oxford's VGG19: a small generator and discriminator, small patches, an L1 term.
    /// </summary>
    /// <remarks>
    /// The features of Oxford's training are some hundred times larger than those that λ was chosen for. The scale is such that content
    /// and adversarial term pull at the pictures with alike strength at the start: gradients of a norm of 8e-3 and 3e-3 on first batches.
    /// </remarks>
    public static SrganRecipe Shipped { get; } = Paper with
    {
        Shape = SrResNetRecipe.Shipped.Shape,
        StartFrom = "srresnet-8x32-x4",
        DiscriminatorFeatures = 32,
        Steps = 2_500,
        Batch = 8,
        Patch = 16,
        Rate = new RateSchedule.HalfCosine(1e-4, 2_500, 0.005).WithWarmUp(125),
        PixelWeight = 2,
        FixedStatistics = true,
        EmaDecay = 0.999,
        Features = VggLayer.Phi34,
        FeatureScale = 1 / 3_000.0,
    };

    /// <summary>The same on φ2,2, the paper's SRGAN-VGG22.</summary>
    public static SrganRecipe ShippedPhi22 { get; } = Shipped with { Features = VggLayer.Phi22, FeatureScale = 1 / 800.0 };

    /// <summary>Minutes on a laptop: enough to see the texture change.</summary>
    public static SrganRecipe Workshop { get; } =
        ShippedPhi22 with
        {
            Steps = 150,
            Batch = 4,
            PixelWeight = 0,
            EmaDecay = null,
            Rate = new RateSchedule.HalfCosine(1e-4, 150, 0.01).WithWarmUp(30)
        };

    /// <summary>Seconds: shows that the game is played, no more.</summary>
    public static SrganRecipe Smoke { get; } =
        Workshop with { DiscriminatorFeatures = 8, Steps = 4, Batch = 2, Patch = 8, Rate = new RateSchedule.Constant(1e-4) };

    /// <summary>
    /// The recipe for the current budget; the largest is <see cref="Shipped"/>, because the paper's needs the weights of its SRResNet
    /// first.
    /// </summary>
    public static SrganRecipe Current => Budgets.Pick(Smoke, Workshop, Shipped);

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

    /// <inheritdoc/>
    public override string Network => "SRGAN";

    /// <inheritdoc/>
    protected override TrainingRecipe PaperRecipe => Paper;

    /// <inheritdoc/>
    protected internal override GanGame Played => Game;

    /// <summary>The content loss (eq. 5): mean squared difference of the features; and L1 where the recipe has it.</summary>
    protected internal override Objective Minimised => Objective.Of(Features, FeatureScale, ContentCriterion.Mse, PixelWeight);

    /// <inheritdoc/>
    public override IEnumerable<(string Setting, string Value)> Settings() =>
        base.Settings().Prepend(("network", $"{Shape.Blocks} blocks × {Shape.Features} channels"))
            .Append(("pixel weight", FormattableString.Invariant($"{PixelWeight:0.##}")))
                .Append(("discriminator", $"from {DiscriminatorFeatures} channels"));

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> Build() => new SrResNet(Shape with { Scale = Scale });

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> BuildDiscriminator() =>
        new SrganDiscriminator(new SrganDiscriminatorSettings(Scale * Patch, Features: DiscriminatorFeatures));
}
