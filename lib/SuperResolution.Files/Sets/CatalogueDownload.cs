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

/// <summary>An address from which a data set or a file can be downloaded.</summary>
/// <param name="Kind">
/// <c>git-raw</c>: a folder of single files at a pinned commit; <c>http</c>, <c>hugging-face</c>, <c>google-drive</c>: one file, which is
/// an archive (.zip, .tar or .tar.gz) where a set's pictures are listed one by one.
/// </param>
/// <param name="Url">The folder (with a slash at its end) or the file.</param>
/// <param name="Inside">For archives of listed files: the folder inside that corresponds to the set's folder.</param>
/// <param name="Bytes">For archives of listed files: length in bytes where it is known.</param>
/// <param name="Sha256">For archives of listed files: SHA-256 where it is known. Each file that comes out is checked in any case.</param>
public sealed record CatalogueAddress(string Kind, Uri Url, string? Inside = null, long? Bytes = null, string? Sha256 = null)
{
    /// <summary>Whether it is a folder of single files.</summary>
    internal bool IsFolder => Kind == "git-raw";
}
