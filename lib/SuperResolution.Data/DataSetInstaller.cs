namespace SuperResolution.Datasets;

/// <summary>Downloads data sets. A set's folder appears only when it is complete; until then it is called <c>NAME.partial-…</c>.</summary>
/// <param name="downloader">Fetches the files.</param>
/// <param name="carried">Where the files are taken from instead, without any network; null: they are downloaded.</param>
public sealed class DataSetInstaller(Downloader downloader, CarriedFolder? carried = null)
{
    private const int Parallel = 4; // more is not faster at one server, and unfriendly

    /// <summary>Makes sure that a set is complete in a data folder, downloading what is missing.</summary>
    /// <param name="set">A set with files of its own (see <see cref="Catalogue.Resolve"/>).</param>
    /// <param name="split">The split that is wanted; null: all.</param>
    /// <param name="dataFolder">The folder that holds the sets' folders.</param>
    /// <param name="progress">Is told the bytes of the set that are there; called from pool threads.</param>
    /// <param name="cancellation">Stops; complete files and part files stay and are used next time.</param>
    /// <returns>The set's folder.</returns>
    /// <exception cref="DataSetException">The set cannot be downloaded, or files that are there already are damaged.</exception>
    public async Task<string> InstallAsync(
        CatalogueSet set, CatalogueSplit? split, string dataFolder, IProgress<DownloadProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        var home = Path.Combine(Path.GetFullPath(dataFolder), set.Folder);
        foreach (var part in split is null ? set.MainSplits : [split])
            await InstallSplitAsync(set, part, home, progress, cancellation);
        return home;
    }

    private async Task InstallSplitAsync(
        CatalogueSet set, CatalogueSplit split, string home, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        var label = split.Folder.Length == 0 ? set.Name : $"{set.Name}-{split.Name}";
        var target = Path.Combine(home, split.Folder).TrimEnd(Path.DirectorySeparatorChar);
        var root = Path.GetDirectoryName(home)!;
        CreateFolder(root);
        using var claim = await FileClaim.TakeAsync(Path.Combine(root, $".{label}.lock"), cancellation);

        if (set.Files.Count == 0)
        {
            await InstallArchivedAsync(set, split, home, Path.Combine(root, $"{label}.partial"), progress, cancellation);
            return;
        }

        var missing = new List<CatalogueFile>();
        foreach (var file in set.FilesOf(split))
        {
            if (!File.Exists(Path.Combine(home, file.Path))) missing.Add(file);
            else if (await DataVerifier.CheckAsync(set, file, home, cancellation) is { } finding)
                throw new DataSetException(finding.Message);
        }

        if (missing.Count == 0) return;
        if (set.Addresses.Count == 0 && carried is null) throw ByHand(set, home);

        // The name depends on what belongs in the folder, so that parts of another edition are never mixed in.
        var fingerprint = FileHash.Short(FileHash.Sha256(string.Concat(missing.Select(f => f.Sha256))))[..8];
        var job = new DataSetJob(set, split, missing, Path.Combine(root, $"{label}.partial-{fingerprint}"), carried, progress);
        try
        {
            await job.FetchAsync(downloader, Parallel, cancellation);
            job.MoveInto(target);
        }
        finally
        {
            job.RemoveIfEmpty();
        }
    }

    private async Task InstallArchivedAsync(
        CatalogueSet set, CatalogueSplit split, string home, string partial, IProgress<DownloadProgress>? progress,
        CancellationToken cancellation)
    {
        if (!set.Downloads.Any(d => d.Splits.Contains(split.Name)))
        {
            if (ImageFiles.AnyBelow(Path.Combine(home, split.Folder), intoFolders: true)) return;
            throw ByHand(set, home);
        }

        try
        {
            await new ArchivedSetJob(set, split, home, carried, progress).InstallAsync(downloader, partial, cancellation);
        }
        finally
        {
            if (Directory.Exists(partial) && !FolderWalk.AllFiles(partial).Any()) Directory.Delete(partial, recursive: true);
        }
    }

    private static void CreateFolder(string root)
    {
        try
        {
            Directory.CreateDirectory(root);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataSetException($"Nothing can be written to {root}: {e.Message} Name another folder with --to or " +
                $"{DataFolder.Variable}.", e);
        }
    }

    private static DataSetException ByHand(CatalogueSet set, string home) => new(
        $"{set.Name} has to be fetched by hand. Folder: {home} ({(set.Images is { } images ? $"{images:N0} images" : set.Sizes)}; " +
        $"{set.Layout}). {set.Instructions} Where it is: {string.Join("; ", set.Elsewhere)}. 'data list' then shows it as found.");
}
