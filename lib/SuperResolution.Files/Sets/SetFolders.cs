namespace SuperResolution.Datasets;

/// <summary>Where a set with a loader of its own lies in a data folder, and the error when it does not.</summary>
internal static class SetFolders
{
    /// <summary>
    /// The first place that has the folder of a set with anything in it, or null; a sample or a part of it in any place comes after the
    /// set in any other.
    /// </summary>
    /// <param name="folder">Where to look; null: <see cref="DataFolder.Current"/>.</param>
    /// <param name="set">A set of the catalogue.</param>
    public static DataLocation? Find(DataFolder? folder, CatalogueSet set)
    {
        folder ??= DataFolder.Current;
        var part = set.Loader switch { "PairedSet" or "CelebA" => "-sample", "Pipal" => "-labels", _ => null };
        return folder.FindFolder(set.Folder) ?? (part is null ? null : folder.FindFolder(set.Folder + part));
    }

    /// <summary>Says how to get a set and where to put it.</summary>
    public static DataSetException NotFound(DataFolder? folder, string set, string instructions)
    {
        folder ??= DataFolder.Current;
        return new DataSetException($"{set} was not found. {instructions} Folder: {Path.Combine(folder.DownloadTo, set)}. Looked in: " +
            $"{string.Join(", ", folder.Places.Select(place => place.Path))}.");
    }

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
