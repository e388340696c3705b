namespace SuperResolution.Datasets;

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

    /// <summary>Drawn by <see cref="SyntheticImages"/>: a substitute or an experiment, not the set of the papers.</summary>
    Synthetic,

    /// <summary>A folder or pictures that the caller named.</summary>
    Folder,
}
