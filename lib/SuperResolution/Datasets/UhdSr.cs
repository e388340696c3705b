namespace SuperResolution.Datasets;

/// <summary>
/// UHDSR4K (3840×2160) and UHDSR8K (7680×4320), Zhang et al., "Benchmarking Ultra-High-Definition Image Super-Resolution", ICCV 2021.
/// </summary>
/// <remarks>
/// Both have to be fetched by hand ('data get UHDSR8K' says how); else drawn pictures of that size stand in and say so
/// (<see cref="ImageSet.IsSubstitute"/>), an eighth as wide and high in smoke budget. Pictures are opened one by one:
/// <see cref="ImageItem.Size"/> reads the header alone, <see cref="ImageItem.Open"/> gives tiles; one decoded 8K picture takes 100 MB,
/// as a float32 tensor 398 MB.
/// </remarks>
public static class UhdSr
{
    /// <summary>The 4K pictures.</summary>
    /// <param name="split"><c>train</c> or <c>test</c>.</param>
    /// <param name="folder">
    /// The folder that holds the pictures of the split themselves, as many as there are; null: where data sets lie, and all of them.
    /// </param>
    /// <exception cref="DataSetException">There is no such split or folder, or pictures are missing.</exception>
    public static ImageSet Open4K(string split = "test", string? folder = null) => Open("UHDSR4K", split, folder);

    /// <summary>The 8K pictures.</summary>
    /// <param name="split"><c>train</c> or <c>test</c>.</param>
    /// <param name="folder">
    /// The folder that holds the pictures of the split themselves, as many as there are; null: where data sets lie, and all of them.
    /// </param>
    /// <exception cref="DataSetException">There is no such split or folder, or pictures are missing.</exception>
    public static ImageSet Open8K(string split = "test", string? folder = null) => Open("UHDSR8K", split, folder);

    private static ImageSet Open(string set, string split, string? folder) => folder is null
        ? ImageSet.Open($"{set}/{split}")
        : ImageSet.FromFolder(folder, $"{set}/{split} ({Path.GetFullPath(folder)})");
}
