using SuperResolution.Imaging;

namespace SuperResolution.Datasets;

/// <summary>One picture of a set: it has a name, and its pixels are read or drawn when they are asked for.</summary>
public sealed class ImageItem
{
    private readonly Func<Picture> open;
    private readonly WeakReference<Picture?> last = new(null);

    private ImageItem(string name, string? path, Func<Picture> open) => (Name, Path, this.open) = (name, path, open);

    /// <summary>Name without folder and extension, for example <c>butterfly</c>.</summary>
    public string Name { get; }

    /// <summary>Absolute path of the file, or null for a picture that is drawn.</summary>
    public string? Path { get; }

    /// <summary>A picture in a file.</summary>
    /// <param name="path">PNG, JPEG, BMP or WebP.</param>
    /// <param name="name">Its name; null: the file's name without extension.</param>
    /// <param name="check">Is shown the picture after loading, to throw when it is not what it should be; null: nothing is checked.</param>
    public static ImageItem FromFile(string path, string? name = null, Action<Picture>? check = null)
    {
        var full = System.IO.Path.GetFullPath(path);
        return new ImageItem(name ?? System.IO.Path.GetFileNameWithoutExtension(full), full, () =>
        {
            var picture = Picture.Load(full);
            check?.Invoke(picture);
            return picture;
        });
    }

    /// <summary>A picture that a function draws.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="draw">Draws it; called again whenever the collector has taken the picture away, so it must be deterministic.</param>
    public static ImageItem FromGenerator(string name, Func<Picture> draw) => new(name, null, draw);

    /// <summary>The picture. It stays in memory only as long as somebody holds it.</summary>
    /// <exception cref="PictureFormatException">The file is damaged or not an image.</exception>
    public Picture Load()
    {
        if (last.TryGetTarget(out var picture)) return picture;
        picture = open();
        last.SetTarget(picture);
        return picture;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
