namespace SuperResolution.Datasets;

/// <summary>One download of a set's missing files into a folder beside it, which then takes its place.</summary>
internal sealed class DataSetJob(
    CatalogueSet set, CatalogueSplit split, IReadOnlyList<CatalogueFile> files, string partial, CarriedFolder? carried,
    IProgress<DownloadProgress>? progress)
{
    private const string Unpacked = ".unpacked";
    private readonly long total = files.Sum(f => f.Bytes);
    private long received;

    /// <summary>Fetches the files from the first address that has them all, or from the folder that was carried in.</summary>
    public async Task FetchAsync(Downloader downloader, int parallel, CancellationToken cancellation)
    {
        DiskSpace.Require(set.Name, Path.GetDirectoryName(partial)!, total);
        Directory.CreateDirectory(partial);
        if (carried is not null)
        {
            await TakeAsync(carried, cancellation);
            return;
        }

        var failures = new List<DataSetException>();
        foreach (var address in set.Addresses)
        {
            try
            {
                received = 0;
                if (address.IsFolder) await FetchFilesAsync(downloader, address, parallel, cancellation);
                else await FetchArchiveAsync(downloader, address, cancellation);
                return;
            }
            catch (DataSetException e)
            {
                failures.Add(e);
            }
        }

        throw failures.Count == 1 ? failures[0]
            : new DownloadException($"{set.Name}: no address had it. {string.Join(" ", failures.Select(f => f.Message))}", failures[0]);
    }

    /// <summary>Puts the complete files in their place: as a whole where nothing is there yet, else beside what is there.</summary>
    public void MoveInto(string target)
    {
        // What an address left behind that failed before another one had everything.
        var wanted = files.Select(Local).ToHashSet();
        foreach (var file in Directory.GetFiles(partial).Where(f => !wanted.Contains(f))) File.Delete(file);
        foreach (var folder in Directory.GetDirectories(partial, "*" + Unpacked)) Directory.Delete(folder, recursive: true);
        if (!Directory.Exists(target))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            Directory.Move(partial, target);
            return;
        }

        foreach (var file in files)
            File.Move(Local(file), Path.Combine(target, Path.GetRelativePath(partial, Local(file))), overwrite: false);
    }

    public void RemoveIfEmpty()
    {
        if (Directory.Exists(partial) && !FolderWalk.AllFiles(partial).Any()) Directory.Delete(partial, recursive: true);
    }

    private async Task FetchFilesAsync(Downloader downloader, CatalogueAddress address, int parallel, CancellationToken cancellation) =>
        await Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellation },
            async (file, token) =>
        {
            if (!await IsCompleteAsync(file, token))
            {
                var request = new DownloadRequest([new Uri(address.Url, file.RemotePath)], Local(file))
                {
                    Bytes = file.Bytes,
                    Checksum = Checksum.Sha256(file.Sha256),
                };
                await downloader.DownloadAsync(request, null, token);
            }

            progress?.Report(new DownloadProgress(file.Path, Interlocked.Add(ref received, file.Bytes), total));
        });

    private async Task FetchArchiveAsync(Downloader downloader, CatalogueAddress address, CancellationToken cancellation)
    {
        var archive = Path.Combine(partial, Path.GetFileName(address.Url.LocalPath));
        try
        {
            await downloader.DownloadAsync(
                new DownloadRequest([address.Url], archive) { Bytes = address.Bytes, Checksum = Sum(address) }, progress, cancellation);
            await UnpackAsync(archive, address, cancellation);
        }
        finally
        {
            File.Delete(archive); // a part file of it stays and is resumed
        }
    }

    private async Task UnpackAsync(string archive, CatalogueAddress address, CancellationToken cancellation)
    {
        using var unpacked = new ScratchFolder(Path.Combine(partial, Path.GetFileName(archive) + Unpacked));
        ArchiveExtractor.Extract(archive, unpacked.Path, cancellation: cancellation);
        foreach (var file in files)
        {
            var source = Path.Combine(unpacked.Path, address.Inside ?? "", file.Path);
            if (!File.Exists(source))
                throw new DataSetException($"{set.Name}: {address.Url} has no {address.Inside}{file.Path}. The archive has changed; " +
                    "fetch the set by hand.");
            var sha256 = await FileHash.Sha256Async(source, cancellation);
            if (!file.Accepts(sha256))
                throw new DataSetException($"{set.Name}: {file.Path} in {address.Url} is not the right file (SHA-256 " +
                    $"{FileHash.Short(sha256)}, expected {FileHash.Short(file.Sha256)}). Fetch the set by hand.");
            File.Move(source, Local(file), overwrite: true);
        }
    }

    private async Task TakeAsync(CarriedFolder folder, CancellationToken cancellation)
    {
        var missing = new List<string>();
        foreach (var file in files)
        {
            if (await IsCompleteAsync(file, cancellation)) continue;
            if (await folder.FindAsync(file, cancellation) is { } path) File.Copy(path, Local(file), overwrite: true);
            else missing.Add(file.Path);
            progress?.Report(new DownloadProgress(file.Path, received += file.Bytes, total));
        }

        if (missing.Count == 0) return;
        foreach (var address in set.Addresses.Where(a => !a.IsFolder))
        {
            var archive = await folder.FindAsync(Path.GetFileName(address.Url.LocalPath), address.Bytes, Sum(address), cancellation);
            if (archive is null) continue;
            await UnpackAsync(archive, address, cancellation);
            return;
        }

        throw new DataSetException($"{set.Name}: {folder.Path} has {files.Count - missing.Count} of {files.Count} files with the right " +
            $"checksum; missing are {string.Join(", ", missing.Take(5))}{(missing.Count > 5 ? $" and {missing.Count - 5} more" : "")}. " +
            "Bring those too, or leave --from out to download them.");
    }

    private static Checksum? Sum(CatalogueAddress address) => address.Sha256 is null ? null : Checksum.Sha256(address.Sha256);

    private async Task<bool> IsCompleteAsync(CatalogueFile file, CancellationToken cancellation) =>
        File.Exists(Local(file)) && file.Accepts(await FileHash.Sha256Async(Local(file), cancellation));

    /// <summary>Where a file lies in the partial folder, which takes the place of the split's folder.</summary>
    private string Local(CatalogueFile file) =>
        Path.Combine(partial, split.Folder.Length == 0 ? file.Path : file.Path[(split.Folder.Length + 1)..]);
}
