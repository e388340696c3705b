using static TorchSharp.torch;

namespace SuperResolution.Losses;

/// <summary>
/// A weighted sum of losses, as the SRGAN paper composes its perceptual loss (arXiv 1609.04802, eq. 3): content + 10⁻³ · adversarial, and
/// others like it.
/// </summary>
/// <remarks>
/// An adversarial term is made of a <see cref="GanLoss"/> and the discriminator: <c>gan.AsImageLoss(discriminator.call)</c>.
/// <see cref="call(Tensor, Tensor, out LossReport)"/> also says what each term amounted to; it waits for the device, so call it now and
/// then.
/// </remarks>
public sealed class PerceptualLoss : Loss
{
    /// <summary>SRGAN's weight of the adversarial term, eq. 3.</summary>
    public const double SrganAdversarialWeight = 1e-3;

    /// <summary>ESRGAN's λ and η, the weights of the adversarial and of the L1 term (arXiv 1809.00219, eq. 3 and section 4.1).</summary>
    public const double EsrganLambda = 5e-3, EsrganEta = 1e-2;

    /// <summary>The sum of the terms.</summary>
    /// <exception cref="ArgumentException">No terms, two of one name, or a weight that is negative or not finite.</exception>
    public PerceptualLoss(params IReadOnlyList<LossTerm> terms)
    {
        Terms = [.. terms];
        if (Terms.Count == 0) throw new ArgumentException("A sum of losses needs at least one term.", nameof(terms));
        foreach (var term in Terms)
        {
            if (!double.IsFinite(term.Weight) || term.Weight < 0)
                throw new ArgumentException($"The weight of '{term.Name}' is {term.Weight}; it must be finite and not negative.",
                    nameof(terms));
            if (Terms.Count(other => other.Name == term.Name) > 1)
                throw new ArgumentException($"Two terms are called '{term.Name}'. Give each a name of its own.", nameof(terms));
        }
    }

    /// <summary>The terms, in the order of the report.</summary>
    public IReadOnlyList<LossTerm> Terms { get; }

    /// <inheritdoc/>
    public override string Name =>
        string.Join(" + ", Terms.Select(
            term => term.Weight == 1 ? term.Name : FormattableString.Invariant($"{term.Weight:g3}·{term.Name}")));

    /// <summary>SRGAN: content + 10⁻³ · adversarial.</summary>
    public static PerceptualLoss Srgan(Loss content, Loss adversarial) =>
        new(new LossTerm("content", 1, content), new LossTerm("adversarial", SrganAdversarialWeight, adversarial));

    /// <summary>SRResNet-VGG22: content + 2·10⁻⁸ · total variation.</summary>
    public static PerceptualLoss SrresnetVgg22(Loss content) =>
        new(new LossTerm("content", 1, content), new LossTerm("TV", TotalVariationLoss.SrganWeight, new TotalVariationLoss()));

    /// <summary>ESRGAN: L_percep + λ · L_G^Ra + η · L1.</summary>
    public static PerceptualLoss Esrgan(Loss content, Loss adversarial) =>
        new(new LossTerm("content", 1, content), new LossTerm("adversarial", EsrganLambda, adversarial),
            new LossTerm("L1", EsrganEta, new L1Loss()));

    /// <inheritdoc/>
    public override Tensor call(Tensor output, Tensor target)
    {
        using var scope = NewDisposeScope();
        return Sum(Values(output, target)).MoveToOuterDisposeScope();
    }

    /// <summary>The same, with the value of each term of this batch.</summary>
    /// <param name="output">What the network made.</param>
    /// <param name="target">The truth.</param>
    /// <param name="report">The terms; printed, a table of their shares.</param>
    /// <returns>A scalar; the caller owns it.</returns>
    public override Tensor call(Tensor output, Tensor target, out LossReport report)
    {
        using var scope = NewDisposeScope();
        var values = Values(output, target);
        report = new LossReport([.. values.Select(
            (value, i) => new LossTermValue(Terms[i].Name, Terms[i].Weight, value.detach().to(float64).item<double>()))]);
        return Sum(values).MoveToOuterDisposeScope();
    }

    /// <summary>The terms of a batch without a gradient: what to look at before a training starts.</summary>
    public LossReport Report(Tensor output, Tensor target)
    {
        using var frozen = no_grad();
        call(output, target, out var report).Dispose();
        return report;
    }

    private Tensor[] Values(Tensor output, Tensor target) => [.. Terms.Select(term => term.Loss.call(output, target))];

    private Tensor Sum(Tensor[] values)
    {
        var sum = Terms[0].Weight * values[0];
        for (var i = 1; i < values.Length; i++) sum = sum + (Terms[i].Weight * values[i]);
        return sum;
    }
}
