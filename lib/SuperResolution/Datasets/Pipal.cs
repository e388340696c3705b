using System.Collections;
using System.Text.RegularExpressions;
using SuperResolution.Imaging;

namespace SuperResolution.Datasets;

/// <summary>
/// PIPAL (Gu et al., ECCV 2020, arXiv 2007.12142): pictures that were distorted in 116 ways, many of them by super-resolution networks,
/// with Elo scores of 1.13 million human judgements.
/// </summary>
/// <remarks>
/// Labels are the official <c>Train_Label/A0001.txt</c> … or the table <c>meta_info_PIPALDataset.csv</c>; pictures lie in <c>Train_Ref</c>
/// and
/// <c>Distortion_1</c> … <c>Distortion_4</c> (or <c>Dist_Imgs</c>), or in any other subfolders. Labels alone suffice to open the set.
/// Order: by name. Scores are meant for comparing pictures of the same reference.
/// </remarks>
public sealed partial class Pipal : IReadOnlyList<PipalImage>
{
    private const string Set = "PIPAL", Table = "meta_info_PIPALDataset.csv";

    private readonly IReadOnlyList<PipalImage> images;

    private Pipal(string name, string folder, DataSource source)
    {
        (Name, Source) = (name, source);
        var files = FolderWalk.Files(folder).Order(StringComparer.Ordinal).ToList();
        var scores = Scores(files);
        var pictures = files.Where(PictureNames.IsRead).GroupBy(Path.GetFileNameWithoutExtension)
            .Where(group => Known().IsMatch(group.Key!)).ToDictionary(group => group.Key!, group => group.First());

        images = [.. scores.Keys.Union(pictures.Keys.Where(key => key.Contains('_'))).Order(StringComparer.Ordinal).Select(Image)];
        if (images.Count == 0)
            throw new DataSetException($"{name}: {folder} has neither labels (Train_Label/A0001.txt …, or {Table}) nor distorted " +
                $"pictures (A0001_00_00.bmp …). {SetFolders.HowToGet(Set)}");
        Notice = Describe(folder);

        PipalImage Image(string key)
        {
            var parts = key.Split('_');
            return new PipalImage(key, parts[0], (PipalClass)int.Parse(parts[1]), int.Parse(parts[2]),
                scores.TryGetValue(key, out var score) ? score : null, Item(key), Item(parts[0]),
                pictures.ContainsKey(key) && pictures.ContainsKey(parts[0]));
        }

        ImageItem Item(string key) =>
            pictures.TryGetValue(key, out var path) ? ImageItem.FromFile(path) : ImageItem.FromGenerator(key, () =>
                throw new DataSetException($"{name}: the picture {key} is not in {folder}. {SetFolders.HowToGet(Set)} Folder: {folder}."));
    }

    /// <summary>Name of the set.</summary>
    public string Name { get; }

    /// <summary>Where it was found.</summary>
    public DataSource Source { get; }

    /// <summary>What a reader has to be told: which pictures or labels are missing; else empty.</summary>
    public string Notice { get; }

    /// <summary>Number of distorted pictures, at hand or only labelled.</summary>
    public int Count => images.Count;

    /// <summary>The picture at a position, from 0.</summary>
    /// <param name="index">Position in the set's order.</param>
    public PipalImage this[int index] => images[index];

    /// <summary>Names of the references, e.g. <c>A0001</c>, in order.</summary>
    public IReadOnlyList<string> References => [.. images.Select(image => image.ReferenceName).Distinct()];

    /// <summary>Opens PIPAL: the folder <c>PIPAL</c> of a data place, else <c>PIPAL-labels</c>.</summary>
    /// <param name="folder">Where to look; null: <see cref="DataFolder.Current"/>.</param>
    /// <exception cref="DataSetException">It is not there (the message says how to get it), or a label file is malformed.</exception>
    public static Pipal Open(DataFolder? folder = null) =>
        Find(folder) ?? throw SetFolders.NotFound(folder, Set, SetFolders.HowToGet(Set));

    /// <summary>As <see cref="Open"/>, but null when the set is not there.</summary>
    /// <param name="folder">Where to look; null: <see cref="DataFolder.Current"/>.</param>
    /// <exception cref="DataSetException">A label file is malformed.</exception>
    public static Pipal? Find(DataFolder? folder = null) =>
        SetFolders.Find(folder, Catalogue.Default[Set]) is { } found ? new Pipal(Set, found.Path, found.Source) : null;

    /// <summary>Opens a given folder with labels, pictures or both, in it or in its subfolders.</summary>
    /// <param name="path">The set's folder.</param>
    /// <exception cref="DataSetException">It has neither, or a label file is malformed.</exception>
    public static Pipal FromFolder(string path)
    {
        var full = SetFolders.Existing(path);
        return new Pipal(Path.GetFileName(full), full, DataSource.Folder);
    }

    /// <summary>The distorted pictures of one reference.</summary>
    /// <param name="reference">For example <c>A0001</c>.</param>
    /// <exception cref="DataSetException">There is no such reference.</exception>
    public IReadOnlyList<PipalImage> Of(string reference) =>
        images.Where(image => image.ReferenceName == reference).ToList() is { Count: > 0 } found
        ? found : throw new DataSetException($"{Name} has no reference '{reference}'. It has {Listing.Of(References)}.");

    /// <inheritdoc/>
    public IEnumerator<PipalImage> GetEnumerator() => images.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Name}: {Count:N0} distorted pictures of {References.Count} references ({Source}){(Notice.Length > 0 ? ". " + Notice : "")}";

    private static Dictionary<string, double> Scores(List<string> files)
    {
        // The official files first: where they are, the table is a copy of them.
        var texts = files.Where(file => OfReference().IsMatch(Path.GetFileName(file))).ToList();
        var source = texts.Count > 0 ? texts.SelectMany(file => PipalLabels.ReadText(file).Select(label => (file, label)))
            : files.Where(file => Path.GetFileName(file) == Table).Take(1)
                .SelectMany(file => PipalLabels.ReadTable(file).Select(label => (file, label)));
        var scores = new Dictionary<string, double>();
        foreach (var (file, (reference, distorted, score)) in source)
        {
            var key = Path.GetFileNameWithoutExtension(distorted);
            if (!Distorted().IsMatch(key))
                throw new DataSetException($"'{file}': '{distorted}' is not a name of PIPAL (reference, class and distortion as in " +
                    "A0001_03_12.bmp). Get the file again.");
            if (key.Split('_')[0] != Path.GetFileNameWithoutExtension(reference))
                throw new DataSetException($"'{file}': '{distorted}' is listed under the reference '{reference}'. Get the file again.");
            if (!scores.TryAdd(key, score))
                throw new DataSetException($"'{file}': '{distorted}' has a score in another file already. Keep one copy of the " +
                    "label files.");
        }
        return scores;
    }

    private string Describe(string folder)
    {
        var (without, labelled, whole) =
            (images.Where(image => !image.HasPictures).ToList(), images.Count(image => image.Elo is not null),
                Catalogue.Default[Set].Splits.Sum(split => split.Name == "distorted" ? split.Images : 0));
        string[] notices =
        [
            without.Count == 0 ? "" : without.Count == Count ? $"Labels only: {folder} has no pictures."
            : $"PART of PIPAL: {without.Count:N0} of {Count:N0} distorted pictures or their references are missing: " +
                $"{Listing.Of([.. without.Select(image => image.Name)])}.",
            labelled == whole ? "" : labelled == 0 ? "There are no labels." : $"PART of PIPAL: {labelled:N0} of {whole:N0} scores.",
        ];
        return string.Join(' ', notices).Trim();
    }

    [GeneratedRegex(@"^A\d{4}(_(0[0-6]|10)_\d\d)?$", RegexOptions.NonBacktracking)]
    private static partial Regex Known();

    [GeneratedRegex(@"^A\d{4}_(0[0-6]|10)_\d\d$", RegexOptions.NonBacktracking)]
    private static partial Regex Distorted();

    [GeneratedRegex(@"^A\d{4}\.txt$", RegexOptions.NonBacktracking)]
    private static partial Regex OfReference();
}
