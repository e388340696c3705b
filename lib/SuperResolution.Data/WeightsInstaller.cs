namespace SuperResolution.Datasets;

/// <summary>Downloads weights that others trained into the folder <c>weights</c> of a data folder.</summary>
/// <param name="downloader">Fetches the files.</param>
/// <param name="carried">Where the files are taken from instead, without any network; null: they are downloaded.</param>
public sealed class WeightsInstaller(Downloader downloader, CarriedFolder? carried = null)
{
    /// <summary>Makes sure that a file is there and is the right one.</summary>
    /// <param name="weights">An entry of the catalogue.</param>
    /// <param name="dataFolder">The folder that holds the folder <c>weights</c>.</param>
    /// <param name="progress">Is told the bytes that are there; called from pool threads.</param>
    /// <param name="cancellation">Stops; a part file stays and is used next time.</param>
    /// <returns>The file's path.</returns>
    /// <exception cref="DataSetException">It cannot be had; the message says why and what to do.</exception>
    public async Task<string> InstallAsync(
        CatalogueWeights weights, string dataFolder, IProgress<DownloadProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        var folder = Path.Combine(Path.GetFullPath(dataFolder), "weights");
        var target = Path.Combine(folder, weights.File);
        if (File.Exists(target))
        {
            await VerifyAsync(weights, target, cancellation);
            return target;
        }

        if (carried is null && weights.Addresses.Count == 0)
            throw new DataSetException($"{weights.Name} has to be made by hand: {weights.Instructions} Put it at {target}.");
        Directory.CreateDirectory(folder);
        using var claim = await FileClaim.TakeAsync(Path.Combine(folder, $".{weights.File}.lock"), cancellation);
        if (File.Exists(target)) return target; // somebody else was faster
        if (carried is not null)
        {
            var found = await carried.FindAsync(weights.File, weights.Bytes, weights.Checksum, cancellation)
                ?? throw new DataSetException(
                    $"{weights.Name}: {carried.Path} has no {weights.File}{(weights.Checksum is { } sum ? $" with {sum}" : "")}. Bring " +
                    "it, or leave --from out to download it.");
            AtomicFile.Write(target, stream =>
            {
                using var source = File.OpenRead(found);
                source.CopyTo(stream);
            });
            return target;
        }

        var request = new DownloadRequest([.. weights.Addresses.Select(a => a.Url)], target)
        {
            Bytes = weights.Bytes,
            Checksum = weights.Checksum,
        };
        await downloader.DownloadAsync(request, progress, cancellation);
        return target;
    }

    /// <summary>Compares a file with the catalogue's checksum, where there is one.</summary>
    /// <param name="weights">An entry of the catalogue.</param>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="DataSetException">It is damaged or another file.</exception>
    public static async Task VerifyAsync(CatalogueWeights weights, string path, CancellationToken cancellation = default)
    {
        if (weights.Checksum is { } sum && await sum.OfAsync(path, cancellation) is var found && !sum.Accepts(found))
            throw new DataSetException($"{path} is damaged or another file ({sum.Show(found)}, expected {FileHash.Short(sum.Hex)}). " +
                $"Delete it and run 'data get {weights.Name}' again.");
    }
}
