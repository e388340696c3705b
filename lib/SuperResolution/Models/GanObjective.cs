namespace SuperResolution.Models;

/// <summary>
/// What generator and discriminator of a GAN minimise, as a recipe says it: one of the papers' losses by name, or one of your own
/// (<c>Losses.GanLoss</c> is a GAN objective).
/// </summary>
public abstract class GanObjective
{
    /// <summary>The standard GAN loss (arXiv 1406.2661), with which the generator minimises −log D(G).</summary>
    public static GanObjective Standard { get; } = new Named("GAN", generatorNeedsReal: false);

    /// <summary>The relativistic average GAN loss (arXiv 1807.00734).</summary>
    public static GanObjective RelativisticAverage { get; } = new Named("RaGAN", generatorNeedsReal: true);

    /// <summary>As the literature calls it.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the generator's loss looks at the logits of real images.</summary>
    public virtual bool GeneratorNeedsReal => false;

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private sealed class Named(string name, bool generatorNeedsReal) : GanObjective
    {
        public override string Name => name;

        public override bool GeneratorNeedsReal => generatorNeedsReal;
    }
}
