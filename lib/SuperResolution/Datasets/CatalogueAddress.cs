namespace SuperResolution.Datasets;

/// <summary>An address from which a data set can be downloaded.</summary>
/// <param name="Kind"><c>git-raw</c>: a folder of single files at a pinned commit; <c>archive</c>: a .zip, .tar or .tar.gz.</param>
/// <param name="Url">The folder (with a slash at its end) or the archive.</param>
/// <param name="Inside">For archives: the folder inside that corresponds to the set's folder.</param>
/// <param name="Bytes">For archives: length in bytes where it is known.</param>
/// <param name="Sha256">For archives: SHA-256 where it is known. Each file that comes out is checked in any case.</param>
public sealed record CatalogueAddress(string Kind, Uri Url, string? Inside = null, long? Bytes = null, string? Sha256 = null);
