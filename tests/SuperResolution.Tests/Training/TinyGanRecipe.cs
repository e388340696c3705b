using SuperResolution.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Tests.Training;

/// <summary>
/// All that a GAN's checkpoint must hold, as small as it gets: normalisation in both networks, an average of the weights, a rate that
/// falls, clipping.
/// </summary>
internal static class TinyGanRecipe
{
    public static GanRecipe Default { get; } = new()
    {
        Network = "tiny GAN",
        Shape = new SrResNetSettings(Scale: 2, Blocks: 1, Features: 8),
        Loss = Objective.Of(RestorationLoss.L1),
        Adversarial = GanObjective.RelativisticAverage,
        Lambda = 1e-2,
        Discriminator = new TinyDiscriminator(),
        Scale = 2,
        Steps = 30,
        Batch = 3,
        Patch = 8,
        Rate = new RateSchedule.HalfCosine(2e-3, 30, 0.01),
        EmaDecay = 0.8,
        MaxGradientNorm = 0.5,
    };

    private sealed record TinyDiscriminator : IDiscriminatorSettings
    {
        public int Features => 8;

        public Module<Tensor, Tensor> Build(int side) => Sequential(Conv2d(3, 8, 3, stride: 2, padding: 1), BatchNorm2d(8), LeakyReLU(0.2),
            Conv2d(8, 1, 3, padding: 1), AdaptiveAvgPool2d(1), Flatten());
    }
}
