using System.Text;
using SuperResolution.Platform;

namespace SuperResolution.Datasets;

/// <summary>The way from a catalogue entry to an <see cref="ImageSet"/>: find, check the count, else draw.</summary>
internal static class SetOpener
{
    private const int MostSubstitutes = 20, UhdSubstitutes = 4, SubstituteSize = 240; // 240 divides by every scale: 2, 3, 4, 8

    public static ImageSet Open(CatalogueSet asked, string? splitName, DataFolder folder)
    {
        var (name, set, split) = Part(asked, splitName);
        if (split is null) // each split by itself: one of them may have been fetched, or lie elsewhere
            return ImageSet.Join(asked.Name, [.. set.MainSplits.Select(s => Open(asked, s.Name, folder))]);
        return Find(asked, splitName, folder) ?? Substitute(name, set, split, folder);
    }

    /// <summary>The set where it is found, else null.</summary>
    public static ImageSet? Find(CatalogueSet asked, string? splitName, DataFolder folder)
    {
        var (name, set, split) = Part(asked, splitName);
        if (split is not null)
            return SetLocator.Find(name, set, split, folder) is { } found ? Images(name, set, found.Layout, found.Source) : null;
        var parts = set.MainSplits.Select(s => Find(asked, s.Name, folder)).OfType<ImageSet>().ToArray();
        return parts.Length == set.MainSplits.Count() ? ImageSet.Join(asked.Name, parts) : null;
    }

    private static (string Name, CatalogueSet Set, CatalogueSplit? Split) Part(CatalogueSet asked, string? splitName)
    {
        var (set, split) = Catalogue.Default.Resolve(asked);
        if (set.Loader is not (nameof(ImageSet) or nameof(BenchmarkSet) or nameof(CelebA) or nameof(UhdSr)))
            throw new DataSetException($"{asked.Name} is no plain list of pictures: {set.Layout}. Open it with {set.Loader}.");
        if (splitName is null) return (asked.Name, set, split);
        split = asked.Splits.FirstOrDefault(s => s.Name.Equals(splitName, StringComparison.OrdinalIgnoreCase))
            ?? throw new DataSetException(
                $"{asked.Name} has no split '{splitName}'. " + (asked.Splits.Count > 0
                    ? $"It has {string.Join(", ", asked.Splits.Select(s => s.Name))}." : $"Open it as '{asked.Name}'."));
        return ($"{asked.Name}/{split.Name}", set, split);
    }

    /// <summary>The pictures of a layout under their names in the catalogue.</summary>
    public static ImageSet Images(string name, CatalogueSet set, BenchmarkLayout layout, DataSource source)
    {
        var names = SetLocator.Names(set);
        return new ImageSet(name, [.. layout.Hr.Select(file => ImageItem.FromFile(file, names(file)))], source,
            layout.Notice.Length > 0 ? $"{name}: {layout.Notice}" : "");
    }

    private static ImageSet Substitute(string name, CatalogueSet set, CatalogueSplit split, DataFolder folder)
    {
        var drawn = set.Loader == nameof(UhdSr) ? Uhd(set.Name, Seed(name))
            : SyntheticImages.Set(Math.Min(split.Images ?? MostSubstitutes, MostSubstitutes), SubstituteSize, Seed(name));
        var remedy = set.Access == "manual" ? $"'data get {name}' says how to get it." : $"Get it with 'data get {name}'.";
        var notice = $"SUBSTITUTE for {name}: {drawn.Count} drawn images, because the real ones were not found. Numbers made with them " +
            $"cannot be compared with any paper. {remedy}";
        // whoever shows numbers repeats the notice beside them
        Notices.Tell(name, $"{notice} Looked in: {string.Join(", ", folder.Places.Select(p => p.Path))}.");
        return new ImageSet(name, [.. drawn], DataSource.Synthetic, notice);
    }

    /// <summary>Pictures of the size of UHDSR4K or UHDSR8K that are drawn row by row.</summary>
    private static ImageSet Uhd(string set, ulong seed)
    {
        var part = Budgets.Pick(8, 1, 1);
        var (width, height) = set == "UHDSR4K" ? (3840 / part, 2160 / part) : (7680 / part, 4320 / part);
        return new ImageSet("Synthetic", [.. Enumerable.Range(0, UhdSubstitutes).Select(i =>
            ImageItem.FromReader($"{i + 1:00}-mosaic", () => SyntheticImages.OpenMosaic(seed + ((ulong)i * 100), width, height)))],
                DataSource.Synthetic);
    }

    /// <summary>FNV-1a of the name: each set gets drawings of its own, so that training and test data stay apart.</summary>
    private static ulong Seed(string name) =>
        Encoding.UTF8.GetBytes(name).Aggregate(14695981039346656037UL, (hash, b) => unchecked((hash ^ b) * 1099511628211UL));
}
