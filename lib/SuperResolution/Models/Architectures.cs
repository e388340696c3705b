namespace SuperResolution.Models;

/// <summary>The networks that the kit knows. Whatever opens, trains, compares or draws networks asks this list and no other.</summary>
public static class Architectures
{
    private static readonly Architecture[] kit =
    [
        Srcnn.Architecture,
        Vdsr.Architecture,
        SrResNet.Architecture,
        MsrResNet.Architecture,
        Edsr.Architecture,
        RrdbNet.Architecture,
        SrVggNetCompact.Architecture,
        SrganRecipe.Architecture,
        EsrganRecipe.Architecture,
    ];

    private static volatile IReadOnlyList<Architecture> all = kit;

    /// <summary>All of them, in the order of tables: the kit's, then those that were added.</summary>
    public static IReadOnlyList<Architecture> All => all;

    /// <summary>Makes a network of one's own known to everything: from then on its files open and it takes part in comparisons.</summary>
    /// <remarks>Adding another of the same name replaces the earlier one, so that a notebook's cell can be run again.</remarks>
    /// <exception cref="ArgumentException">A network of the kit has the name.</exception>
    public static void Add(Architecture architecture)
    {
        if (kit.Any(known => known.Name.Equals(architecture.Name, StringComparison.OrdinalIgnoreCase)))
            throw new ArgumentException($"The kit has a network '{architecture.Name}' already: give yours another name.");
        lock (kit) all = [.. all.Where(known => !known.Name.Equals(architecture.Name, StringComparison.OrdinalIgnoreCase)), architecture];
    }
}
