using static TorchSharp.torch;

namespace SuperResolution.Losses;

/// <summary>Hinge GAN (Lim and Ye, arXiv 1705.02894; Miyato et al., arXiv 1802.05957).</summary>
/// <remarks>
/// Logits beyond the margin ±1 give the discriminator no gradient. Its minimum is 0; at logits 0 it is 2. The generator's side is
/// unbounded below.
/// </remarks>
public sealed class HingeAdversarialLoss : GanLoss
{
    /// <inheritdoc/>
    public override string Name => "hinge GAN";

    /// <summary>E[max(0, 1 − C(real))] + E[max(0, 1 + C(fake))].</summary>
    /// <inheritdoc/>
    public override Tensor Discriminator(Tensor real, Tensor fake)
    {
        RequireSameLogits(real, fake);
        using var scope = NewDisposeScope();
        return ((1 - real).relu().mean() + (1 + fake).relu().mean()).MoveToOuterDisposeScope();
    }

    /// <summary>−E[C(fake)].</summary>
    /// <inheritdoc/>
    public override Tensor Generator(Tensor real, Tensor fake)
    {
        RequireSameLogits(real, fake);
        using var scope = NewDisposeScope();
        return (-fake.mean()).MoveToOuterDisposeScope();
    }
}
