using System.Collections;
using SuperResolution.Imaging;

namespace SuperResolution.Datasets;

/// <summary>
/// CelebA (Liu et al., ICCV 2015, arXiv 1411.7766): aligned faces of 178×218 pixels with splits, 40 attributes and five landmarks.
/// </summary>
/// <remarks>
/// The pictures lie in <c>img_align_celeba</c> (or directly in the folder), the published label files beside it. Each label file may be
/// missing:
/// <see cref="MissingLabels"/> says which, and what depends on it is null. Cut faces with <see cref="CelebACrop"/>. Order: by file name.
/// </remarks>
public sealed class CelebA : IReadOnlyList<CelebAFace>
{
    private const string Set = "CelebA";

    private readonly CelebALabels labels;
    private readonly IReadOnlyList<string> files;

    private CelebA(string name, string folder, DataSource source, CelebASplit? split)
    {
        (Name, Source, labels) = (name, source, new CelebALabels(folder));
        var pictures = new[] { "img_align_celeba", "img_align_celeba_png", Path.Combine("Img", "img_align_celeba"),
            Path.Combine("img_align_celeba", "img_align_celeba"), "" }
            .Select(inner => ImageFiles.In(Path.Combine(folder, inner)).ToList()).FirstOrDefault(found => found.Count > 0)
            ?? throw new DataSetException(
                $"{name}: {folder} has no pictures, neither in img_align_celeba nor directly. {SetFolders.HowToGet(Set)}");
        if (split is not null && labels.Pictures(null) is null)
            throw new DataSetException($"{name}: {folder} has no {CelebALabels.Partition}.txt, so nobody knows which pictures are the " +
                $"split {split}. Get the file from where the pictures are from, or open all pictures without a split.");
        CheckSize(pictures[0], PictureInfo.Read(pictures[0]));

        var listed = labels.Pictures(split);
        files = listed is null ? pictures : Known(pictures, listed);
        if (files.Count == 0)
            throw new DataSetException($"{name}: {folder} has no picture of the split {split}. Copy some there, or open another split.");
        Notice = Part(listed);
    }

    /// <summary>Name of the set.</summary>
    public string Name { get; }

    /// <summary>Where it was found.</summary>
    public DataSource Source { get; }

    /// <summary>Names of the label files that are not there.</summary>
    public IReadOnlyList<string> MissingLabels => labels.Missing;

    /// <summary>The names of the 40 attributes, e.g. <c>Smiling</c>; empty without <c>list_attr_celeba.txt</c>.</summary>
    public IReadOnlyList<string> AttributeNames => labels.Names;

    /// <summary>What a reader has to be told: that it is a sample, or which pictures are missing; else empty.</summary>
    public string Notice { get; }

    /// <summary>Number of faces.</summary>
    public int Count => files.Count;

    /// <summary>The face at a position, from 0.</summary>
    /// <param name="index">Position in the set's order.</param>
    public CelebAFace this[int index]
    {
        get
        {
            var (path, name) = (files[index], NameOf(files[index]));
            var picture = ImageItem.FromFile(path, check: picture => CheckSize(path, new PictureInfo(picture.Width, picture.Height)));
            return new CelebAFace(name, picture, labels.SplitOf(name), labels.LandmarksOf(name), labels.AttributesOf(name));
        }
    }

    /// <summary>
    /// Opens CelebA: the folder <c>CelebA</c> of a data place, else <c>CelebA-sample</c>, which says in <see cref="Notice"/> that it is a
    /// sample.
    /// </summary>
    /// <param name="split">One split; null: all pictures.</param>
    /// <param name="folder">Where to look; null: <see cref="DataFolder.Current"/>.</param>
    /// <exception cref="DataSetException">
    /// It is not there (the message says how to get it), has no such split, or its files are malformed.
    /// </exception>
    public static CelebA Open(CelebASplit? split = null, DataFolder? folder = null) =>
        Find(split, folder) ?? throw SetFolders.NotFound(folder, Set, SetFolders.HowToGet(Set));

    /// <summary>As <see cref="Open"/>, but null when the set is not there.</summary>
    /// <param name="split">One split; null: all pictures.</param>
    /// <param name="folder">Where to look; null: <see cref="DataFolder.Current"/>.</param>
    /// <exception cref="DataSetException">It has no such split, or its files are malformed.</exception>
    public static CelebA? Find(CelebASplit? split = null, DataFolder? folder = null) =>
        SetFolders.Find(folder, Catalogue.Default[Set]) is { } found ? new CelebA(Set, found.Path, found.Source, split) : null;

    /// <summary>Opens a given folder: pictures in <c>img_align_celeba</c> or directly in it, label files beside them.</summary>
    /// <param name="path">The set's folder.</param>
    /// <param name="split">One split; null: all pictures.</param>
    /// <exception cref="DataSetException">It has no pictures or no such split, or its files are malformed.</exception>
    public static CelebA FromFolder(string path, CelebASplit? split = null)
    {
        var full = SetFolders.Existing(path);
        return new CelebA(Path.GetFileName(full), full, DataSource.Folder, split);
    }

    /// <summary>The faces that have an attribute, in order.</summary>
    /// <param name="attribute">One of <see cref="AttributeNames"/>.</param>
    /// <param name="present">False: the faces that have it not.</param>
    /// <exception cref="DataSetException">There is no such attribute, or no file of attributes.</exception>
    public IEnumerable<CelebAFace> With(string attribute, bool present = true)
    {
        if (AttributeNames.Count == 0)
            throw new DataSetException($"{Name} has no {CelebALabels.Attributes}.txt, so nothing is known of its faces. Get the file " +
                "from where the pictures are from.");
        if (!AttributeNames.Contains(attribute))
            throw new DataSetException($"{Name} has no attribute '{attribute}'. It has {string.Join(", ", AttributeNames)}.");
        return this.Where(face => face.Attributes is { } attributes && attributes.Contains(attribute) == present);
    }

    /// <summary>The pictures as a set: for training, or to be cut.</summary>
    /// <param name="crop">The part that is cut out; null: whole pictures.</param>
    public ImageSet ToImageSet(CelebACrop? crop = null) => new(crop is null ? Name : $"{Name} {crop.Size}×{crop.Size}",
        [.. this.Select(face => crop is null ? face.Picture : ImageItem.FromGenerator(face.Name, () => crop.Apply(face.Picture.Load())))],
        Source, Notice);

    /// <inheritdoc/>
    public IEnumerator<CelebAFace> GetEnumerator() => Enumerable.Range(0, Count).Select(i => this[i]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString()
    {
        var without = MissingLabels.Count > 0 ? $", without {string.Join(", ", MissingLabels)}" : "";
        return $"{Name}: {Count:N0} faces ({Source}){without}{(Notice.Length > 0 ? ". " + Notice : "")}";
    }

    private IReadOnlyList<string> Known(List<string> pictures, IReadOnlyList<string> listed)
    {
        var all = labels.Pictures(null)!.ToHashSet();
        var unknown = pictures.Select(NameOf).Where(name => !all.Contains(name)).ToList();
        if (unknown.Count > 0)
            throw new DataSetException($"{Name}: {CelebALabels.Partition} does not list {Listing.Of(unknown)}. Pictures and label files " +
                "must be of the same edition.");
        var wanted = listed.ToHashSet();
        return [.. pictures.Where(file => wanted.Contains(NameOf(file)))];
    }

    private string Part(IReadOnlyList<string>? listed)
    {
        var whole = Catalogue.Default[Set].Images!.Value;
        if (listed is null)
            return Count == whole ? "" : $"SAMPLE of CelebA: {Count:N0} of {whole:N0} faces. Numbers made with it cannot be compared " +
                "with any paper.";
        var there = files.Select(NameOf).ToHashSet();
        var missing = listed.Where(name => !there.Contains(name)).ToList();
        var all = labels.Pictures(null)!.Count;
        return ((missing.Count == 0 ? ""
            : $"PART of CelebA: {Count:N0} of {listed.Count:N0} pictures; missing are {Listing.Of(missing)}. ")
            + (all == whole ? "" : $"PART of CelebA: {CelebALabels.Partition} has {all:N0} of {whole:N0} pictures.")).Trim();
    }

    private static string NameOf(string file) => Path.GetFileNameWithoutExtension(file);

    private static void CheckSize(string path, PictureInfo size)
    {
        if (size is not { Width: 178, Height: 218 })
            throw new DataSetException($"{path} has {size} pixels; the aligned pictures of CelebA have 178×218. Use img_align_celeba, " +
                "not img_celeba or a cut copy.");
    }
}
