namespace SuperResolution.Weights.Pth;

/// <summary>What a .pth file may ask for before it is refused. Lengths and counts are besides checked against what the file has.</summary>
internal sealed record PthLimits
{
    /// <summary>Bytes of all pickles of a file. 100,000 tensors take about 15 MB.</summary>
    public long PickleBytes { get; init; } = 64 << 20;

    /// <summary>Instructions per pickle. A tensor takes about 40.</summary>
    public int Instructions { get; init; } = 10_000_000;

    /// <summary>Remembered objects per pickle. A tensor takes about 10.</summary>
    public int Memo { get; init; } = 2_000_000;

    /// <summary>Bytes that the calls of a pickle copy, because one remembered list or text can be copied again and again.</summary>
    public long CopiedBytes { get; init; } = 64 << 20;

    /// <summary>Characters of the name of a storage, which is looked up for every tensor.</summary>
    public int StorageName { get; init; } = 256;

    /// <summary>Numbers and texts that become metadata, and characters of each name.</summary>
    public (int Count, int Name) Metadata { get; init; } = (1000, 256);

    /// <summary>Objects that wait on the unpickler's stack at a time.</summary>
    public int Stack { get; init; } = 1_000_000;

    /// <summary>Open marks, the only thing in a pickle that nests while it is read.</summary>
    public int Depth { get; init; } = 1_000;

    /// <summary>Tensors in a file.</summary>
    public int Tensors { get; init; } = 200_000;

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
