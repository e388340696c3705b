namespace SuperResolution.Datasets;

/// <summary>
/// Fetches the archives and files of a set whose pictures are not listed one by one, and puts them into the set's folder.
/// </summary>
internal sealed class ArchivedSetJob(
    CatalogueSet set, CatalogueSplit split, string home, CarriedFolder? carried, IProgress<DownloadProgress>? progress)
{
    private IEnumerable<CatalogueDownload> Missing => set.Downloads.Where(d => d.Splits.Contains(split.Name) && !IsThere(d));

    /// <summary>Fetches what is missing, one archive after the other.</summary>
    /// <param name="downloader">Fetches.</param>
    /// <param name="partial">Receives part files and what is being unpacked.</param>
    /// <param name="cancellation">Stops; part files stay.</param>
    public async Task InstallAsync(Downloader downloader, string partial, CancellationToken cancellation)
    {
        foreach (var download in Missing.ToList())
        {
            // packed and unpacked
            DiskSpace.Require($"{set.Name} ({download.File})", Path.GetDirectoryName(partial)!, 2 * download.Bytes ?? 0);
            Directory.CreateDirectory(partial);
            if (carried is not null) await TakeAsync(carried, download, partial, cancellation);
            else await FetchAsync(downloader, download, partial, cancellation);
        }
    }

    private bool IsThere(CatalogueDownload download) => download.Inside is null
        ? File.Exists(Path.Combine(home, download.Into))
        : set.Splits.Where(s => download.Splits.Contains(s.Name)).All(s => Holds(Path.Combine(home, s.Folder), s));

    private static bool Holds(string folder, CatalogueSplit part) =>
        part.Images is { } images ? ImageFiles.In(folder).Count() == images : ImageFiles.AnyBelow(folder, intoFolders: true);

    private async Task FetchAsync(Downloader downloader, CatalogueDownload download, string partial, CancellationToken cancellation)
    {
        var file = Path.Combine(partial, download.File);
        try
        {
            var request = new DownloadRequest([.. download.Addresses.Select(a => a.Url)], file)
            {
                Bytes = download.Bytes,
                Checksum = download.Checksum,
            };
            if (!File.Exists(file) || download.Checksum is not { } sum || !await sum.IsOfAsync(file, cancellation))
                await downloader.DownloadAsync(request, progress, cancellation);
            await PlaceAsync(download, file, partial, cancellation);
        }
        catch (DataSetException e) when (e.InnerException is not (IOException or UnauthorizedAccessException)) // which are this machine's
        {
            File.Delete(file); // refused: it would be refused again
            throw;
        }
        finally
        {
            // Without a checksum nobody could tell what it is next time; with one it is used again after, say, a full disk.
            if (download.Checksum is null || IsThere(download)) File.Delete(file);
        }
    }

    private async Task TakeAsync(CarriedFolder folder, CatalogueDownload download, string partial, CancellationToken cancellation)
    {
        if (await folder.FindAsync(download.File, download.Bytes, download.Checksum, cancellation) is { } file)
        {
            await PlaceAsync(download, file, partial, cancellation);
            return;
        }

        // Somebody may have unpacked it already.
        var parts = set.Splits.Where(s => download.Splits.Contains(s.Name))
            .Select(s => (Split: s, Found: s.Images is { } n ? folder.FindFolder(Path.GetFileName(s.Folder), n) : null)).ToList();
        if (download.Inside is null || parts.Exists(p => p.Found is null))
            throw new DataSetException($"{set.Name}: {folder.Path} has neither " +
                $"{download.File}{(download.Checksum is { } sum ? $" with {sum}" : "")} nor the unpacked pictures of " +
                $"{string.Join(", ", parts.Select(p => $"{p.Split.Folder} ({p.Split.Images:N0})"))}. Bring one of them, or leave --from " +
                "out to download it.");
        using var copies = new ScratchFolder(Path.Combine(partial, "copy"));
        foreach (var (part, found) in parts)
        {
            var copy = Path.Combine(copies.Path, part.Folder);
            foreach (var picture in ImageFiles.In(found!))
            {
                cancellation.ThrowIfCancellationRequested();
                if (!PlainFile.HasBytes(picture))
                    throw new DataSetException($"{set.Name}: {picture} is empty, or no file but a pipe or a device. Bring the picture, " +
                        "or leave --from out to download it.");
                Directory.CreateDirectory(copy);
                File.Copy(picture, Path.Combine(copy, Path.GetFileName(picture)), overwrite: true);
            }
        }

        await MoveInAsync(copies.Path, home, download.File, cancellation);
    }

    private async Task PlaceAsync(CatalogueDownload download, string file, string partial, CancellationToken cancellation)
    {
        using var work = new ScratchFolder(Path.Combine(partial, download.File + ".unpacked"));
        if (download.Inside is not null)
        {
            ArchiveExtractor.Extract(file, work.Path, cancellation: cancellation);
            CheckContent(download, Path.Combine(work.Path, download.Inside));
            await MoveInAsync(Path.Combine(work.Path, download.Inside), Path.Combine(home, download.Into), download.File, cancellation);
            return;
        }

        var target = Path.Combine(work.Path, download.Into);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(file, target);
        await MoveInAsync(work.Path, home, download.File, cancellation);
    }

    private void CheckContent(CatalogueDownload download, string content)
    {
        if (!Directory.Exists(content))
            throw new DataSetException($"{set.Name}: {download.File} has no folder {download.Inside}. The archive has changed; fetch " +
                "the set by hand.");
        foreach (var part in set.Splits.Where(s => download.Splits.Contains(s.Name)))
        {
            var folder = Path.Combine(content, Path.GetRelativePath(Path.Combine("/", download.Into), Path.Combine("/", part.Folder)));
            if (!Holds(folder, part))
                throw new DataSetException($"{set.Name}: {download.File} has {ImageFiles.In(folder).Count():N0} images for " +
                    $"{part.Folder}, expected {part.Images?.ToString("N0", null) ?? "some"}. The archive has changed; fetch the set " +
                    "by hand.");
        }
    }

    /// <summary>Writes down the checksums of what is right now, for 'data verify', and moves it to its place.</summary>
    private async Task MoveInAsync(string content, string target, string name, CancellationToken cancellation)
    {
        var lines = new List<string>();
        foreach (var file in FolderWalk.AllFiles(content).Order(StringComparer.Ordinal))
            lines.Add($"{await FileHash.Sha256Async(file, cancellation)}  " +
                $"{Path.GetRelativePath(home, Path.Combine(target, Path.GetRelativePath(content, file))).Replace('\\', '/')}\n");
        MoveInto(content, target);
        RecordedChecksums.Write(home, name, lines);
    }

    private void MoveInto(string source, string target)
    {
        if (!Path.Exists(target))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            Directory.Move(source, target);
            return;
        }

        foreach (var folder in Directory.GetDirectories(source)) MoveInto(folder, Path.Combine(target, Path.GetFileName(folder)));
        foreach (var file in Directory.GetFiles(source))
        {
            var place = Path.Combine(target, Path.GetFileName(file));
            if (!File.Exists(place)) File.Move(file, place);
            else if (new FileInfo(place).Length != new FileInfo(file).Length)
                throw new DataSetException($"{set.Name}: {place} is there already and is another file. Move it away and run 'data get " +
                    $"{set.Name}' again.");
        }
    }
}
