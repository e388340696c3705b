namespace SuperResolution.Datasets;

/// <summary>A folder in which a data set was found.</summary>
/// <param name="Path">Absolute path of the set's folder.</param>
/// <param name="Source">Which of the places it is.</param>
public sealed record DataLocation(string Path, DataSource Source);

/// <summary>Where the pictures of a set came from. The order is the order in which the places are asked.</summary>
public enum DataSource
{
    /// <summary>The folder that the environment variable SUPERRESOLUTION_DATA names.</summary>
    Environment,

    /// <summary><c>data/</c> in the checkout (not under version control).</summary>
    Checkout,

    /// <summary><c>../shared/datasets</c> beside the checkout, a folder that several checkouts share.</summary>
    Shared,

    /// <summary>The user's cache folder.</summary>
    Cache,

    /// <summary>Drawn by <c>SyntheticImages</c>: a substitute or an experiment, not the set of the papers.</summary>
    Synthetic,

    /// <summary>A folder or pictures that the caller named.</summary>
    Folder,
}

/// <summary>Where a set, or a split of it, lies: what <see cref="DataFolder.Find"/> answers.</summary>
/// <param name="Place">The data place.</param>
/// <param name="Home">The set's own folder there, which holds labels and checksums.</param>
/// <param name="Folder">The folder of the pictures.</param>
/// <param name="Layout">The pictures; null where the set's loader looks for them by itself.</param>
/// <param name="IsCatalogues">
/// Whether they lie as the catalogue says: its checksums are of these files. Else it is another archive's layout, or a sample.
/// </param>
public sealed record FoundSet(DataLocation Place, string Home, string Folder, BenchmarkLayout? Layout, bool IsCatalogues);
