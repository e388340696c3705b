using static TorchSharp.torch;

namespace SuperResolution.Losses;

/// <summary>What the generator of a standard GAN minimises.</summary>
public enum GeneratorObjective
{
    /// <summary>−log D(G): SRGAN's eq. 6, strong gradients while the discriminator is winning.</summary>
    NonSaturating,

    /// <summary>
    /// log(1 − D(G)): the minimax game of Goodfellow et al. 2014, eq. 1; its gradient vanishes while the discriminator is winning.
    /// </summary>
    Saturating,
}

/// <summary>The standard GAN (Goodfellow et al. 2014) on logits, with SRGAN's generator term (arXiv 1609.04802, eq. 6).</summary>
/// <remarks>
/// With D = σ(logit), −log D(G) is exactly the binary cross-entropy with logits of the fakes against the label 1; computed so, it cannot
/// overflow. SRGAN sums over the batch, this is the mean. Both sides at logits 0: discriminator 2·ln 2, generator ln 2 (non-saturating) or
/// −ln 2 (saturating). Some code halves the discriminator's side; this does not.
/// </remarks>
public sealed class AdversarialLoss(GeneratorObjective objective = GeneratorObjective.NonSaturating) : GanLoss
{
    /// <summary>Which of the two generator terms.</summary>
    public GeneratorObjective Objective => objective;

    /// <inheritdoc/>
    public override string Name => objective == GeneratorObjective.NonSaturating ? "GAN" : "GAN (saturating)";

    /// <summary>−E[log D(real)] − E[log(1 − D(fake))].</summary>
    /// <inheritdoc/>
    public override Tensor Discriminator(Tensor real, Tensor fake)
    {
        RequireSameLogits(real, fake);
        using var scope = NewDisposeScope();
        return (MinusLogSigmoid(real).mean() + MinusLogSigmoid(-fake).mean()).MoveToOuterDisposeScope();
    }

    /// <summary>−E[log D(fake)], or E[log(1 − D(fake))] where saturating.</summary>
    /// <inheritdoc/>
    public override Tensor Generator(Tensor real, Tensor fake)
    {
        RequireSameLogits(real, fake);
        using var scope = NewDisposeScope();
        var loss = objective == GeneratorObjective.NonSaturating ? MinusLogSigmoid(fake).mean() : -MinusLogSigmoid(-fake).mean();
        return loss.MoveToOuterDisposeScope();
    }
}
