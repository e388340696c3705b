namespace SuperResolution.Datasets;

/// <summary>
/// A folder that somebody carried in, on a stick for example: archives, single files and folders of pictures, wherever they lie in it.
/// </summary>
/// <remarks>Files are recognised by their names and then by their checksums; nothing in the folder is changed.</remarks>
public sealed class CarriedFolder
{
    private const int Deepest = 12;

    private readonly Lazy<ILookup<string, string>> files, folders;

    /// <summary>Names the folder; it is read when the first file is looked for.</summary>
    /// <exception cref="DataSetException">There is no such folder.</exception>
    public CarriedFolder(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        if (!Directory.Exists(Path))
            throw new DataSetException($"There is no folder {Path}. Name the one that holds the archives or pictures.");
        files = new(() => ByName(FolderWalk.Files(Path, Deepest)));
        folders = new(() => ByName(FolderWalk.Folders(Path, Deepest).Prepend(Path)));
    }

    /// <summary>The absolute path.</summary>
    public string Path { get; }

    /// <summary>A file of a set under one of its names, in an edition that the catalogue accepts; null when there is none.</summary>
    public async Task<string?> FindAsync(CatalogueFile file, CancellationToken cancellation = default)
    {
        foreach (var name in new[] { file.Path, file.RemotePath }.Select(System.IO.Path.GetFileName).Distinct())
        {
            foreach (var path in files.Value[name!])
                if (file.Accepts(await FileHash.Sha256Async(path, cancellation))) return path;
        }

        return null;
    }

    /// <summary>A file of this name and, where they are known, this length and checksum; null when there is none.</summary>
    public async Task<string?> FindAsync(string name, long? bytes, Checksum? checksum, CancellationToken cancellation = default)
    {
        foreach (var path in files.Value[name])
        {
            if (bytes is not null && new FileInfo(path).Length != bytes) continue;
            if (checksum is null || await checksum.IsOfAsync(path, cancellation)) return path;
        }

        return null;
    }

    /// <summary>A folder of this name with this number of pictures; null when there is none.</summary>
    public string? FindFolder(string name, int images) =>
        folders.Value[name].FirstOrDefault(folder => ImageFiles.In(folder).Count() == images);

    private static ILookup<string, string> ByName(IEnumerable<string> paths) =>
        paths.Order(StringComparer.Ordinal).ToLookup(path => System.IO.Path.GetFileName(path), StringComparer.OrdinalIgnoreCase);
}
