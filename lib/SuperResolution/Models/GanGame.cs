namespace SuperResolution.Models;

/// <summary>
/// The game of an adversarial training, as a recipe says it: one of the papers' by name, or one of your own (<c>Losses.GanLoss</c> is a
/// game).
/// </summary>
public abstract class GanGame
{
    /// <summary>The standard game (arXiv 1406.2661), in which the generator minimises −log D(G).</summary>
    public static GanGame Standard { get; } = new Named("GAN", generatorNeedsReal: false);

    /// <summary>The relativistic average game (arXiv 1807.00734).</summary>
    public static GanGame RelativisticAverage { get; } = new Named("RaGAN", generatorNeedsReal: true);

    /// <summary>As the literature calls it.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the generator's side looks at the logits of real images.</summary>
    public virtual bool GeneratorNeedsReal => false;

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private sealed class Named(string name, bool generatorNeedsReal) : GanGame
    {
        public override string Name => name;

        public override bool GeneratorNeedsReal => generatorNeedsReal;
    }
}
