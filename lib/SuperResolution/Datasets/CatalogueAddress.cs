namespace SuperResolution.Datasets;

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
