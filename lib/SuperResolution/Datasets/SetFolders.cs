namespace SuperResolution.Datasets;

/// <summary>Where a set with a loader of its own lies in a data folder, and the error when it does not.</summary>
internal static class SetFolders
{
    /// <summary>The first place that has one of the folders; an earlier name in any place is preferred to a later one.</summary>
    /// <exception cref="DataSetException">None has; the message says how to get the set and where to put it.</exception>
    public static DataLocation Find(DataFolder folder, string set, string instructions, params IEnumerable<string> names)
    {
        var places = folder.Checked().ToList();
        foreach (var name in names)
            foreach (var place in places)
                if (Path.Combine(place.Path, name) is var path && Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()) return new DataLocation(path, place.Source);
        var how = Catalogue.Default.Find(set)?.Instructions ?? instructions;
        throw new DataSetException($"{set} was not found. {how} Folder: {Path.Combine(folder.DownloadTo, set)}. Looked in: {string.Join(", ", places.Select(place => place.Path))}.");
    }

    /// <summary>The folder that a caller named, absolute.</summary>
    /// <exception cref="DataSetException">There is no such folder.</exception>
    public static string Existing(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return Directory.Exists(full) ? full : throw new DataSetException($"There is no folder {full}. Check the path.");
    }
}
