using System.Collections;

namespace SuperResolution.Datasets;

/// <summary>
/// RealSR (Cai et al., ICCV 2019, arXiv 1904.00523): photographs of the same scenes with a longer (HR) and a shorter (LR) focal length,
/// aligned by its authors. Also any two folders <c>HR</c> and <c>LR</c>.
/// </summary>
/// <remarks>
/// The published layout is <c>RealSR(V3)/{Canon,Nikon}/{Train,Test}/{2,3,4}/Canon_001_{HR,LR4}.png</c>. Versions are told apart by the
/// sizes in the files' headers: in V1 and V2 LR is as large as HR, in V3 it is smaller by the scale. Order: camera, split, scale, name. HR
/// whose sides are no multiples of the scale is cut, at its right and lower edge, to what LR covers.
/// </remarks>
public sealed class PairedSet : IReadOnlyList<RealPair>
{
    private const string Set = "RealSR";
    private static readonly int[] scales = [2, 3, 4];

    private readonly IReadOnlyList<RealPair> pairs;

    private PairedSet(string name, IReadOnlyList<RealPair> pairs, DataSource source, string notice)
    {
        var cut = pairs.Count(pair => pair.IsCut);
        (Name, this.pairs, Source, Notice) =
            (name, pairs, source, cut == 0 ? notice
                : $"{notice} HR is cut at its right and lower edge to what LR covers in {cut} of {pairs.Count} pairs.".TrimStart());
        LrSize = pairs[0].HrSize == pairs[0].LrSize ? LrSize.SameAsHr : LrSize.Smaller;
        if (pairs.FirstOrDefault(pair => pair.HrSize == pair.LrSize != (LrSize == LrSize.SameAsHr)) is { } other)
            throw new DataSetException($"{name}: LR is {(LrSize == LrSize.SameAsHr ? "as large as" : "smaller than")} HR in {pairs[0]} " +
                $"({pairs[0].Lr.Path}), but not in {other} ({other.Lr.Path}). Versions must not be mixed: keep them in folders of " +
                "their own.");
    }

    /// <summary>Name of the set.</summary>
    public string Name { get; }

    /// <summary>Where it was found.</summary>
    public DataSource Source { get; }

    /// <summary>How large LR is.</summary>
    public LrSize LrSize { get; }

    /// <summary>The version of RealSR as far as sizes tell: "V3", or "V1 or V2".</summary>
    public string Version => LrSize == LrSize.Smaller ? "V3" : "V1 or V2";

    /// <summary>What a reader has to be told beside every number: that it is a sample or a part; else empty.</summary>
    public string Notice { get; }

    /// <summary>Number of pairs.</summary>
    public int Count => pairs.Count;

    /// <summary>The pair at a position, from 0.</summary>
    /// <param name="index">Position in the set's order.</param>
    public RealPair this[int index] => pairs[index];

    /// <summary>
    /// Opens RealSR: the folder <c>RealSR</c> of a data place, else <c>RealSR-sample</c>, which says in <see cref="Notice"/> that it is a
    /// sample.
    /// </summary>
    /// <param name="camera">One camera; null: both.</param>
    /// <param name="split">One split; null: both.</param>
    /// <param name="scale">2, 3 or 4; null: all.</param>
    /// <param name="folder">Where to look; null: <see cref="DataFolder.Current"/>.</param>
    /// <exception cref="DataSetException">
    /// It is not there (the message says how to get it), has not what is asked for, or its files do not fit together.
    /// </exception>
    public static PairedSet Open(RealSrCamera? camera = null, RealSrSplit? split = null, int? scale = null, DataFolder? folder = null) =>
        Find(camera, split, scale, folder) ?? throw SetFolders.NotFound(folder, Set, SetFolders.HowToGet(Set));

    /// <summary>As <see cref="Open"/>, but null when the set is not there.</summary>
    /// <param name="camera">One camera; null: both.</param>
    /// <param name="split">One split; null: both.</param>
    /// <param name="scale">2, 3 or 4; null: all.</param>
    /// <param name="folder">Where to look; null: <see cref="DataFolder.Current"/>.</param>
    /// <exception cref="DataSetException">It has not what is asked for, or its files do not fit together.</exception>
    public static PairedSet? Find(RealSrCamera? camera = null, RealSrSplit? split = null, int? scale = null, DataFolder? folder = null) =>
        SetFolders.Find(folder, Catalogue.Default[Set]) is { } found ? In(found.Path, Set, found.Source, camera, split, scale) : null;

    /// <summary>Opens a given folder: RealSR's layout, or <c>HR</c> and <c>LR</c> with equal file names.</summary>
    /// <param name="path">The folder that holds <c>Canon</c> and <c>Nikon</c>, or <c>RealSR(V3)</c>, or <c>HR</c> and <c>LR</c>.</param>
    /// <param name="camera">One camera; null: both.</param>
    /// <param name="split">One split; null: both.</param>
    /// <param name="scale">2, 3 or 4; null: all.</param>
    /// <exception cref="DataSetException">It has not what is asked for, or its files do not fit together.</exception>
    public static PairedSet FromFolder(string path, RealSrCamera? camera = null, RealSrSplit? split = null, int? scale = null)
    {
        var full = SetFolders.Existing(path);
        return In(full, Path.GetFileName(full), DataSource.Folder, camera, split, scale);
    }

    /// <inheritdoc/>
    public IEnumerator<RealPair> GetEnumerator() => pairs.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Name}: {Count} pairs ({Source}), LR " +
        $"{(LrSize == LrSize.SameAsHr ? "as large as HR" : "smaller by the scale")}{(Notice.Length > 0 ? ". " + Notice : "")}";

    private static PairedSet In(string path, string name, DataSource source, RealSrCamera? camera, RealSrSplit? split, int? scale)
    {
        if (scale is not (null or 2 or 3 or 4))
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "RealSR has the scales 2, 3 and 4.");
        if (HasCameras(path) || Versions(path).Length > 0) return Published(path, name, source, camera, split, scale);
        if (!Directory.Exists(Path.Combine(path, "HR")) || !Directory.Exists(Path.Combine(path, "LR")))
            throw new DataSetException($"{path} is neither RealSR (folders Canon and Nikon, or one called RealSR(V3) that has them) nor " +
                "a pair of folders HR and LR. Name another folder.");
        if (camera is not null || split is not null || scale is not null)
            throw new DataSetException($"{path} is a plain pair of folders HR and LR: it does not say which camera, split and scale a " +
                "picture belongs to. Open it without these.");

        var pairs = PairedFiles.InTwoFolders(path).ToList();
        if (pairs.Count == 0) throw new DataSetException($"{path}: the folders HR and LR have no pictures. Copy some there.");
        var isSample = name.StartsWith(Set, StringComparison.OrdinalIgnoreCase);
        return new PairedSet(name, pairs, source,
            isSample ? $"SAMPLE of RealSR: {pairs.Count} pair{(pairs.Count == 1 ? "" : "s")}. Numbers made with it cannot be compared " +
                "with any paper." : "");
    }

    private static PairedSet Published(string path, string name, DataSource source, RealSrCamera? camera, RealSrSplit? split, int? scale)
    {
        var root = HasCameras(path) ? path : Versions(path) is [var only] ? only
            : throw new DataSetException($"{path} has {string.Join(" and ", Versions(path).Select(Path.GetFileName))}. Choose one with " +
                "PairedSet.FromFolder.");
        var parts = (from c in Asked(camera, Enum.GetValues<RealSrCamera>())
                     from p in Asked(split, Enum.GetValues<RealSrSplit>())
                     from s in Asked(scale, scales)
                     select (Camera: c, Split: p, Scale: s))
            .Select(part => (Name: $"{part.Camera}/{part.Split}/{part.Scale}",
                Pairs: PairedFiles.InOneFolder(
                    Path.Combine(root, $"{part.Camera}", $"{part.Split}", $"{part.Scale}"), part.Camera, part.Split, part.Scale).ToList()))
                    .ToList();
        var missing = parts.Where(part => part.Pairs.Count == 0).Select(part => part.Name).ToList();
        if (missing.Count == parts.Count)
            throw new DataSetException($"{name}: {root} has no pictures in {Listing.Of(missing)}. Copy them there, or ask for another " +
                "camera, split or scale.");
        return new PairedSet(name, [.. parts.SelectMany(part => part.Pairs)], source,
            missing.Count > 0 ? $"PART of RealSR: there are no pictures in {Listing.Of(missing)}." : "");
    }

    private static T[] Asked<T>(T? one, T[] all) where T : struct => one is { } value ? [value] : all;

    private static bool HasCameras(string path) =>
        Enum.GetNames<RealSrCamera>().Any(camera => Directory.Exists(Path.Combine(path, camera)));

    private static string[] Versions(string path) =>
        [.. Directory.EnumerateDirectories(path, "RealSR*").Where(HasCameras).Order(StringComparer.Ordinal)];
}
