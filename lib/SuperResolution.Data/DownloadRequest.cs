namespace SuperResolution.Datasets;

/// <summary>A file to download.</summary>
/// <param name="Addresses">Where it is, best first. https, or http on the loopback address.</param>
/// <param name="Path">Where it goes. Until it is complete and checked it is called <c>Path + ".part"</c>.</param>
public sealed record DownloadRequest(IReadOnlyList<Uri> Addresses, string Path)
{
    /// <summary>Length in bytes, where known. Anything else is refused.</summary>
    public long? Bytes { get; init; }

    /// <summary>The published checksum, where there is one. With it, a part that an earlier process left behind is resumed.</summary>
    public Checksum? Checksum { get; init; }

    /// <summary>More than this is never written when <see cref="Bytes"/> is unknown. 32 GiB.</summary>
    public long MaxBytes { get; init; } = 32L << 30;
}

/// <summary>How patient a <see cref="Downloader"/> is.</summary>
public sealed record DownloadSettings
{
    /// <summary>Attempts at one address after the first one. Each resumes where the one before broke off.</summary>
    public int Retries { get; init; } = 4;

    /// <summary>Wait before the first retry; doubles each time, with jitter so that a classroom does not knock in step.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>An attempt that receives nothing for this long is broken off.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>How far a download is.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Received">Bytes on disk, those of an earlier attempt included.</param>
/// <param name="Total">Bytes in all, where known.</param>
public sealed record DownloadProgress(string File, long Received, long? Total);
