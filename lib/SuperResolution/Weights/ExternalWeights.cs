using SuperResolution.Datasets;

namespace SuperResolution.Weights;

/// <summary>Weights that others trained and that do not ship with the kit.</summary>
public static class ExternalWeights
{
    /// <summary>Looks for a file in the folder <c>weights</c> of every data place, in their order (see <see cref="DataFolder"/>); for the shared folder and for SUPERRESOLUTION_DATA also in the one beside it.</summary>
    /// <param name="fileName">E.g. "srcnn_955_imagenet_x3.safetensors".</param>
    /// <returns>The path, or null where it is not there.</returns>
    public static string? Find(string fileName) => FindIn(DataFolder.Current.Places, fileName);

    internal static string? FindIn(IEnumerable<DataLocation> places, string fileName) =>
        places.SelectMany(Folders).Select(folder => Path.GetFullPath(Path.Combine(folder, fileName))).FirstOrDefault(File.Exists);

    private static IEnumerable<string> Folders(DataLocation place)
    {
        yield return Path.Combine(place.Path, "weights");
        if (place.Source is DataSource.Shared or DataSource.Environment) yield return Path.Combine(place.Path, "..", "weights");
    }
}
