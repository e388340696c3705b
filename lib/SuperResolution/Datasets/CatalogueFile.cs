namespace SuperResolution.Datasets;

/// <summary>One file of a data set, as <c>datasets.json</c> describes it.</summary>
/// <param name="Path">Path below the set's folder, with forward slashes.</param>
/// <param name="Bytes">Length in bytes.</param>
/// <param name="Sha256">SHA-256 in lower-case hex.</param>
/// <param name="Remote">Path below the address, where it differs from <paramref name="Path"/>.</param>
/// <param name="Also">SHA-256 of other editions of the same picture that are just as good.</param>
public sealed record CatalogueFile(string Path, long Bytes, string Sha256, string? Remote = null, IReadOnlyList<string>? Also = null)
{
    /// <summary>Path below the address.</summary>
    public string RemotePath => Remote ?? Path;

    /// <summary>SHA-256 of every edition of this file that is accepted, the one of the addresses first.</summary>
    public IEnumerable<string> Editions => [Sha256, .. Also ?? []];

    /// <summary>True when <paramref name="sha256"/> (lower-case hex) belongs to a known edition of this file.</summary>
    /// <param name="sha256">The SHA-256 that a file on disk has.</param>
    public bool Accepts(string sha256) => Editions.Contains(sha256);
}
