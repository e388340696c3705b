using System.Formats.Tar;

namespace SuperResolution.Datasets;

/// <summary>Sets and weights in one archive: what a workshop needs, to be carried to machines without a network.</summary>
/// <remarks>
/// A plain .tar with the layout of a data folder; its first entry, <c>checksums.sha256</c>, has the SHA-256 of every file, as
/// <c>sha256sum</c> writes it.
/// </remarks>
public sealed class DataPackage
{
    private const string Manifest = "checksums.sha256";

    private static readonly int[] Scales = [2, 3, 4, 8];

    private readonly SortedDictionary<string, string> files = new(StringComparer.Ordinal); // path in the archive → file

    /// <summary>Number of files.</summary>
    public int Count => files.Count;

    /// <summary>Adds a set, or a split of it; files beside the pictures, such as labels, come along with a whole set.</summary>
    /// <param name="set">A set with files of its own (see <see cref="Catalogue.Resolve"/>).</param>
    /// <param name="split">The split.</param>
    /// <param name="found">Where it lies. Pictures in the layout of another archive keep it, with their LR files.</param>
    /// <exception cref="DataSetException">Pictures are missing.</exception>
    public void Add(CatalogueSet set, CatalogueSplit split, FoundSet found)
    {
        if (found is { IsCatalogues: false, Layout: { } layout })
        {
            if (split.Images is { } all && layout.Hr.Count != all)
                throw new DataSetException($"{set.Name}: {layout.Folder} has {layout.Hr.Count:N0} of {all:N0} images, so it is not " +
                    "packed. Complete it, or move it away.");
            foreach (var file in layout.Hr.Concat(Scales.SelectMany(scale => layout.Lr(scale) ?? []))) Add(found.Place.Path, file);
            return;
        }

        var folder = found.Folder;
        if (split.Images is { } images && ImageFiles.In(folder).Count() is var count && count < images)
            throw new DataSetException($"{set.Name}: {folder} has {count:N0} of {images:N0} images, so it is not packed. 'data get " +
                $"{set.Name}' fetches the rest.");
        foreach (var file in FolderWalk.AllFiles(folder)) Add(found.Place.Path, file);
        foreach (var file in Directory.EnumerateFiles(found.Home).Concat(RecordedChecksums.Lists(found.Home))) Add(found.Place.Path, file);
    }

    /// <summary>Adds weights.</summary>
    /// <param name="weights">The entry of the catalogue.</param>
    /// <param name="path">Where the file is.</param>
    public void Add(CatalogueWeights weights, string path) => files[$"weights/{weights.File}"] = path;

    /// <summary>Writes the archive, which appears only when it is complete.</summary>
    /// <param name="archive">The file, for example <c>workshop.tar</c>.</param>
    /// <param name="cancellation">Stops; nothing is left then.</param>
    /// <exception cref="DataSetException">There is no room for it.</exception>
    public async Task WriteAsync(string archive, CancellationToken cancellation = default)
    {
        DiskSpace.Require(Path.GetFileName(archive), Path.GetDirectoryName(Path.GetFullPath(archive))!,
            files.Values.Sum(f => new FileInfo(f).Length));
        var sums = new List<string>();
        foreach (var (name, path) in files) sums.Add($"{await FileHash.Sha256Async(path, cancellation)}  {name}\n");
        AtomicFile.Write(archive, stream =>
        {
            using var tar = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true);
            tar.WriteEntry(Entry(Manifest, new MemoryStream(System.Text.Encoding.UTF8.GetBytes(string.Concat(sums)))));
            foreach (var (name, path) in files)
            {
                cancellation.ThrowIfCancellationRequested();
                using var content = PlainFile.OpenRead(path);
                tar.WriteEntry(Entry(name, content));
            }
        });
    }

    /// <summary>
    /// Unpacks an archive into a data folder. Files that are there already stay; all others appear only after every checksum was right.
    /// </summary>
    /// <param name="archive">What <see cref="WriteAsync"/> has written.</param>
    /// <param name="dataFolder">The folder that receives the sets' folders.</param>
    /// <param name="cancellation">Stops; nothing is left then.</param>
    /// <returns>How many files were added, and how many were there.</returns>
    /// <exception cref="DataSetException">
    /// The archive is dangerous, damaged or none of the kit's, or another file of the same name is there.
    /// </exception>
    public static async Task<(int Added, int There)> UnpackAsync(
        string archive, string dataFolder, CancellationToken cancellation = default)
    {
        if (!File.Exists(archive)) throw new DataSetException($"There is no file {archive}. Check the path.");
        var root = Path.GetFullPath(dataFolder);
        Directory.CreateDirectory(root);
        using var claim = await FileClaim.TakeAsync(Path.Combine(root, ".import.lock"), cancellation);
        DiskSpace.Require(Path.GetFileName(archive), root, new FileInfo(archive).Length);
        using var unpacked = new ScratchFolder(Path.Combine(root, "import.partial"));
        ArchiveExtractor.Extract(archive, unpacked.Path, cancellation: cancellation);
        var sums = await CheckAsync(archive, unpacked.Path, cancellation);
        var there = await ThereAsync(sums, root, cancellation);
        foreach (var name in sums.Keys.Except(there))
        {
            var target = Path.Combine(root, name);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Move(Path.Combine(unpacked.Path, name), target);
        }

        return (sums.Count - there.Count, there.Count);
    }

    private void Add(string place, string file)
    {
        var name = Path.GetRelativePath(place, file).Replace('\\', '/');
        if (!name.EndsWith(".lock", StringComparison.Ordinal)) files[name] = file;
    }

    private static PaxTarEntry Entry(string name, Stream content) => new(TarEntryType.RegularFile, name)
    {
        DataStream = content,
        Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
    };

    /// <summary>Every file that the archive names, and no other, is there and right.</summary>
    private static async Task<Dictionary<string, string>> CheckAsync(string archive, string unpacked, CancellationToken cancellation)
    {
        var name = Path.GetFileName(archive);
        if (!File.Exists(Path.Combine(unpacked, Manifest)))
            throw new DataSetException($"{name} has no {Manifest}: 'data export' has not written it. Unpack it yourself and use 'data " +
                "get --from FOLDER'.");
        var sums = new Dictionary<string, string>();
        foreach (var line in File.ReadLines(Path.Combine(unpacked, Manifest)))
            if (line.Length > 66) sums[line[66..]] = line[..64];
        var present = FolderWalk.AllFiles(unpacked).Select(f => Path.GetRelativePath(unpacked, f).Replace('\\', '/'))
            .Where(f => f != Manifest).ToHashSet();
        if (!present.SetEquals(sums.Keys))
            throw new DataSetException($"{name} is damaged: it holds {present.Count:N0} files, and {Manifest} names {sums.Count:N0}. " +
                "Pack it again.");
        foreach (var (file, sha256) in sums)
        {
            if (await FileHash.Sha256Async(Path.Combine(unpacked, file), cancellation) != sha256)
                throw new DataSetException($"{name} is damaged: {file} has not the checksum that was packed with it. Copy the archive " +
                    "again; nothing of it was kept.");
        }

        return sums;
    }

    private static async Task<HashSet<string>> ThereAsync(Dictionary<string, string> sums, string root, CancellationToken cancellation)
    {
        var there = new HashSet<string>();
        foreach (var (name, sha256) in sums)
        {
            var place = Path.Combine(root, name);
            if (!File.Exists(place)) continue;
            if (await FileHash.Sha256Async(place, cancellation) != sha256)
                throw new DataSetException($"{place} is there already and is another file than the one in the archive. Move it away and " +
                    "import again; nothing was changed.");
            there.Add(name);
        }

        return there;
    }
}
