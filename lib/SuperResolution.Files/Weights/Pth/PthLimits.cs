namespace SuperResolution.Weights.Pth;

/// <summary>
/// What a .pth file may ask for before it is refused: the shape of things here, work and memory in a <see cref="ReadBudget"/>. Lengths and
/// counts are besides checked against what the file has.
/// </summary>
internal sealed record PthLimits
{
    /// <summary>
    /// The file's <see cref="ReadBudget"/>: a sum for any file, and what each byte adds. A tensor takes about 40 instructions and 150
    /// bytes of the pickle.
    /// </summary>
    public (long Small, int PerByte) Budget { get; init; } = (16 << 20, 16);

    /// <summary>Characters of the name of a storage, which is looked up for every tensor.</summary>
    public int StorageName { get; init; } = 256;

    /// <summary>Numbers and texts that become metadata, and characters of each name.</summary>
    public (int Count, int Name) Metadata { get; init; } = (1000, 256);

    /// <summary>Open marks, the only thing in a pickle that nests while it is read.</summary>
    public int Depth { get; init; } = 1_000;

    /// <summary>Sides of a tensor; PyTorch's own operators stop at 64.</summary>
    public int Dimensions { get; init; } = 64;

    /// <summary>Levels of dictionaries around the state dict.</summary>
    public int Wrappers { get; init; } = 8;

    /// <summary>Bytes of all tensors per byte of their storages: views that share a storage are copied.</summary>
    public int Expansion { get; init; } = 4;

    /// <summary>Unpacked bytes per byte of the zip file.</summary>
    public int Ratio { get; init; } = 16;

    /// <summary>Bytes that small files may exceed the two ratios by.</summary>
    public long Slack { get; init; } = 16 << 20;
}
