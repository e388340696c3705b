using System.Text.Json.Serialization;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>SRCNN (Dong et al., arXiv 1501.00092, sections 3.3 and 4.1).</summary>
/// <remarks>
/// Differs from the paper, whose authors made 15 million steps of plain gradient descent with momentum at 1e-4: Adam with a
/// falling rate needs a thousandth of them for most of the gain. The tenfold slower last layer is the paper's.
/// </remarks>
public sealed record SrcnnRecipe : TrainingRecipe
{
    /// <summary>The three filter sizes.</summary>
    public SrcnnShape Shape { get; init; } = SrcnnShape.Net955;

    /// <summary>Learning rate of the last layer, relative to the others.</summary>
    public double LastLayerFactor { get; init; } = 0.1;

    /// <summary>What is minimised; the paper's is <see cref="RestorationLoss.L2"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public RestorationLoss Loss { get; init; }

    /// <summary>
    /// The paper's, with Adam in the place of gradient descent with momentum 0.9: 33-pixel inputs, of which 9-5-5 leaves 17; batch and
    /// updates as in the authors' package; there on ImageNet.
    /// </summary>
    public static SrcnnRecipe Paper { get; } = new()
    {
        Scale = 3,
        Steps = 15_000_000,
        Batch = 128,
        Patch = 17,
        Rate = new RateSchedule.Constant(1e-4),
        FirstValues = FirstValues.Srcnn,
    };

    /// <summary>What made the ×3 weights that ship with the kit: about an hour on one core.</summary>
    public static SrcnnRecipe Shipped { get; } = new()
    {
        Scale = 3,
        Steps = 20_000,
        Batch = 8,
        Patch = 36,
        Rate = new RateSchedule.HalfCosine(4e-4, 20_000, 0.01),
        FirstValues = FirstValues.PassThrough,
    };

    /// <summary>
    /// What made the ×4 weights that ship with the kit, starting from the ×3 weights. Those for ×2 had more steps; their metadata says
    /// which.
    /// </summary>
    public static SrcnnRecipe Transfer { get; } =
        Shipped with { Scale = 4, Steps = 4_500, Rate = new RateSchedule.HalfCosine(3e-4, 4_500, 0.01) };

    /// <summary>Two minutes on a laptop: better than bicubic, far from done.</summary>
    public static SrcnnRecipe Workshop { get; } = Shipped with { Steps = 1_500, Rate = new RateSchedule.HalfCosine(4e-4, 1_500, 0.01) };

    /// <summary>Seconds: shows that the loss falls, no more.</summary>
    public static SrcnnRecipe Smoke { get; } = Shipped with { Steps = 60, Patch = 24, Rate = new RateSchedule.HalfCosine(4e-4, 60, 0.01) };

    /// <summary>
    /// What made the four networks of the loss functions' table, each starting from the ×2 weights that ship: equal in everything but the
    /// loss.
    /// </summary>
    /// <param name="loss">The loss; the patches of 36 pixels hold the 33-pixel windows of MS-SSIM.</param>
    public static SrcnnRecipe OneLoss(RestorationLoss loss) =>
        Shipped with { Scale = 2, Steps = 6_000, Rate = new RateSchedule.HalfCosine(3e-4, 6_000, 0.01), Loss = loss };

    /// <summary>The recipe for the current budget.</summary>
    public static SrcnnRecipe Current => Budgets.Pick(Smoke, Workshop, Shipped);

    /// <inheritdoc/>
    public override string Network => "SRCNN";

    /// <inheritdoc/>
    protected override TrainingRecipe PaperRecipe => Paper;

    /// <inheritdoc/>
    protected internal override Objective Minimised => Objective.Of(Loss);

    /// <inheritdoc/>
    protected internal override bool OnLuma => true;

    /// <inheritdoc/>
    protected internal override int Margin => Shape.Margin;

    /// <summary>Without padding, as in the paper's training.</summary>
    /// <inheritdoc/>
    public override Tensor Forward(Module<Tensor, Tensor> network, Tensor input) => ((Srcnn)network).Valid(input);

    /// <inheritdoc/>
    public override double RateFactor(string parameter) => Srcnn.IsLastLayer(parameter) ? LastLayerFactor : 1;

    /// <inheritdoc/>
    public override IEnumerable<(string Setting, string Value)> Settings() =>
        base.Settings().Prepend(("network", $"{Shape}")).Append(("last layer's rate", FormattableString.Invariant($"× {LastLayerFactor}")))
            .Append(("loss", Minimised.Name));

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> Build() => new Srcnn(Shape);
}
