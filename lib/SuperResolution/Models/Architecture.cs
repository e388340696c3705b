using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>
/// A network as it describes itself: all that opening, training, comparing and drawing need to know of it. Each network's own file has
/// one; <see cref="Architectures.All"/> lists them.
/// </summary>
/// <remarks>
/// A paper that trains another's network, as those of GANs do, has a description as well: it names its <see cref="Generator"/>, and its
/// files open as that.
/// </remarks>
/// <param name="Name">As papers call it, e.g. "RRDBNet".</param>
/// <param name="Paper">Where it is described, e.g. "arXiv 1809.00219".</param>
/// <param name="Year">Of the paper.</param>
public sealed record Architecture(string Name, string Paper, int Year)
{
    /// <summary>
    /// Whether a file with the kit's key names holds this network: true for exactly one architecture, in whatever order they are asked.
    /// </summary>
    public Func<NetworkKeys, bool> Recognises { get; init; } = _ => false;

    /// <summary>
    /// Builds the network that a file holds, without its weights: settings come from keys, shapes, constants and metadata.
    /// </summary>
    /// <remarks>
    /// It throws a <see cref="FormatException"/> with the end of a sentence ("its first convolution has …") where that is not possible.
    /// </remarks>
    public Func<NetworkKeys, Module<Tensor, Tensor>> Open { get; init; } = _ =>
        throw new FormatException("nobody has said how the network is built");

    /// <summary>Other public names of the same tensors.</summary>
    public IReadOnlyList<KeyNaming> KeyNames { get; init; } = [];

    /// <summary>What it wants to be fed with.</summary>
    public NetworkInput Input { get; init; } = NetworkInput.Rgb();

    /// <summary>Scales that one set of weights serves; empty: a set is for one scale.</summary>
    public IReadOnlyList<int> Scales { get; init; } = [];

    /// <summary>What commands call it.</summary>
    public string Id { get; init; } = Name.ToLowerInvariant();

    /// <summary>The network that it trains, where that is another's.</summary>
    public Architecture? Generator { get; init; }

    /// <summary>How it is trained, by budget; empty: not at all.</summary>
    public IReadOnlyList<Preset> Recipes { get; init; } = [];

    /// <summary>Its colour in charts as in CSS, e.g. "#0072B2"; null: one that follows from its name.</summary>
    public string? Colour { get; init; }

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

/// <summary>What a network says of itself, so that its surroundings need not know which it is.</summary>
public interface INetwork
{
    /// <summary>Its description.</summary>
    Architecture Architecture { get; }

    /// <summary>What it enlarges by; null: its input is enlarged before.</summary>
    int? Scale => null;

    /// <summary>How far it sees, in pixels of its input; null: unknown.</summary>
    int? Reach => null;

    /// <summary>Sides that it can take.</summary>
    int MultipleOf => 1;

    /// <summary>
    /// Settings that keys and shapes of its weights do not tell, by the names under which <see cref="NetworkKeys"/> reads them. They
    /// travel in the metadata of safetensors files.
    /// </summary>
    IEnumerable<KeyValuePair<string, string>> Metadata => [];
}
