using SuperResolution.Losses;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Losses;

/// <summary>What a generator minimises, as a loss of images.</summary>
internal sealed class GeneratorLoss(GanLoss loss, Func<Tensor, Tensor> discriminator) : Loss
{
    public override string Name => loss.Name;

    public override Tensor call(Tensor output, Tensor target) => loss.Generator(discriminator, output, target);
}
