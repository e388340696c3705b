using System.Collections;
using SuperResolution.Imaging;

namespace SuperResolution.Datasets;

/// <summary>
/// A benchmark set at one scale: pairs of HR and LR pictures, LR from files where the set's folder has them, else made as the papers do.
/// </summary>
/// <remarks>
/// <see cref="Origin"/> says which of both it is. Files can differ from what is made here: older MATLAB replicated the border, and
/// BasicSR's
/// <c>LRbicx4</c> belong to pictures cut to multiples of 12. So HR is always cut, at its right and lower edge, to what LR covers. To
/// measure an upscaler on given LR pictures:
/// <code>
/// var protocol = Protocol.Y601Unrounded(4);
/// foreach (var pair in BenchmarkSet.Open("Set5", 4))
///     Console.WriteLine($"{pair}: {protocol.Measure(pair.Hr.Load(), upscaler.Upscale(pair.Lr.Load())).Psnr:0.00} dB");
/// </code>
/// </remarks>
public sealed class BenchmarkSet : IReadOnlyList<PicturePair>
{
    /// <summary>The largest multiple that archives cut HR pictures to (BasicSR's GTmod12).</summary>
    private const int LargestCut = 12;

    private readonly ImageSet hr;
    private readonly IReadOnlyList<PicturePair> pairs;

    private BenchmarkSet(ImageSet hr, int scale, IReadOnlyList<string>? lr, string layout)
    {
        (this.hr, Scale, Origin, Layout) = (hr, scale, lr is null ? LrOrigin.Made : LrOrigin.Files, layout);
        pairs = [.. hr.Select((item, i) => lr is null ? Made(item) : Read(item, ImageItem.FromFile(lr[i], item.Name)))];
    }

    /// <summary>Name of the set.</summary>
    public string Name => hr.Name;

    /// <summary>HR is this many times as wide and as high as LR.</summary>
    public int Scale { get; }

    /// <summary>Whether LR pictures are read or made.</summary>
    public LrOrigin Origin { get; }

    /// <summary>Whose folders the files lie in, e.g. "BasicSR"; "drawn" without files. See <see cref="BenchmarkLayout"/>.</summary>
    public string Layout { get; }

    /// <summary>Where the pictures were found.</summary>
    public DataSource Source => hr.Source;

    /// <summary>What a reader has to be told beside every number (drawn pictures, crops instead of originals); else empty.</summary>
    public string Notice => hr.Notice;

    /// <summary>Number of pairs.</summary>
    public int Count => pairs.Count;

    /// <summary>The pair at a position, from 0.</summary>
    /// <param name="index">Position in the set's order.</param>
    public PicturePair this[int index] => pairs[index];

    /// <summary>The pair with a name, for example <c>butterfly</c>.</summary>
    /// <param name="name">Name without extension, whatever its case.</param>
    /// <exception cref="DataSetException">The set has no such picture.</exception>
    public PicturePair this[string name]
    {
        get
        {
            var item = hr[name];
            return pairs[hr.ToList().IndexOf(item)];
        }
    }

    /// <summary>Opens a set of the catalogue, wherever <see cref="DataFolder"/> has it and in whatever layout.</summary>
    /// <param name="name"><c>Set5</c>, <c>Set14</c>, <c>BSD100</c>, <c>Urban100</c> …</param>
    /// <param name="scale">2, 3, 4 …</param>
    /// <param name="folder">Where to look; null: <see cref="DataFolder.Current"/>.</param>
    /// <returns>The set, or pairs of drawn pictures that stand in for it and say so in <see cref="Notice"/>.</returns>
    /// <exception cref="DataSetException">No such set, or its files are incomplete.</exception>
    public static BenchmarkSet Open(string name, int scale, DataFolder? folder = null)
    {
        CheckScale(scale);
        var asked = Catalogue.Default[name];
        var (set, split) = Catalogue.Default.Resolve(asked);
        if (split is not null && SetLocator.Find(asked.Name, set, split, folder ?? DataFolder.Current, scale) is { } found)
            return new BenchmarkSet(SetOpener.Images(asked.Name, set, found.Layout, found.Source), scale, found.Layout.Lr(scale),
                found.Layout.Name);
        return Of(ImageSet.Open(name, folder: folder), scale);
    }

    /// <summary>
    /// Opens the folder of one set, in any of the layouts of <see cref="BenchmarkLayout"/>. How many pictures it should have is not
    /// checked.
    /// </summary>
    /// <param name="path">For example <c>data/Set5</c> or <c>data/Set5_HR</c>.</param>
    /// <param name="scale">2, 3, 4 …</param>
    /// <param name="name">Name for tables; null: the folder's name.</param>
    /// <exception cref="DataSetException">No layout has pictures there, or LR files are incomplete.</exception>
    public static BenchmarkSet FromFolder(string path, int scale, string? name = null)
    {
        CheckScale(scale);
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var layout = BenchmarkLayout.FindIn(full, scale)
            ?? throw new DataSetException(
                $"{full} has no pictures in any known layout. Known are: the pictures themselves, the folders original, HR, GTmod12 or " +
                $"image_SRF_{scale} in it, and a folder called …_HR. Name the one that holds them with ImageSet.FromFolder.");
        var items = layout.Hr.Select(file => ImageItem.FromFile(file, BenchmarkLayout.PictureName(file))).ToList();
        return new BenchmarkSet(new ImageSet(name ?? Path.GetFileName(full), items, DataSource.Folder, layout.Notice), scale,
            layout.Lr(scale), layout.Name);
    }

    /// <summary>Makes the LR pictures of any set.</summary>
    /// <param name="hr">The high-resolution pictures.</param>
    /// <param name="scale">2, 3, 4 …</param>
    public static BenchmarkSet Of(ImageSet hr, int scale)
    {
        CheckScale(scale);
        return new BenchmarkSet(hr, scale, null, hr.Source == DataSource.Synthetic ? "drawn" : "by hand");
    }

    /// <inheritdoc/>
    public IEnumerator<PicturePair> GetEnumerator() => pairs.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Name} ×{Scale}: {Count} pairs ({Source}, {Layout}), LR " +
        $"{(Origin == LrOrigin.Made ? "made here with MATLAB's bicubic" : "from files")}{(Notice.Length > 0 ? ". " + Notice : "")}";

    private PicturePair Made(ImageItem item)
    {
        var truth = ImageItem.FromGenerator(item.Name, () => item.Load().CropToMultipleOf(Scale));
        return new PicturePair(item.Name, truth, ImageItem.FromGenerator(item.Name, () => Resize.Imresize(truth.Load(), 1.0 / Scale)));
    }

    private PicturePair Read(ImageItem item, ImageItem lr) =>
        new(item.Name, ImageItem.FromGenerator(item.Name, () => Cut(item, PictureInfo.Read(lr.Path!))), lr);

    private Picture Cut(ImageItem item, PictureInfo lr)
    {
        var (picture, width, height) = (item.Load(), lr.Width * Scale, lr.Height * Scale);
        if (picture.Width - width is < 0 or >= LargestCut || picture.Height - height is < 0 or >= LargestCut)
            throw new DataSetException($"{Name}, {item.Name}: LR is {lr} and HR {picture.Width}×{picture.Height}, which do not belong " +
                $"together at ×{Scale}. Check that both folders are of the same archive.");
        return picture.Crop(0, 0, width, height);
    }

    private static void CheckScale(int scale)
    {
        if (scale < 1) throw new ArgumentOutOfRangeException(nameof(scale), scale, "The scale is at least 1.");
    }
}

/// <summary>
/// A high-resolution picture and a low-resolution one of the same content. Both are read or made when they are asked for.
/// </summary>
/// <param name="Name">Name of the picture, for example <c>butterfly</c>.</param>
/// <param name="Hr">The truth.</param>
/// <param name="Lr">The input of an upscaler.</param>
public sealed record PicturePair(string Name, ImageItem Hr, ImageItem Lr)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>Where the low-resolution pictures of a <see cref="BenchmarkSet"/> come from.</summary>
public enum LrOrigin
{
    /// <summary>Made here from HR: cut to a multiple of the scale, MATLAB's bicubic <c>imresize</c>, 8 bit.</summary>
    Made,

    /// <summary>Read from files that came with the set.</summary>
    Files,
}
