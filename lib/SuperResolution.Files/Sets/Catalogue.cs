using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SuperResolution.Datasets;

/// <summary>The catalogue <c>datasets.json</c>: every data set, where it comes from and what its files must be.</summary>
public sealed class Catalogue
{
    private static readonly Lazy<Catalogue> embedded = new(ReadEmbedded);

    private Catalogue(IReadOnlyList<CatalogueSet> sets, IReadOnlyList<CatalogueWeights> weights) => (Sets, Weights) = (sets, weights);

    /// <summary>The catalogue that was built into the library, so that it is found wherever the library runs.</summary>
    public static Catalogue Default => embedded.Value;

    /// <summary>All sets, in the order of the file.</summary>
    public IReadOnlyList<CatalogueSet> Sets { get; }

    /// <summary>All weights, in the order of the file.</summary>
    public IReadOnlyList<CatalogueWeights> Weights { get; }

    /// <summary>Reads a catalogue file.</summary>
    /// <param name="path">A file with the layout of <c>datasets.json</c>.</param>
    /// <exception cref="DataSetException">The file is not a catalogue of this format.</exception>
    public static Catalogue Load(string path)
    {
        using var stream = File.OpenRead(path);
        return Parse(stream, path);
    }

    /// <summary>The set with a name, whatever its case.</summary>
    /// <param name="name">For example <c>Set5</c>.</param>
    /// <exception cref="DataSetException">There is no such set; the message lists those that there are.</exception>
    public CatalogueSet this[string name] => Find(name)
        ?? throw new DataSetException(
            $"There is no data set '{name}'. The catalogue has {string.Join(", ", Sets.Select(s => s.Name))}; a folder of images opens " +
            "with ImageSet.FromFolder.");

    /// <summary>The set with a name, whatever its case, or null.</summary>
    /// <param name="name">For example <c>Set5</c>.</param>
    public CatalogueSet? Find(string name) => Sets.FirstOrDefault(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The weights with a name or file name, whatever the case, or null.</summary>
    /// <param name="name">For example <c>vgg19-torchvision</c> or <c>vgg19-dcbb9e9d.pth</c>.</param>
    public CatalogueWeights? FindWeights(string name) =>
        Weights.FirstOrDefault(w => w.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
            || w.File.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The set that owns the files of <paramref name="set"/>, and the split of it that is meant (null: all of them).</summary>
    /// <remarks>BSD100 has no files of its own: it is the split <c>val</c> of BSDS500.</remarks>
    /// <param name="set">A set of this catalogue.</param>
    public (CatalogueSet Owner, CatalogueSplit? Split) Resolve(CatalogueSet set)
    {
        if (set.SameAs is null) return (set, set.MainSplits.Count() == 1 ? set.MainSplits.Single() : null);
        var owner = this[set.SameAs];
        return (owner, owner.Splits.Single(s => s.Name == set.Split));
    }

    /// <summary>
    /// What a name means: <c>BSD100</c> is a split of another set, <c>BSDS500</c> all of its splits one after the other,
    /// <c>BSDS500/train</c> one of them. The name of each part opens it with <c>ImageSet.Open</c>.
    /// </summary>
    /// <exception cref="DataSetException">There is no such set or split.</exception>
    public IEnumerable<(string Name, CatalogueSet Owner, CatalogueSplit Split)> Parts(string name)
    {
        var parts = name.Split('/', 2);
        var set = this[parts[0]];
        if (parts.Length == 2)
        {
            var split = set.Splits.FirstOrDefault(s => s.Name.Equals(parts[1], StringComparison.OrdinalIgnoreCase))
                ?? throw new DataSetException(
                    $"{set.Name} has no split '{parts[1]}'. " +
                    $"{(set.Splits.Count > 0 ? $"It has {string.Join(", ", set.Splits.Select(s => s.Name))}." : $"Write '{set.Name}'.")}");
            return [($"{set.Name}/{split.Name}", set, split)];
        }

        var (owner, only) = Resolve(set);
        if (only is not null) return [(set.Name, owner, only)];
        return owner.MainSplits.Select(split => ($"{owner.Name}/{split.Name}", owner, split));
    }

    internal static Catalogue Parse(Stream json, string name)
    {
        try
        {
            var file = JsonSerializer.Deserialize(json, CatalogueJson.Default.Document);
            if (file is not { Format: 2, Sets: { Count: > 0 } sets })
                throw new DataSetException($"{name} is not a data catalogue of format 2. Take the datasets.json of this version of " +
                    "the kit.");
            return new Catalogue(sets, file.Weights ?? []);
        }
        catch (JsonException e)
        {
            throw new DataSetException($"{name} cannot be read: {e.Message} Mend the file or take the datasets.json of this version " +
                "of the kit.", e);
        }
    }

    private static Catalogue ReadEmbedded()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("datasets.json")!;
        return Parse(stream, "datasets.json");
    }

    internal sealed record Document(
        [property: JsonPropertyName("$schema")] string? Schema, int Format, string? About, IReadOnlyList<CatalogueSet> Sets,
        IReadOnlyList<CatalogueWeights>? Weights);
}

/// <summary>How <c>datasets.json</c> maps to records; made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(Catalogue.Document))]
internal sealed partial class CatalogueJson : JsonSerializerContext;
