using System.Collections.Concurrent;
using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Models;
using SuperResolution.Weights;

namespace SuperResolution.Metrics;

/// <summary>
/// Everything that the kit can compare at a scale: interpolation, the weights that ship, and those of others in the folders <c>weights</c>
/// of the data places, whether the catalogue knows them or not.
/// </summary>
public static class EvaluatedMethods
{
    // What a file was, the last time that it was opened: it costs its reading.
    private static readonly ConcurrentDictionary<(string Path, long Length, DateTime Written), Unlisted> opened = new();

    /// <summary>All methods of a scale, the simplest first: interpolation, then those that ship and those of others, by network.</summary>
    /// <param name="scale">2, 3, 4 …</param>
    public static IReadOnlyList<EvaluatedMethod> At(int scale) => At(scale, ExternalWeights.All());

    /// <summary>The same with files of one's own in the place of those in the data places.</summary>
    /// <param name="scale">2, 3, 4 …</param>
    /// <param name="files">Weights of any network; those that are none are left out, see <see cref="LeftOut"/>.</param>
    public static IReadOnlyList<EvaluatedMethod> At(int scale, IReadOnlyList<string> files) =>
    [
        .. Interpolation.All(scale).Select(EvaluatedMethod.Of),
        .. Architectures.All.SelectMany(architecture => TrainedWeights.Of(architecture, scale))
            .Select(name => EvaluatedMethod.Here(TrainedWeights.File(name), scale))
            .Concat(Listed(files, scale)).Concat(Others(files, scale))
            .OrderBy(method => Order(method.Network)).ThenBy(method => method.Origin),
    ];

    /// <summary>
    /// What a weights file is and was trained on: of the files that the catalogue knows, and of those that the kit's trainings write; "not
    /// known" of others.
    /// </summary>
    /// <param name="path">Safetensors or .pth.</param>
    /// <exception cref="WeightsFormatException">The file is damaged.</exception>
    public static string TrainingOf(string path)
    {
        if (Catalogue.Default.FindWeights(Path.GetFileName(path)) is { Method: not null } known) return known.Training;
        try
        {
            return SafetensorsFile.Is(path) && SafetensorsFile.ReadMetadata(path).ContainsKey("network")
                ? TrainingFacts.Read(path).Sentence : "not known";
        }
        catch (Exception error) when (error is System.Text.Json.JsonException or InvalidOperationException)
        {
            return "not known"; // metadata of the same names that somebody else wrote
        }
    }

    /// <summary>Why files in the folders <c>weights</c> take part in nothing: a sentence for each.</summary>
    public static IReadOnlyList<string> LeftOut() =>
        [.. NotListed(ExternalWeights.All()).Select(Open).Where(file => file.Scales.Count == 0).Select(file => file.Why)];

    private static IEnumerable<EvaluatedMethod> Listed(IReadOnlyList<string> files, int scale) =>
        from weights in Catalogue.Default.Weights
        where weights.Method is not null && weights.Scales.Contains(scale)
        from file in files
        where Path.GetFileName(file) == weights.File
        select EvaluatedMethod.Found(file, scale, weights.Method!, weights.Whose, weights.Training);

    private static IEnumerable<EvaluatedMethod> Others(IReadOnlyList<string> files, int scale) =>
        from file in NotListed(files)
        let found = Open(file)
        where found.Scales.Contains(scale)
        let name = Path.GetFileNameWithoutExtension(file)
        select found.IsOurs
            ? EvaluatedMethod.Here(file, scale)
            : EvaluatedMethod.Found(file, scale, found.Network, name,
                $"{found.Network} from {Path.GetFileName(file)}, of whose training nothing is known");

    private static IEnumerable<string> NotListed(IReadOnlyList<string> files)
    {
        foreach (var file in files)
        {
            var entry = Catalogue.Default.FindWeights(Path.GetFileName(file));
            // What the catalogue lists for other purposes (features, metrics) is no network that enlarges.
            if (entry is null || (entry.Method is null && Architectures.All.Any(architecture => architecture.Name == entry.Network)))
                yield return file;
        }
    }

    private static Unlisted Open(string file)
    {
        var info = new FileInfo(file);
        return opened.GetOrAdd((file, info.Length, info.LastWriteTimeUtc), _ =>
        {
            try
            {
                var (architecture, scales, metadata) = NetworkFile.Identify(file);
                return new Unlisted(architecture.Name, scales, metadata.ContainsKey("network"),
                    $"'{file}' does not say by how much it enlarges");
            }
            catch (IOException error) // a damaged file, another network, or one that went away
            {
                return new Unlisted("", [], false, error.Message);
            }
        });
    }

    private static int Order(string network)
    {
        var (all, at) = (Architectures.All, 0);
        while (at < all.Count && network != all[at].Name && !network.StartsWith(all[at].Name + "-", StringComparison.Ordinal)) at++;
        return at;
    }

    private sealed record Unlisted(string Network, IReadOnlyList<int> Scales, bool IsOurs, string Why);
}
