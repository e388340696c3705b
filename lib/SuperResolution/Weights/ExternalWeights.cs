using SuperResolution.Datasets;

namespace SuperResolution.Weights;

/// <summary>Weights that others trained and that do not ship with the kit.</summary>
public static class ExternalWeights
{
    private static readonly string[] extensions = [".safetensors", ".pth", ".pt", ".ckpt", ".bin"];

    /// <summary>
    /// Looks for a file in the folder <c>weights</c> of every data place, in their order (see <see cref="DataFolder"/>); for the shared
    /// folder and for SUPERRESOLUTION_DATA also in the one beside it.
    /// </summary>
    /// <param name="fileName">E.g. "srcnn_955_imagenet_x3.safetensors".</param>
    /// <returns>The path, or null where it is not there.</returns>
    public static string? Find(string fileName) => FindIn(DataFolder.Current.Places, fileName);

    /// <summary>
    /// Every weights file in these folders, whether the catalogue knows it or not; of several with one name the first that
    /// <see cref="Find"/> would take.
    /// </summary>
    public static IReadOnlyList<string> All() => AllIn(DataFolder.Current.Places);

    /// <summary>The path of a file that the catalogue describes.</summary>
    /// <param name="name">Its name in <c>datasets.json</c>, for example <c>vgg19-torchvision</c>.</param>
    /// <exception cref="FileNotFoundException">
    /// It is in none of the places; the message says what it is, how to get it, and where to put it.
    /// </exception>
    public static string Require(string name)
    {
        var weights = Catalogue.Default.FindWeights(name)
            ?? throw new ArgumentException(
                $"There are no weights '{name}'. The catalogue has {string.Join(", ", Catalogue.Default.Weights.Select(w => w.Name))}.");
        return Find(weights.File) ?? throw new FileNotFoundException(Missing(weights), weights.File);
    }

    internal static string Missing(CatalogueWeights weights)
    {
        var place = Path.Combine(DataFolder.Current.DownloadTo, "weights", weights.File);
        var get = weights.Addresses.Count > 0
            ? $"'data get {weights.Name}' fetches it; or get {weights.Addresses[0].Url} and save it as '{place}'"
            : $"{weights.Instructions} Put it at '{place}'";
        return $"{weights.File} is needed and does not ship with the kit ({weights.Purpose}). {get} (or in the folder 'weights' of " +
            $"another data place, see {DataFolder.Variable}).";
    }

    internal static string? FindIn(IEnumerable<DataLocation> places, string fileName) =>
        places.SelectMany(Folders).Select(folder => Path.GetFullPath(Path.Combine(folder, fileName))).FirstOrDefault(File.Exists);

    internal static IReadOnlyList<string> AllIn(IEnumerable<DataLocation> places) =>
    [
        .. places.SelectMany(Folders).Where(Directory.Exists)
        .SelectMany(folder => Directory.GetFiles(folder).Order(StringComparer.Ordinal))
            .Where(file => extensions.Contains(Path.GetExtension(file))).DistinctBy(Path.GetFileName).Select(Path.GetFullPath),
    ];

    private static IEnumerable<string> Folders(DataLocation place)
    {
        yield return Path.Combine(place.Path, "weights");
        if (place.Source is DataSource.Shared or DataSource.Environment) yield return Path.Combine(place.Path, "..", "weights");
    }
}
