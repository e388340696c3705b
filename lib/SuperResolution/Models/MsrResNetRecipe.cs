using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>
/// SRResNet without batch normalisation, with which ESRGAN is compared (Wang et al., arXiv 1809.00219, section 3.1; settings of the
/// authors' BasicSR).
/// </summary>
public sealed record MsrResNetRecipe : TrainingRecipe
{
    /// <summary>Depth and width.</summary>
    public required MsrResNetSettings Shape { get; init; }

    /// <summary>
    /// The authors' published settings: 16 blocks, L1, 16 patches of 128×128 HR pixels, 10⁶ updates; there with 2e-4 in four half cosines
    /// of 250,000 updates each, here in one.
    /// </summary>
    public static MsrResNetRecipe Paper { get; } = new()
    {
        Shape = MsrResNetSettings.Paper,
        Scale = 4,
        Steps = 1_000_000,
        Batch = 16,
        Patch = 32,
        Rate = new RateSchedule.HalfCosine(2e-4, 1_000_000),
        Beta2 = 0.99,
        FirstValues = FirstValues.ScaledHe,
    };

    /// <summary>What made the weights that ship, on a GPU: larger batches, a larger rate, the average of the weights.</summary>
    /// <remarks>Run twice: with 5,000 updates, and from the resulting weights with these.</remarks>
    public static MsrResNetRecipe Shipped { get; } = Paper with
    {
        Steps = 5_500,
        Batch = 32,
        Rate = new RateSchedule.HalfCosine(5e-4, 5_500, 0.005).WithWarmUp(500),
        EmaDecay = 0.999,
    };

    /// <summary>Minutes on a laptop: better than bicubic, far from done.</summary>
    public static MsrResNetRecipe Workshop { get; } = Paper with
    {
        Shape = new MsrResNetSettings(Scale: 4, Blocks: 8, Features: 32),
        Steps = 600,
        Batch = 8,
        Patch = 24,
        Rate = new RateSchedule.HalfCosine(1e-3, 600, 0.01).WithWarmUp(50),
    };

    /// <summary>Seconds: shows that the loss falls, no more.</summary>
    public static MsrResNetRecipe Smoke { get; } = Workshop with
    {
        Shape = new MsrResNetSettings(Scale: 4, Blocks: 2, Features: 16),
        Steps = 20,
        Batch = 4,
        Patch = 12,
        Rate = new RateSchedule.HalfCosine(1e-3, 20, 0.01),
        FirstValues = FirstValues.PyTorch, // ScaledHe's are too small to move in 20 updates
    };

    /// <summary>The recipe for the current budget.</summary>
    public static MsrResNetRecipe Current => Budgets.Pick(Smoke, Workshop, Paper);

    /// <inheritdoc/>
    public override string Network => "MSRResNet";

    /// <inheritdoc/>
    protected override TrainingRecipe PaperRecipe => Paper;

    /// <inheritdoc/>
    protected internal override Objective Minimised => Objective.Of(RestorationLoss.L1);

    /// <inheritdoc/>
    public override IEnumerable<(string Setting, string Value)> Settings() =>
        base.Settings().Prepend(("network", $"{Shape.Blocks} blocks × {Shape.Features} channels")).Append(("loss", "L1"));

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> Build() => new MsrResNet(Shape with { Scale = Scale });
}
