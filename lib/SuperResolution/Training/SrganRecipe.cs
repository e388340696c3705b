using SuperResolution.Imaging;
using SuperResolution.Losses;
using SuperResolution.Models;
using SuperResolution.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Training;

/// <summary>SRGAN (Ledig et al., arXiv 1609.04802, sections 2.2 and 3.2).</summary>
public sealed record SrganRecipe : GanRecipe
{
    /// <summary>The generator's depth, width and output range.</summary>
    public required SrResNetSettings Shape { get; init; }

    /// <summary>The paper's: VGG54, 10⁵ updates at 1e-4 and 10⁵ at 1e-5, 16 patches of 96×96 HR pixels, from SRResNet-MSE.</summary>
    public static SrganRecipe Paper { get; } = new()
    {
        Shape = SrResNetSettings.Paper, Scale = 4, Steps = 200_000, Batch = 16, Patch = 24, Rate = new RateSchedule.MultiStep(1e-4, 0.1, [100_000]),
        Features = VggLayer.Phi54, FeatureScale = VggContentLoss.SrganFeatureScale, AdversarialWeight = PerceptualLoss.SrganAdversarialWeight,
    };

    /// <inheritdoc/>
    public override string Network => "SRGAN";

    /// <inheritdoc/>
    protected override TrainingRecipe PaperRecipe => Paper;

    /// <inheritdoc/>
    public override GanLoss NewGame() => new AdversarialLoss();

    /// <summary>The content loss (eq. 5): mean squared difference of the features.</summary>
    /// <inheritdoc/>
    public override Loss NewLoss() => new VggContentLoss(VggWeights.Open19OrUntrained(Features).UseChannelsLast(), ContentCriterion.Mse, FeatureScale);

    /// <inheritdoc/>
    public override Upscaler Upscaler(Module<Tensor, Tensor> network) => new RgbUpscaler(network, Scale, Network, Shape.Reach);

    /// <inheritdoc/>
    public override IEnumerable<(string Setting, string Value)> Settings() =>
        base.Settings().Prepend(("network", $"{Shape.Blocks} blocks × {Shape.Features} channels"));

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> Build() => new SrResNet(Shape with { Scale = Scale });

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> BuildDiscriminator() => new SrganDiscriminator(new SrganDiscriminatorSettings(Scale * Patch));
}
