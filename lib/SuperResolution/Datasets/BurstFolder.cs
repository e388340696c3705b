using System.Collections;
using SuperResolution.Imaging;

namespace SuperResolution.Datasets;

/// <summary>Bursts for super-resolution from several frames: one folder for each scene, or a single folder of frames.</summary>
/// <remarks>
/// Frames are all pictures of a scene's folder, in the order of the numbers in their names (frame 2 before frame 10). The ground truth is
/// <c>hr.png</c> beside the frames, a single picture in a folder <c>HR</c> in the scene, or <c>HR/SCENE.png</c> beside the scenes. Sizes
/// are compared by the files' headers.
/// </remarks>
public sealed class BurstFolder : IReadOnlyList<Burst>
{
    private const string Truth = "HR";
    private readonly IReadOnlyList<Burst> bursts;

    private BurstFolder(string name, string folder, DataSource source)
    {
        (Name, Source) = (name, source);
        string[] scenes = ImageFiles.In(folder).Any() ? [folder] : [.. Directory.EnumerateDirectories(folder)
            .Where(scene => !IsTruth(Path.GetFileName(scene)) && ImageFiles.In(scene).Any())
                .OrderBy(scene => Path.GetFileName(scene), NaturalOrder.Instance)];
        if (scenes.Length == 0)
            throw new DataSetException($"{folder} has no scenes: neither frames nor folders with frames. Put the frames of each scene " +
                "into a folder of its own there.");
        bursts = [.. scenes.Select(scene => Read(scene, scenes is [var only] && only == folder ? null : folder))];
    }

    /// <summary>Name of the folder.</summary>
    public string Name { get; }

    /// <summary>Where it was found.</summary>
    public DataSource Source { get; }

    /// <summary>Number of scenes.</summary>
    public int Count => bursts.Count;

    /// <summary>The scene at a position, from 0.</summary>
    /// <param name="index">Position in the folder's order.</param>
    public Burst this[int index] => bursts[index];

    /// <summary>The scene with a name.</summary>
    /// <param name="name">Name of the scene's folder, whatever its case.</param>
    /// <exception cref="DataSetException">There is no such scene.</exception>
    public Burst this[string name] => bursts.FirstOrDefault(burst => burst.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new DataSetException($"{Name} has no scene '{name}'. It has {Listing.Of([.. bursts.Select(burst => burst.Name)])}.");

    /// <summary>Opens a folder of a data place.</summary>
    /// <param name="name">Name of the folder below a data place.</param>
    /// <param name="folder">Where to look; null: <see cref="DataFolder.Current"/>.</param>
    /// <exception cref="DataSetException">No place has it, or its frames do not fit together.</exception>
    public static BurstFolder Open(string name, DataFolder? folder = null)
    {
        var found = (folder ?? DataFolder.Current).FindFolder(name)
            ?? throw SetFolders.NotFound(folder, name,
                "Put the frames of each scene into a folder of its own, and these into the folder named below.");
        return new BurstFolder(name, found.Path, found.Source);
    }

    /// <summary>Opens a given folder: of scenes, or of the frames of one scene.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="DataSetException">It has no frames, or they do not fit together.</exception>
    public static BurstFolder FromFolder(string path)
    {
        var full = SetFolders.Existing(path);
        return new BurstFolder(Path.GetFileName(full), full, DataSource.Folder);
    }

    /// <inheritdoc/>
    public IEnumerator<Burst> GetEnumerator() => bursts.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Count} scenes ({Source})";

    private static Burst Read(string scene, string? root)
    {
        var name = Path.GetFileName(scene);
        var pictures = ImageFiles.In(scene).ToLookup(file => IsTruth(Path.GetFileNameWithoutExtension(file)));
        var frames = pictures[false].OrderBy(file => Path.GetFileName(file), NaturalOrder.Instance).ToList();
        if (frames.Count < 2)
            throw new DataSetException($"{scene} has {frames.Count} frame{(frames.Count == 1 ? "" : "s")}; a burst needs at least two. " +
                "Copy the others there, or remove the folder.");
        var size = PictureInfo.Read(frames[0]);
        if (frames.FirstOrDefault(file => PictureInfo.Read(file) != size) is { } other)
            throw new DataSetException($"{scene}: {Path.GetFileName(other)} has {PictureInfo.Read(other)} pixels, " +
                $"{Path.GetFileName(frames[0])} has {size}. Frames of a burst have one size: cut them, or move the odd one away.");

        var truths = pictures[true].Concat(In(scene, _ => true))
            .Concat(root is null ? [] : In(root, file => Path.GetFileNameWithoutExtension(file) == name)).ToList();
        if (truths.Count > 1)
            throw new DataSetException($"{scene} has {truths.Count} pictures of ground truth: " +
                $"{string.Join(", ", truths.Select(file => Path.GetRelativePath(root ?? scene, file).Replace('\\', '/')))}. Keep one.");
        return new Burst(name, [.. frames.Select(file => ImageItem.FromFile(file))], size,
            truths is [var hr] ? ImageItem.FromFile(hr) : null, truths is [var truth] ? ScaleOf(scene, truth, size) : null);

        static IEnumerable<string> In(string folder, Func<string, bool> isOurs) =>
            Directory.EnumerateDirectories(folder).Where(inner => IsTruth(Path.GetFileName(inner))).SelectMany(ImageFiles.In)
                .Where(isOurs);
    }

    private static int ScaleOf(string scene, string truth, PictureInfo frame)
    {
        var hr = PictureInfo.Read(truth);
        return hr.Width % frame.Width == 0 && hr.Width / frame.Width * frame.Height == hr.Height ? hr.Width / frame.Width
            : throw new DataSetException($"{scene}: the ground truth {Path.GetFileName(truth)} has {hr} pixels, which is no whole " +
                $"multiple of the frames' {frame}. Cut it to what the frames show.");
    }

    private static bool IsTruth(string? name) => Truth.Equals(name, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Several frames of one scene, taken one after the other.</summary>
/// <param name="Name">Name of the scene.</param>
/// <param name="Frames">The frames in the order of their numbers, all of one size; read when asked for.</param>
/// <param name="FrameSize">Their size.</param>
/// <param name="Hr">The ground truth, where there is one.</param>
/// <param name="Scale">How many times as large as a frame the ground truth is; null without one.</param>
public sealed record Burst(string Name, IReadOnlyList<ImageItem> Frames, PictureInfo FrameSize, ImageItem? Hr, int? Scale)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Name}: {Frames.Count} frames of {FrameSize}{(Scale is { } scale ? $", ground truth ×{scale}" : "")}";
}
