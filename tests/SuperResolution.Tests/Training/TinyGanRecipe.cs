using SuperResolution.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Tests.Training;

/// <summary>
/// All that a GAN's checkpoint must hold, as small as it gets: normalisation in both networks, an average of the weights, a rate that
/// falls, clipping.
/// </summary>
internal sealed record TinyGanRecipe : GanRecipe
{
    public static TinyGanRecipe Default { get; } = new()
    {
        Scale = 2,
        Steps = 30,
        Batch = 3,
        Patch = 8,
        Rate = new RateSchedule.HalfCosine(2e-3, 30, 0.01),
        EmaDecay = 0.8,
        MaxGradientNorm = 0.5,
        Features = VggLayer.Phi22,
        FeatureScale = 1,
        AdversarialWeight = 1e-2,
    };

    public override string Network => "tiny GAN";

    protected override TrainingRecipe PaperRecipe => Default;

    protected internal override GanGame Played => GanGame.RelativisticAverage;

    protected internal override Objective Minimised => Objective.Of(RestorationLoss.L1);

    protected override Module<Tensor, Tensor> Build() => new SrResNet(new SrResNetSettings(Scale, Blocks: 1, Features: 8));

    protected override Module<Tensor, Tensor> BuildDiscriminator() =>
        Sequential(Conv2d(3, 8, 3, stride: 2, padding: 1), BatchNorm2d(8), LeakyReLU(0.2), Conv2d(8, 1, 3, padding: 1),
            AdaptiveAvgPool2d(1), Flatten());
}
