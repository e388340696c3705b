namespace SuperResolution.Datasets;

/// <summary>How much an archive may unpack to before it is refused.</summary>
public sealed record ArchiveLimits
{
    /// <summary>Bytes of all files together. 64 GiB.</summary>
    public long MaxBytes { get; init; } = 64L << 30;

    /// <summary>Number of entries.</summary>
    public int MaxEntries { get; init; } = 500_000;

    /// <summary>
    /// Unpacked bytes per packed byte, which catches a bomb before the disk is full. Images do not compress by more than 20.
    /// </summary>
    public double MaxRatio { get; init; } = 200;
}
