namespace SuperResolution.Datasets;

/// <summary>An archive or a single file of a data set whose pictures are not listed one by one in <c>datasets.json</c>.</summary>
public sealed record CatalogueDownload
{
    /// <summary>Its name, under which it is also recognised when somebody carries it in.</summary>
    public required string File { get; init; }

    /// <summary>The splits that come out of it.</summary>
    public required IReadOnlyList<string> Splits { get; init; }

    /// <summary>Where it is, best first.</summary>
    public required IReadOnlyList<CatalogueAddress> Addresses { get; init; }

    /// <summary>
    /// For archives: the folder inside whose content is wanted, empty for all of it. Null: the file is no archive, or stays one.
    /// </summary>
    public string? Inside { get; init; }

    /// <summary>Where it goes below the set's folder: the folder that receives the content, or the file's name.</summary>
    public required string Into { get; init; }

    /// <summary>Length in bytes, where a source states it.</summary>
    public long? Bytes { get; init; }

    /// <summary>SHA-256, where a source states it.</summary>
    public string? Sha256 { get; init; }

    /// <summary>MD5, where a source states no better checksum.</summary>
    public string? Md5 { get; init; }

    /// <summary>The best checksum that is published; null where there is none.</summary>
    public Checksum? Checksum =>
        Sha256 is not null ? Datasets.Checksum.Sha256(Sha256) : Md5 is not null ? Datasets.Checksum.Md5(Md5) : null;
}
