using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>
/// A network as it describes itself: all that opening, comparing and drawing need to know of it. Each network's own file has one;
/// <see cref="Architectures.All"/> lists them.
/// </summary>
/// <param name="Name">As papers call it, e.g. "RRDBNet".</param>
/// <param name="Paper">Where it is described, e.g. "arXiv 1809.00219".</param>
/// <param name="Year">Of the paper.</param>
public sealed record Architecture(string Name, string Paper, int Year)
{
    /// <summary>
    /// Whether a file with the kit's key names holds this network: true for exactly one architecture, in whatever order they are asked.
    /// </summary>
    public required Func<NetworkKeys, bool> Recognises { get; init; }

    /// <summary>
    /// Builds the network that a file holds, without its weights: settings come from keys, shapes, constants and metadata.
    /// </summary>
    /// <remarks>
    /// It throws a <see cref="FormatException"/> with the end of a sentence ("its first convolution has …") where that is not possible.
    /// </remarks>
    public required Func<NetworkKeys, Module<Tensor, Tensor>> Open { get; init; }

    /// <summary>Other public names of the same tensors.</summary>
    public IReadOnlyList<KeyNaming> KeyNames { get; init; } = [];

    /// <summary>What it wants to be fed with.</summary>
    public NetworkInput Input { get; init; } = NetworkInput.Rgb();

    /// <summary>Scales that one set of weights serves; empty: a set is for one scale.</summary>
    public IReadOnlyList<int> Scales { get; init; } = [];

    /// <summary>The file's keys as those of this network, one for each naming that fits: none where it holds another network.</summary>
    public IEnumerable<NetworkKeys> Find(NetworkKeys keys)
    {
        if (Recognises(keys)) yield return keys;
        foreach (var naming in KeyNames.Where(naming => naming.Recognises(keys))) yield return keys.Through(naming.Map(keys));
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>Another public naming of a network's tensors.</summary>
/// <param name="Recognises">Whether a file has these names; false for files with the kit's.</param>
/// <param name="Map">From these names to the kit's; it may depend on how many layers the file has.</param>
public sealed record KeyNaming(Func<NetworkKeys, bool> Recognises, Func<NetworkKeys, KeyMap> Map);
