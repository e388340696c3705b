using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>The PSNR-oriented RRDBNet of ESRGAN's first stage (Wang et al., arXiv 1809.00219, section 4.1).</summary>
public sealed record RrdbRecipe : TrainingRecipe
{
    /// <summary>Depth and width.</summary>
    public required RrdbNetSettings Shape { get; init; }

    /// <summary>
    /// The paper's: 23 blocks, L1, 2e-4 halved every 2·10⁵ updates, 16 patches of 192×192 HR pixels; 10⁶ updates as in the authors'
    /// published settings.
    /// </summary>
    public static RrdbRecipe Paper { get; } = new()
    {
        Shape = RrdbNetSettings.Paper,
        Scale = 4,
        Steps = 1_000_000,
        Batch = 16,
        Patch = 48,
        Rate = new RateSchedule.Halving(2e-4, 200_000),
        FirstValues = FirstValues.ScaledDenseBlocks,
    };

    /// <summary>
    /// What made the first part of the weights that ship, on a GPU: 3 blocks of half the width, a larger and falling rate, the average of
    /// the weights; <see cref="Continued"/> and <see cref="ContinuedAgain"/> made the rest.
    /// </summary>
    /// <remarks>
    /// Run twice: with 3,400 updates, and from the resulting weights with these. On a CPU take smaller batches: an update with 16 patches
    /// of 24×24 took one second on one core of an AMD EPYC.
    /// </remarks>
    public static RrdbRecipe Shipped { get; } = Paper with
    {
        Shape = new RrdbNetSettings(Scale: 4, Blocks: 3, Features: 32, Growth: 16),
        Steps = 5_500,
        Batch = 32,
        Patch = 32,
        Rate = new RateSchedule.HalfCosine(8e-4, 5_500, 0.005).WithWarmUp(500),
        EmaDecay = 0.999,
    };

    /// <summary>The second part, from weights of <see cref="Shipped"/>, in batches for one core of a CPU.</summary>
    /// <remarks>An update took 0.19 s on one core of an AMD EPYC.</remarks>
    public static RrdbRecipe Continued { get; } = OnOneCore(32_000);

    /// <summary>The last part, from weights of <see cref="Continued"/>: the rate rises and falls once more.</summary>
    public static RrdbRecipe ContinuedAgain { get; } = OnOneCore(14_000);

    /// <summary>Minutes on a laptop: better than bicubic, far from done.</summary>
    public static RrdbRecipe Workshop { get; } =
        Shipped with
        {
            Steps = 400,
            Batch = 8,
            Patch = 24,
            EmaDecay = null,
            Rate = new RateSchedule.HalfCosine(1e-3, 400, 0.01).WithWarmUp(50)
        };

    /// <summary>Seconds: shows that the loss falls, no more.</summary>
    public static RrdbRecipe Smoke { get; } = Workshop with
    {
        Shape = new RrdbNetSettings(Scale: 4, Blocks: 1, Features: 16, Growth: 8),
        Steps = 20,
        Batch = 4,
        Patch = 12,
        Rate = new RateSchedule.HalfCosine(1e-3, 20, 0.01),
    };

    /// <summary>The recipe for the current budget.</summary>
    public static RrdbRecipe Current => Budgets.Pick(Smoke, Workshop, Paper);

    /// <inheritdoc/>
    public override string Network => "RRDBNet";

    /// <inheritdoc/>
    protected override TrainingRecipe PaperRecipe => Paper;

    /// <inheritdoc/>
    protected internal override Objective Minimised => Objective.Of(RestorationLoss.L1);

    /// <inheritdoc/>
    public override IEnumerable<(string Setting, string Value)> Settings() =>
        base.Settings().Prepend(("network", $"{Shape.Blocks} blocks × {Shape.Features} channels, growth {Shape.Growth}"))
            .Append(("loss", "L1"));

    private static RrdbRecipe OnOneCore(int steps) =>
        Shipped with { Steps = steps, Batch = 4, Rate = new RateSchedule.HalfCosine(4e-4, steps, 0.005).WithWarmUp(200) };

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> Build() => new RrdbNet(Shape with { Scale = Scale });
}
