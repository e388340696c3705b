using SuperResolution.Datasets;

namespace SuperResolution.Weights;

/// <summary>Weights that others trained and that do not ship with the kit.</summary>
public static class ExternalWeights
{
    /// <summary>Looks for a file in the folder <c>weights</c> of every data place, in their order (see <see cref="DataFolder"/>).</summary>
    /// <param name="fileName">E.g. "srcnn_955_imagenet_x3.safetensors".</param>
    /// <returns>The path, or null where it is not there.</returns>
    public static string? Find(string fileName) => DataFolder.Current.Places
        .Select(place => Path.GetFullPath(place.Source == DataSource.Shared ? Path.Combine(place.Path, "..", "weights", fileName) : Path.Combine(place.Path, "weights", fileName)))
        .FirstOrDefault(File.Exists);
}
