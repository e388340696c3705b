using SuperResolution.Datasets;

namespace SuperResolution.Weights;

/// <summary>A file that others made and that the user has to fetch: where it is, or what to do.</summary>
/// <param name="Name">How the kit looks for it.</param>
/// <param name="Content">What it is.</param>
/// <param name="Address">Where to get it.</param>
internal sealed record NeededFile(string Name, string Content, string Address)
{
    /// <summary>The path.</summary>
    /// <exception cref="FileNotFoundException">It is in none of the places; the message says what to get, from where, and where to put it.</exception>
    public string Require() => ExternalWeights.Find(Name) ?? throw new FileNotFoundException(
        $"{Content} is needed and does not ship with the kit. Get {Address} and save it as '{Path.Combine(DataFolder.Current.DownloadTo, "weights", Name)}' "
        + $"(or in the folder 'weights' of another data place, see {DataFolder.Variable}).", Name);
}
