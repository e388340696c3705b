namespace SuperResolution.Datasets;

/// <summary>Finds the files of a set of the catalogue in a data folder, in whatever layout they lie there.</summary>
internal static class SetLocator
{
    /// <summary>What <see cref="DataFolder.Find"/> finds, checked for its number of pictures.</summary>
    /// <exception cref="DataSetException">The number of pictures is wrong.</exception>
    public static (BenchmarkLayout Layout, DataSource Source)? Find(
        string name, CatalogueSet set, CatalogueSplit split, DataFolder folder, int? scale = null) =>
        folder.Find(name, set, split, scale) is { Layout: { } layout } found ? (Whole(name, set, split, layout), found.Place.Source)
            : null;

    /// <summary>
    /// The catalogue's own layout: its files in its order, else (other archives have other names) whatever pictures are there.
    /// </summary>
    public static BenchmarkLayout Own(CatalogueSet set, CatalogueSplit split, string home)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.Combine(home, split.Folder));
        var expected = set.FilesOf(split).Select(f => Path.Combine(home, f.Path)).ToList();
        return BenchmarkLayout.ByHand(
            folder, expected.Count > 0 && expected.TrueForAll(File.Exists) ? expected : [.. ImageFiles.In(folder)]);
    }

    /// <summary>The layout itself when it has as many pictures as the set.</summary>
    /// <exception cref="DataSetException">It has not; the message names what is missing.</exception>
    public static BenchmarkLayout Whole(string name, CatalogueSet set, CatalogueSplit split, BenchmarkLayout layout)
    {
        if (layout.Hr.Count == split.Images || (split.Images is null && layout.Hr.Count > 0)) return layout;
        if (set.Files.Count == 0)
            throw new DataSetException($"{name}: {layout.Folder} has {layout.Hr.Count:N0} of {split.Images:N0} images. " +
                $"{(set.Access == "manual" ? set.Instructions : $"Run 'data get {name}'.")} To work with what is there, open that " +
                "folder itself.");
        var present = layout.Hr.Select(Names(set)).ToHashSet();
        var missing = set.FilesOf(split).Select(f => f.Path).Where(path => !present.Contains(Path.GetFileNameWithoutExtension(path)))
            .ToList();
        var remedy = set.Access == "manual"
            ? $"Copy the missing files there, or delete the folder. {set.Instructions}"
            : $"Copy the missing files there, or delete {layout.Folder} and run 'data get {name}'.";
        throw new DataSetException($"{name}: {layout.Folder} has {layout.Hr.Count} of {split.Images} images; missing are " +
            $"{Listing.Of(missing)}. {remedy}");
    }

    /// <summary>From a file to the picture's name in the catalogue: SelfExSR's img_001 of Set5 is baby.</summary>
    public static Func<string, string> Names(CatalogueSet set)
    {
        var known = set.Files.Where(f => f.Remote is not null)
            .ToDictionary(f => BenchmarkLayout.PictureName(f.RemotePath), f => Path.GetFileNameWithoutExtension(f.Path));
        return file =>
            Path.GetFileName(file).Contains("_SRF_", StringComparison.Ordinal)
                ? known.GetValueOrDefault(BenchmarkLayout.PictureName(file), BenchmarkLayout.PictureName(file))
                    : Path.GetFileNameWithoutExtension(file);
    }
}
