using System.Collections.Concurrent;
using System.Text;

namespace SuperResolution.Datasets;

/// <summary>The way from a catalogue entry to an <see cref="ImageSet"/>: find, check the count, download when allowed, else draw.</summary>
internal static class SetOpener
{
    private const int MostSubstitutes = 20, SubstituteSize = 240; // 240 divides by every scale: 2, 3, 4, 8
    private static readonly ConcurrentDictionary<string, bool> told = new();

    public static ImageSet Open(CatalogueSet asked, string? splitName, bool download, DataFolder folder)
    {
        var (set, split) = Catalogue.Default.Resolve(asked);
        if (set.Loader is not (nameof(ImageSet) or "BenchmarkSet" or "CelebA" or "UhdSr"))
            throw new DataSetException($"{asked.Name} is no plain list of pictures: {set.Layout}. Open it with {set.Loader}.");
        if (splitName is not null)
        {
            split = asked.Splits.FirstOrDefault(s => s.Name.Equals(splitName, StringComparison.OrdinalIgnoreCase))
                ?? throw new DataSetException($"{asked.Name} has no split '{splitName}'. {(asked.Splits.Count > 0 ? "It has " + string.Join(", ", asked.Splits.Select(s => s.Name)) + "." : $"Open it as '{asked.Name}'.")}");
        }

        if (split is null) // each split by itself: one of them may have been fetched, or lie elsewhere
            return ImageSet.Join(asked.Name, [.. set.MainSplits.Select(s => Open(asked, s.Name, download, folder))]);

        var name = splitName is null ? asked.Name : $"{asked.Name}/{split.Name}";
        if (folder.Find(set, split) is { } found) return FromLocation(name, set, split, found);
        if (!download) return Substitute(name, set, split, folder);
        var installed = new DataSetInstaller(new Downloader()).InstallAsync(set, split, folder.DownloadTo).GetAwaiter().GetResult();
        return FromLocation(name, set, split, new DataLocation(installed, DataSource.Download));
    }

    /// <summary>The pictures in a folder, as many as the catalogue says.</summary>
    public static ImageSet FromLocation(string name, CatalogueSet set, CatalogueSplit split, DataLocation location)
    {
        if (set.Files.Count == 0) return FromCount(name, set, split, location);
        var expected = set.FilesOf(split).Select(f => Path.Combine(location.Path, f.Path)).ToList();
        var missing = expected.Where(f => !File.Exists(f)).ToList();
        if (missing.Count == 0) return new ImageSet(name, [.. expected.Select(ImageItem.FromFile)], location.Source);

        // The same pictures under other names (as other archives have them) are fine as long as their number is right.
        var folder = Path.Combine(location.Path, split.Folder);
        var present = ImageFiles.In(folder).ToList();
        if (present.Count == expected.Count) return new ImageSet(name, [.. present.Select(ImageItem.FromFile)], location.Source);

        var names = missing.Take(5).Select(f => Path.GetRelativePath(location.Path, f).Replace('\\', '/'));
        var remedy = set.Access == "manual"
            ? $"Copy the missing files there, or delete the folder. {set.Instructions}"
            : $"Copy the missing files there, or delete {folder} and run 'data get {name}'.";
        throw new DataSetException($"{name}: {folder} has {present.Count} of {expected.Count} images; missing are {string.Join(", ", names)}{(missing.Count > 5 ? $" and {missing.Count - 5} more" : "")}. {remedy}");
    }

    /// <summary>The pictures of a set whose files are not listed: their number has to be right.</summary>
    private static ImageSet FromCount(string name, CatalogueSet set, CatalogueSplit split, DataLocation location)
    {
        var folder = Path.Combine(location.Path, split.Folder);
        var present = ImageFiles.In(folder).ToList();
        if (present.Count == split.Images || (split.Images is null && present.Count > 0)) return new ImageSet(name, [.. present.Select(ImageItem.FromFile)], location.Source);
        throw new DataSetException($"{name}: {folder} has {present.Count:N0} of {split.Images:N0} images. {Remedy(name, set)} To work with what is there, open that folder itself.");
    }

    private static string Remedy(string name, CatalogueSet set) => set.Access == "manual" ? set.Instructions! : $"Run 'data get {name}'.";

    private static ImageSet Substitute(string name, CatalogueSet set, CatalogueSplit split, DataFolder folder)
    {
        var drawn = set.Loader == nameof(UhdSr) ? UhdSr.Drawn(set.Name, Seed(name)) : SyntheticImages.Set(Math.Min(split.Images ?? MostSubstitutes, MostSubstitutes), SubstituteSize, Seed(name));
        var remedy = set.Access == "manual" ? $"'data get {name}' says how to get it." : $"Get it with 'data get {name}'.";
        var notice = $"SUBSTITUTE for {name}: {drawn.Count} drawn images, because the real ones were not found. Numbers made with them cannot be compared with any paper. {remedy}";
        if (told.TryAdd(name, true)) // once per process; whoever shows numbers repeats it beside them
            Console.Out.WriteLine($"{notice} Looked in: {string.Join(", ", folder.Places.Select(p => p.Path))}.");
        return new ImageSet(name, [.. drawn], DataSource.Synthetic, notice);
    }

    /// <summary>FNV-1a of the name: each set gets drawings of its own, so that training and test data stay apart.</summary>
    private static ulong Seed(string name) =>
        Encoding.UTF8.GetBytes(name).Aggregate(14695981039346656037UL, (hash, b) => unchecked((hash ^ b) * 1099511628211UL));
}
