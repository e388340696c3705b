using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>ESRGAN's second stage (Wang et al., arXiv 1809.00219, eq. 3 and section 4.1): L_percep + λ · L_G^Ra + η · L1.</summary>
public sealed record EsrganRecipe : GanRecipe
{
    private const double Lambda = 5e-3, Eta = 1e-2; // eq. 3 and section 4.1

    /// <summary>The generator's depth and width.</summary>
    public required RrdbNetSettings Shape { get; init; }

    /// <summary>η, the weight of the L1 term.</summary>
    public double PixelWeight { get; init; } = Eta;

    /// <summary>The game; the paper's is the relativistic average one.</summary>
    public GanGame Game { get; init; } = GanGame.RelativisticAverage;

    /// <summary>Channels of the discriminator's first layer.</summary>
    public int DiscriminatorFeatures { get; init; } = 64;

    /// <summary>
    /// The paper's: φ5,4 before activation, 1e-4 halved at 50, 100, 200 and 300 thousand updates, 16 patches of 128×128 HR pixels; 400,000
    /// updates and L1 between features as in the authors' published settings.
    /// </summary>
    public static EsrganRecipe Paper { get; } = new()
    {
        Shape = RrdbNetSettings.Paper,
        Scale = 4,
        Steps = 400_000,
        Batch = 16,
        Patch = 32,
        Rate = new RateSchedule.MultiStep(1e-4, 0.5, [50_000, 100_000, 200_000, 300_000]),
        FirstValues = FirstValues.ScaledDenseBlocks,
        Features = VggLayer.Phi54.BeforeActivation,
        FeatureScale = 1,
        AdversarialWeight = Lambda,
    };

    /// <summary>
    /// What made the weights that ship, on φ3,4 of Oxford's VGG19 before activation: a small generator and discriminator, a larger η, a
    /// smaller λ. With the paper's η 490 updates shifted colours by up to 12 levels.
    /// </summary>
    /// <remarks>
    /// As for <see cref="SrganRecipe.Shipped"/>, the scale lets content and adversarial term pull with alike strength at the start where λ
    /// is the paper's. With λ = 1.5e-3 and 2,500 updates the result was further from the truth in features than the start.
    /// </remarks>
    public static EsrganRecipe Shipped { get; } = Paper with
    {
        Shape = RrdbRecipe.Shipped.Shape,
        StartFrom = "rrdb-3x32-x4",
        DiscriminatorFeatures = 24,
        Steps = 1_500,
        Batch = 4,
        Rate = new RateSchedule.HalfCosine(1e-4, 1_500, 0.005).WithWarmUp(75),
        PixelWeight = 1,
        AdversarialWeight = 5e-4,
        EmaDecay = 0.999,
        Features = VggLayer.Phi34.BeforeActivation,
        FeatureScale = 1 / 2_500.0,
    };

    /// <summary>Minutes on a laptop: enough to see the texture change.</summary>
    public static EsrganRecipe Workshop { get; } =
        Shipped with
        {
            Steps = 60,
            Batch = 2,
            PixelWeight = Eta,
            AdversarialWeight = Lambda,
            EmaDecay = null,
            Rate = new RateSchedule.HalfCosine(1e-4, 60, 0.01).WithWarmUp(10),
            Features = VggLayer.Phi22.BeforeActivation,
            FeatureScale = 1 / 500.0
        };

    /// <summary>Seconds: shows that the game is played, no more.</summary>
    public static EsrganRecipe Smoke { get; } =
        Workshop with { DiscriminatorFeatures = 4, Steps = 3, Rate = new RateSchedule.Constant(1e-4) };

    /// <summary>
    /// The recipe for the current budget; the largest is <see cref="Shipped"/>, because the paper's needs the weights of its first stage
    /// first.
    /// </summary>
    public static EsrganRecipe Current => Budgets.Pick(Smoke, Workshop, Shipped);

    /// <summary>What the kit knows of it: a training of <see cref="RrdbNet"/>.</summary>
    public static Architecture Architecture { get; } = new("ESRGAN", "arXiv 1809.00219", Year: 2018)
    {
        Generator = RrdbNet.Architecture,
        Recipes = [new("smoke", Smoke), new("workshop", Workshop), new("shipped", Shipped), new("paper", Paper)],
        Colour = "#CC79A7",
    };

    /// <inheritdoc/>
    public override string Network => "ESRGAN";

    /// <inheritdoc/>
    protected override TrainingRecipe PaperRecipe => Paper;

    /// <inheritdoc/>
    protected internal override GanGame Played => Game;

    /// <summary>L_percep + η · L1.</summary>
    protected internal override Objective Minimised => Objective.Of(Features, FeatureScale, ContentCriterion.L1, PixelWeight);

    /// <inheritdoc/>
    public override IEnumerable<(string Setting, string Value)> Settings() => base.Settings()
        .Prepend(("network", $"{Shape.Blocks} blocks × {Shape.Features} channels, growth {Shape.Growth}"))
        .Append(("pixel weight η", FormattableString.Invariant($"{PixelWeight:0.#e-0}")))
            .Append(("discriminator", $"from {DiscriminatorFeatures} channels"));

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> Build() => new RrdbNet(Shape with { Scale = Scale });

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> BuildDiscriminator() => new EsrganDiscriminator(DiscriminatorFeatures);
}
