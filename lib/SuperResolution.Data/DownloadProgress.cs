namespace SuperResolution.Datasets;

/// <summary>How far a download is.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Received">Bytes on disk, those of an earlier attempt included.</param>
/// <param name="Total">Bytes in all, where known.</param>
public sealed record DownloadProgress(string File, long Received, long? Total);
