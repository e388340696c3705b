using SuperResolution.Imaging;

namespace SuperResolution.Datasets;

/// <summary>
/// One picture of a set: it has a name, and its pixels are read or drawn when they are asked for, all of them or tile by tile.
/// </summary>
public sealed class ImageItem
{
    private readonly Func<ImageItem, Picture> load;
    private readonly Func<ImageItem, PictureReader> open;
    private readonly WeakReference<Picture?> last = new(null);
    private (int Width, int Height)? size;

    private ImageItem(string name, string? path, Func<ImageItem, Picture> load, Func<ImageItem, PictureReader> open) =>
        (Name, Path, this.load, this.open) = (name, path, load, open);

    /// <summary>Name without folder and extension, for example <c>butterfly</c>.</summary>
    public string Name { get; }

    /// <summary>Absolute path of the file, or null for a picture that is drawn.</summary>
    public string? Path { get; }

    /// <summary>Width and height in pixels: of a file by its header, without decoding it.</summary>
    /// <exception cref="PictureFormatException">The file is damaged or not an image.</exception>
    public (int Width, int Height) Size
    {
        get
        {
            if (size is { } known) return known;
            using var reader = Open();
            size = (reader.Width, reader.Height);
            return size.Value;
        }
    }

    /// <summary>A picture in a file.</summary>
    /// <param name="path">PNG, JPEG, BMP or WebP.</param>
    /// <param name="name">Its name; null: the file's name without extension.</param>
    /// <param name="check">
    /// Is shown the picture after loading, to throw when it is not what it should be; null: nothing is checked.
    /// </param>
    public static ImageItem FromFile(string path, string? name = null, Action<Picture>? check = null)
    {
        var full = System.IO.Path.GetFullPath(path);
        return new ImageItem(name ?? System.IO.Path.GetFileNameWithoutExtension(full), full, _ =>
        {
            var picture = Picture.Load(full);
            check?.Invoke(picture);
            return picture;
        }, _ => PictureReader.Open(full));
    }

    /// <summary>The upper left part of a picture in a file.</summary>
    internal static ImageItem FromCorner(string path, string name, int width, int height)
    {
        var full = System.IO.Path.GetFullPath(path);
        return new ImageItem(name, full, _ => Picture.Load(full).Crop(0, 0, width, height), item => PictureReader.Of(item.Load(), name));
    }

    /// <summary>A picture that a function draws.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="draw">Draws it; called again whenever the collector has taken the picture away, so it must be deterministic.</param>
    public static ImageItem FromGenerator(string name, Func<Picture> draw) =>
        new(name, null, _ => draw(), item => PictureReader.Of(item.Load(), name));

    /// <summary>A picture that a function opens for reading in parts.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="open">Opens it, the same picture each time.</param>
    public static ImageItem FromReader(string name, Func<PictureReader> open) => new(name, null, item =>
    {
        using var reader = item.Open();
        return reader.Read(0, 0, reader.Width, reader.Height);
    }, _ => open());

    /// <summary>The picture. It stays in memory only as long as somebody holds it.</summary>
    /// <exception cref="PictureFormatException">The file is damaged or not an image.</exception>
    public Picture Load()
    {
        if (last.TryGetTarget(out var picture)) return picture;
        picture = load(this);
        last.SetTarget(picture);
        return picture;
    }

    /// <summary>Opens the picture for reading it tile by tile, without having all of it in memory. The caller disposes it.</summary>
    /// <exception cref="PictureFormatException">The file is damaged or not an image.</exception>
    public PictureReader Open() => open(this);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
