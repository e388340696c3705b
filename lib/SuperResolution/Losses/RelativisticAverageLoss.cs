using static TorchSharp.torch;

namespace SuperResolution.Losses;

/// <summary>
/// The relativistic average GAN of ESRGAN (arXiv 1809.00219, eq. 1–2; Jolicoeur-Martineau, arXiv 1807.00734): is a real image more
/// realistic than the average fake?
/// </summary>
/// <remarks>
/// D_Ra(a, b) = σ(C(a) − E[C(b)]), with the mean E over the batch. So a batch of two is not the mean of two batches of one, as it is for
/// every other loss here. Both sides are 2·ln 2 where all logits are equal. The authors' code halves both sides; this has the paper's
/// sums. In the generator's step detach <c>real</c>; in the discriminator's step the fakes' images are detached before they enter the
/// network. The means stay in the graph.
/// </remarks>
public sealed class RelativisticAverageLoss : GanLoss
{
    /// <inheritdoc/>
    public override string Name => "RaGAN";

    /// <summary>True: fakes are compared with the average real image.</summary>
    public override bool GeneratorNeedsReal => true;

    /// <summary>D_Ra(real, fake) and D_Ra(fake, real): 0.5 each where nothing can be told.</summary>
    /// <inheritdoc/>
    public override (Tensor Real, Tensor Fake) Probabilities(Tensor real, Tensor fake)
    {
        using var scope = NewDisposeScope();
        return ((real - fake.mean()).sigmoid().MoveToOuterDisposeScope(), (fake - real.mean()).sigmoid().MoveToOuterDisposeScope());
    }

    /// <summary>−E[log D_Ra(real, fake)] − E[log(1 − D_Ra(fake, real))], eq. 1.</summary>
    /// <inheritdoc/>
    public override Tensor Discriminator(Tensor real, Tensor fake)
    {
        RequireSameLogits(real, fake);
        using var scope = NewDisposeScope();
        var (realOverFake, fakeOverReal) = (real - fake.mean(), fake - real.mean());
        return (MinusLogSigmoid(realOverFake).mean() + MinusLogSigmoid(-fakeOverReal).mean()).MoveToOuterDisposeScope();
    }

    /// <summary>−E[log(1 − D_Ra(real, fake))] − E[log D_Ra(fake, real)], eq. 2: the discriminator's with the roles exchanged.</summary>
    /// <inheritdoc/>
    public override Tensor Generator(Tensor real, Tensor fake)
    {
        RequireSameLogits(real, fake);
        return Discriminator(fake, real);
    }
}
