using Polly;
using Polly.Retry;

namespace SuperResolution.Datasets;

/// <summary>
/// Downloads files: resumes, retries, tries several addresses, and lets a file appear only when it is complete and checked.
/// </summary>
/// <param name="settings">How patient it is; null: the defaults.</param>
public sealed class Downloader(DownloadSettings? settings = null)
{
    private static readonly HttpClients clients = new();
    private readonly DownloadSettings settings = settings ?? new DownloadSettings();

    /// <summary>Downloads one file.</summary>
    /// <param name="request">What, from where, to where.</param>
    /// <param name="progress">Is told after each block; called from pool threads.</param>
    /// <param name="cancellation">Stops the download; the part file stays and is resumed next time.</param>
    /// <exception cref="DownloadException">
    /// No address had the file; a resumable part file is named in the message, else nothing is left behind.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written, for example because the disk is full.</exception>
    public async Task DownloadAsync(
        DownloadRequest request, IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default)
    {
        var part = request.Path + ".part";
        // Without a checksum nobody could tell whether an older part belongs to the file that is there now.
        if (request.Checksum is null) File.Delete(part);
        var causes = new List<string>();
        foreach (var address in request.Addresses)
        {
            try
            {
                if (AddressRules.Refuse(address) is { } reason) throw new DownloadFailure(reason, isTransient: false);
                var attempt = new DownloadAttempt(clients, request, address, part, settings.StallTimeout, progress);
                await Retrying().ExecuteAsync(async token => await attempt.RunAsync(token), cancellation);
                File.Move(part, request.Path, overwrite: true);
                return;
            }
            catch (DownloadFailure failure)
            {
                causes.Add($"{address}: {failure.Message}");
                if (request.Checksum is null) File.Delete(part); // the next address may have another edition
            }
        }

        if (File.Exists(part) && new FileInfo(part).Length == 0) File.Delete(part);
        var next = File.Exists(part)
            ? $"{new FileInfo(part).Length:N0} bytes are kept in {part}: the same command goes on from there. Check the network and " +
                "run it again"
            : "Check the network and run the same command again";
        throw new DownloadException($"{Path.GetFileName(request.Path)} could not be downloaded. {string.Join("; ", causes)}. {next}, or " +
            "fetch the file by hand.");
    }

    private ResiliencePipeline Retrying()
    {
        if (settings.Retries == 0) return ResiliencePipeline.Empty;
        return new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<DownloadFailure>(failure => failure.IsTransient),
            MaxRetryAttempts = settings.Retries,
            Delay = settings.FirstDelay,
            MaxDelay = TimeSpan.FromSeconds(30),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        }).Build();
    }
}
