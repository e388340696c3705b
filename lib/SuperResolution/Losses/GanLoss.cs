using SuperResolution.Models;
using static TorchSharp.torch;

namespace SuperResolution.Losses;

/// <summary>
/// The two sides of adversarial training, on logits (before any sigmoid): what the discriminator minimises and what the generator
/// minimises.
/// </summary>
/// <remarks>
/// Logits are (N, 1), or any other shape that is the same for both, such as the maps of a patch discriminator; losses are means over all
/// of them. Detaching is the trainer's: in the discriminator's step the fakes come from <c>generator(lr).detach()</c>, so that no gradient
/// reaches the generator; in the generator's step the gradient flows through <c>fake</c>, the logits of real images are constants (detach
/// them), and the discriminator's gradients that arise on the way are thrown away.
/// </remarks>
public abstract class GanLoss : GanObjective
{
    /// <summary>What the discriminator minimises.</summary>
    /// <param name="real">Logits of true images.</param>
    /// <param name="fake">Logits of generated images, same shape.</param>
    /// <returns>A scalar; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public abstract Tensor Discriminator(Tensor real, Tensor fake);

    /// <summary>What the generator minimises.</summary>
    /// <param name="real">Logits of true images; looked at only where <see cref="GanObjective.GeneratorNeedsReal"/>.</param>
    /// <param name="fake">Logits of generated images, same shape.</param>
    /// <returns>A scalar; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public abstract Tensor Generator(Tensor real, Tensor fake);

    /// <summary>How real the discriminator takes both batches to be, D(x) in 0…1: what to watch in a training.</summary>
    /// <param name="real">Logits of true images.</param>
    /// <param name="fake">Logits of generated images.</param>
    /// <returns>σ of both; the caller owns them.</returns>
    public virtual (Tensor Real, Tensor Fake) Probabilities(Tensor real, Tensor fake) => (real.sigmoid(), fake.sigmoid());

    /// <summary>What the generator minimises for these images.</summary>
    /// <param name="discriminator">
    /// Images (N, C, H, W) → logits. True images pass it without a gradient, and only where they are needed.
    /// </param>
    /// <param name="output">Generated images.</param>
    /// <param name="target">True images, same shape.</param>
    /// <returns>A scalar; the caller owns it.</returns>
    public Tensor Generator(Func<Tensor, Tensor> discriminator, Tensor output, Tensor target)
    {
        using var scope = NewDisposeScope();
        var fake = discriminator(output);
        return Generator(GeneratorNeedsReal ? Real() : fake, fake).MoveToOuterDisposeScope();

        Tensor Real()
        {
            using var frozen = no_grad();
            return discriminator(target);
        }
    }

    /// <summary>−log σ(x), without overflow.</summary>
    private protected static Tensor MinusLogSigmoid(Tensor x)
    {
        using var scope = NewDisposeScope();
        return nn.functional.softplus(-x).MoveToOuterDisposeScope();
    }

    private protected static void RequireSameLogits(Tensor real, Tensor fake)
    {
        if (!real.shape.SequenceEqual(fake.shape))
            throw new ArgumentException("The discriminator's logits of real and generated images must have the same shape, not " +
                $"({string.Join(", ", real.shape)}) and ({string.Join(", ", fake.shape)}). Were both batches equally large?");
    }
}
