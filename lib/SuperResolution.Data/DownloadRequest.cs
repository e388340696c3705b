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
