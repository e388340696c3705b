namespace SuperResolution.Weights.Pth;

/// <summary>One of the two ways in which torch.save lays out a file: the object of the pickle, and storages beside it.</summary>
internal abstract class PthContainer : IDisposable
{
    /// <summary>What torch.save was given, with tensors that are not read yet.</summary>
    public object? Content { get; protected init; }

    /// <summary>The storages, all of which are in the file at full length.</summary>
    public IReadOnlyDictionary<string, PthStorage> Storages { get; protected init; } = new Dictionary<string, PthStorage>();

    /// <summary>Gives the bytes of a storage to whoever makes tensors of them; there are at least as many as it has.</summary>
    public abstract void Read(PthStorage storage, Action<Stream> read);

    /// <summary>Closes the file.</summary>
    public abstract void Dispose();

    /// <summary>Opens either layout, by the first bytes.</summary>
    /// <exception cref="InvalidDataException">It is neither, or damaged.</exception>
    public static PthContainer Open(FileStream file, PthLimits limits)
    {
        var format = FileFormat.Of(file);
        return format switch
        {
            FileFormat.Zip => new ZipContainer(file, limits),
            FileFormat.Pickle => new LegacyContainer(file, limits),
            _ => throw new InvalidDataException($"it is not a file of torch.save: {FileFormat.Advice(format)}"),
        };
    }
}
