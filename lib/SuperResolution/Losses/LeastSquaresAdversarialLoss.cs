using static TorchSharp.torch;

namespace SuperResolution.Losses;

/// <summary>
/// Least-squares GAN (Mao et al., arXiv 1611.04076, eq. 9: labels 0 for fakes and 1 for real images, the generator wants 1).
/// </summary>
/// <remarks>
/// The network's output is used as it is, without a sigmoid. Minimum 0 on both sides; at outputs 0 both are ½, at ½ the discriminator's is
/// ¼ and the generator's ⅛.
/// </remarks>
public sealed class LeastSquaresAdversarialLoss : GanLoss
{
    /// <inheritdoc/>
    public override string Name => "LSGAN";

    /// <summary>½ E[(C(real) − 1)²] + ½ E[C(fake)²].</summary>
    /// <inheritdoc/>
    public override Tensor Discriminator(Tensor real, Tensor fake)
    {
        RequireSameLogits(real, fake);
        using var scope = NewDisposeScope();
        return (((real - 1).square().mean() + fake.square().mean()) / 2).MoveToOuterDisposeScope();
    }

    /// <summary>½ E[(C(fake) − 1)²].</summary>
    /// <inheritdoc/>
    public override Tensor Generator(Tensor real, Tensor fake)
    {
        RequireSameLogits(real, fake);
        using var scope = NewDisposeScope();
        return ((fake - 1).square().mean() / 2).MoveToOuterDisposeScope();
    }
}
