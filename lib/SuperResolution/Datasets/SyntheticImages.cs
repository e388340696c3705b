using SuperResolution.Datasets.Synthetic;
using SuperResolution.Imaging;
using SuperResolution.Platform;

namespace SuperResolution.Datasets;

/// <summary>Pictures that the kit draws itself, so that everything runs on a fresh machine without a network.</summary>
/// <remarks>
/// RGB, and the same to the byte for a seed and a size on every platform: an own random generator, and arithmetic that
/// IEEE 754 defines to the last bit. Sizes are 16 … 4096 pixels on each side, those of mosaics any; other sizes throw
/// <see cref="ArgumentOutOfRangeException"/>.
/// </remarks>
public static class SyntheticImages
{
    // What a mixed set repeats: dead leaves as every second picture, since they are the best model of natural images.
    private static readonly SyntheticKind[] mixture =
    [
        SyntheticKind.DeadLeaves, SyntheticKind.Facade, SyntheticKind.DeadLeaves, SyntheticKind.StillLife, SyntheticKind.Text,
        SyntheticKind.DeadLeaves, SyntheticKind.Facade, SyntheticKind.DeadLeaves, SyntheticKind.StillLife, SyntheticKind.Gratings,
    ];

    /// <summary>Dead leaves: shapes with power-law sizes (density r⁻³) that hide one another; some have textures.</summary>
    /// <param name="seed">Which picture.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    public static Picture DeadLeaves(ulong seed, int width, int height) => Draw(SyntheticKind.DeadLeaves, seed, width, height);

    /// <summary>The corner of a brick house in perspective, with repeated windows.</summary>
    /// <param name="seed">Which picture.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    public static Picture Facade(ulong seed, int width, int height) => Draw(SyntheticKind.Facade, seed, width, height);

    /// <summary>Shaded, textured balls on a tiled floor.</summary>
    /// <param name="seed">Which picture.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    public static Picture StillLife(ulong seed, int width, int height) => Draw(SyntheticKind.StillLife, seed, width, height);

    /// <summary>A printed page, from headlines to small print.</summary>
    /// <param name="seed">Which picture.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    public static Picture Text(ulong seed, int width, int height) => Draw(SyntheticKind.Text, seed, width, height);

    /// <summary>Windowed sine gratings: 16 orientations, frequencies that grow from row to row.</summary>
    /// <param name="seed">Which picture.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    public static Picture Gratings(ulong seed, int width, int height) => Draw(SyntheticKind.Gratings, seed, width, height);

    /// <summary>A zone plate: rings whose frequency reaches half a cycle per pixel at the farthest edge.</summary>
    /// <param name="seed">Which picture.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    public static Picture ZonePlate(ulong seed, int width, int height) => Draw(SyntheticKind.ZonePlate, seed, width, height);

    /// <summary>
    /// A mosaic of small drawings of all kinds, turned and mirrored: for pictures of the size of 8K, which would take minutes to draw
    /// otherwise.
    /// </summary>
    /// <param name="seed">Which picture.</param>
    /// <param name="width">Pixels, at least 1.</param>
    /// <param name="height">Pixels, at least 1.</param>
    public static Picture Mosaic(ulong seed, int width, int height)
    {
        using var reader = OpenMosaic(seed, width, height);
        return reader.Read(0, 0, width, height);
    }

    /// <summary>The same, drawn row by row when its parts are read, so that the whole picture is never in memory.</summary>
    /// <param name="seed">Which picture.</param>
    /// <param name="width">Pixels, at least 1.</param>
    /// <param name="height">Pixels, at least 1.</param>
    public static PictureReader OpenMosaic(ulong seed, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        return new PictureReader("mosaic", new Mosaic(seed, width, height));
    }

    /// <summary>Draws a picture of a kind.</summary>
    /// <param name="kind">What to draw.</param>
    /// <param name="seed">Which picture.</param>
    /// <param name="width">Pixels, 16 … 4096.</param>
    /// <param name="height">Pixels, 16 … 4096.</param>
    public static Picture Draw(SyntheticKind kind, ulong seed, int width, int height) =>
        new(width, height, 3, Drawing.Of(kind, seed, width, height));

    /// <summary>A mixed set: dead leaves, façades, still lifes, text and gratings in turn, all different, drawn when asked for.</summary>
    /// <param name="count">Number of pictures.</param>
    /// <param name="size">Width and height in pixels.</param>
    /// <param name="seed">Which set.</param>
    public static ImageSet Set(int count, int size, ulong seed = 0) => Set(count, size, seed, mixture);

    /// <summary>A set of pictures of given kinds in turn, all different, drawn when asked for.</summary>
    /// <param name="count">Number of pictures.</param>
    /// <param name="size">Width and height in pixels.</param>
    /// <param name="seed">Which set.</param>
    /// <param name="kinds">What to draw, in turn.</param>
    public static ImageSet Set(int count, int size, ulong seed, params SyntheticKind[] kinds)
    {
        var random = new SplitMix64(seed);
        var items = new List<ImageItem>(count);
        for (var i = 0; i < count; i++)
        {
            var (kind, own) = (kinds[i % kinds.Length], random.Next());
            items.Add(ImageItem.FromGenerator($"{i + 1:00}-{kind.ToString().ToLowerInvariant()}", () => Draw(kind, own, size, size)));
        }

        return new ImageSet("Synthetic", items, DataSource.Synthetic);
    }
}
