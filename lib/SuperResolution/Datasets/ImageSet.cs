using System.Collections;
using SuperResolution.Imaging;

namespace SuperResolution.Datasets;

/// <summary>An ordered, lazily read set of pictures that knows where it came from.</summary>
public sealed class ImageSet : IReadOnlyList<ImageItem>
{
    private readonly IReadOnlyList<ImageItem> items;

    /// <summary>Makes a set out of items.</summary>
    /// <param name="name">Name for tables, for example <c>Set5</c>.</param>
    /// <param name="items">The pictures, in order.</param>
    /// <param name="source">Where they came from.</param>
    /// <param name="notice">What a reader has to be told beside every number, or empty.</param>
    public ImageSet(string name, IReadOnlyList<ImageItem> items, DataSource source, string notice = "")
    {
        if (items.Count == 0) throw new DataSetException($"{name}: a set needs at least one image.");
        (Name, this.items, Source, Notice) = (name, items, source, notice);
    }

    /// <summary>The name of the set, the one that was asked for even when it is a substitute.</summary>
    public string Name { get; }

    /// <summary>Where the pictures came from.</summary>
    public DataSource Source { get; }

    /// <summary>True when drawn pictures stand in for the set: no number made with it may be compared with a paper.</summary>
    public bool IsSubstitute => Notice.Length > 0 && Source == DataSource.Synthetic;

    /// <summary>What a reader has to be told beside every number; empty when the set is what its name says.</summary>
    public string Notice { get; }

    /// <summary>Number of pictures.</summary>
    public int Count => items.Count;

    /// <summary>The picture at a position, from 0.</summary>
    /// <param name="index">Position in the set's order.</param>
    public ImageItem this[int index] => items[index];

    /// <summary>The picture with a name, for example <c>butterfly</c>.</summary>
    /// <param name="name">Name without extension, whatever its case.</param>
    /// <exception cref="DataSetException">The set has no such picture.</exception>
    public ImageItem this[string name] => items.FirstOrDefault(i => i.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new DataSetException($"{Name}{(IsSubstitute ? " (substitute)" : "")} has no image '{name}'. It has {Names()}.");

    /// <summary>Opens a set of the catalogue by its name, or a folder of images by its path.</summary>
    /// <param name="name"><c>Set5</c>, <c>BSD100</c>, <c>BSDS500/train</c> …, or a folder.</param>
    /// <param name="folder">Where to look; null: <see cref="DataFolder.Current"/>.</param>
    /// <returns>The set, or drawn pictures that stand in for it (<see cref="IsSubstitute"/>).</returns>
    /// <exception cref="DataSetException">No such set, or its folder is incomplete.</exception>
    public static ImageSet Open(string name, DataFolder? folder = null)
    {
        var parts = name.Split('/', 2);
        if (Catalogue.Default.Find(parts[0]) is { } set && !name.StartsWith('.'))
            return SetOpener.Open(set, parts.Length > 1 ? parts[1] : null, folder ?? DataFolder.Current);
        if (Directory.Exists(name)) return FromFolder(name);
        _ = Catalogue.Default[name]; // throws, with the names that there are
        throw new InvalidOperationException();
    }

    /// <summary>As <see cref="Open"/>, but null when the set of the catalogue is not there: nothing is drawn.</summary>
    /// <param name="name"><c>Set5</c>, <c>BSD100</c>, <c>BSDS500/train</c> …</param>
    /// <param name="folder">Where to look; null: <see cref="DataFolder.Current"/>.</param>
    /// <exception cref="DataSetException">No such set, or its folder is incomplete.</exception>
    public static ImageSet? Find(string name, DataFolder? folder = null)
    {
        var parts = name.Split('/', 2);
        return SetOpener.Find(Catalogue.Default[parts[0]], parts.Length > 1 ? parts[1] : null, folder ?? DataFolder.Current);
    }

    /// <summary>
    /// All images of a folder (not of its subfolders), in ordinal order of their names. Pictures of kinds that are not read are counted
    /// and named in the <see cref="Notice"/>.
    /// </summary>
    /// <param name="path">A folder with PNG, JPEG, BMP or WebP files.</param>
    /// <param name="name">Name for tables; null: the folder's name.</param>
    /// <exception cref="DataSetException">The folder does not exist or has no images.</exception>
    public static ImageSet FromFolder(string path, string? name = null)
    {
        var full = Path.GetFullPath(path);
        if (!Directory.Exists(full)) throw new DataSetException($"There is no folder {full}. Check the path.");
        var files = ImageFiles.In(full).Select(file => ImageItem.FromFile(file)).ToList();
        var skipped = PictureNames.Skipped(
            Directory.EnumerateFiles(full, "*", new EnumerationOptions { IgnoreInaccessible = true }).Where(PictureNames.IsPicture));
        if (files.Count == 0)
            throw new DataSetException($"{full} has no PNG, JPEG, BMP or WebP files. Subfolders are not searched: name the one that " +
                $"holds the images.{(skipped is null ? "" : " " + skipped)}");
        return new ImageSet(name ?? new DirectoryInfo(full).Name, files, DataSource.Folder, skipped ?? "");
    }

    /// <summary>Several sets as one, for example the 291 training images of VDSR.</summary>
    /// <param name="name">Name of the whole.</param>
    /// <param name="sets">The parts, in order. The whole is a substitute if one of them is.</param>
    public static ImageSet Join(string name, params ImageSet[] sets)
    {
        var notice = string.Join(" ", sets.Select(s => s.Notice).Where(n => n.Length > 0));
        var sources = sets.Select(s => s.Source).Distinct().ToList();
        var source = sets.Any(s => s.IsSubstitute) ? DataSource.Synthetic : sources.Count == 1 ? sources[0] : DataSource.Folder;
        return new ImageSet(name, [.. sets.SelectMany(s => s)], source, notice);
    }

    /// <summary>The first pictures of the set, under the same name with their number: a part is not the set.</summary>
    /// <param name="count">How many at most.</param>
    public ImageSet Take(int count) =>
        count >= Count ? this : new ImageSet($"{Name} (first {count} of {Count})", [.. items.Take(count)], Source, Notice);

    /// <inheritdoc/>
    public IEnumerator<ImageItem> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() =>
        IsSubstitute ? Notice : $"{Name}: {Count} images ({Source}){(Notice.Length > 0 ? ". " + Notice : "")}";

    private string Names() => string.Join(", ", items.Take(20).Select(i => i.Name)) + (Count > 20 ? ", …" : "");
}
