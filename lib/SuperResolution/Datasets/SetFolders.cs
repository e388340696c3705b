namespace SuperResolution.Datasets;

/// <summary>Where a set with a loader of its own lies in a data folder, and the error when it does not.</summary>
internal static class SetFolders
{
    /// <summary>The first place that has one of the folders; an earlier name in any place is preferred to a later one.</summary>
    /// <param name="folder">Where to look.</param>
    /// <param name="set">What to call the set in the error.</param>
    /// <param name="instructions">How to get it.</param>
    /// <param name="names">Names of its folder, best first.</param>
    /// <exception cref="DataSetException">None has; the message says how to get the set and where to put it.</exception>
    public static DataLocation Find(DataFolder folder, string set, string instructions, params IEnumerable<string> names) =>
        names.Select(folder.FindFolder).FirstOrDefault(found => found is not null)
        ?? throw new DataSetException($"{set} was not found. {instructions} Folder: {Path.Combine(folder.DownloadTo, set)}. Looked in: {string.Join(", ", folder.Places.Select(place => place.Path))}.");

    /// <summary>How to get a set of the catalogue, in sentences.</summary>
    public static string HowToGet(string set)
    {
        var entry = Catalogue.Default[set];
        var fetch = entry.Access == "manual" ? entry.Instructions : $"'data get {set}' fetches it.";
        return $"{fetch}{(entry.Elsewhere.Count > 0 ? $" By hand: {string.Join("; ", entry.Elsewhere)}." : "")} Layout: {entry.Layout}.";
    }

    /// <summary>The folder that a caller named, absolute.</summary>
    /// <exception cref="DataSetException">There is no such folder.</exception>
    public static string Existing(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return Directory.Exists(full) ? full : throw new DataSetException($"There is no folder {full}. Check the path.");
    }
}
