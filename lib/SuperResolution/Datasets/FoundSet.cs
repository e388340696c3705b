namespace SuperResolution.Datasets;

/// <summary>Where a set, or a split of it, lies: what <see cref="DataFolder.Find"/> answers.</summary>
/// <param name="Place">The data place.</param>
/// <param name="Home">The set's own folder there, which holds labels and checksums.</param>
/// <param name="Folder">The folder of the pictures.</param>
/// <param name="Layout">The pictures; null where the set's loader looks for them by itself.</param>
/// <param name="IsCatalogues">
/// Whether they lie as the catalogue says: its checksums are of these files. Else it is another archive's layout, or a sample.
/// </param>
public sealed record FoundSet(DataLocation Place, string Home, string Folder, BenchmarkLayout? Layout, bool IsCatalogues);
