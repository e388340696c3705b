using System.Buffers.Binary;
using System.Numerics;

namespace SuperResolution.Weights.Pth;

/// <summary>
/// The layout of PyTorch 0.1.10 to 1.5: pickles of a magic number, the protocol, the machine, the object and the storage keys; then every
/// storage behind its number of elements.
/// </summary>
internal sealed class LegacyContainer : PthContainer
{
    private static readonly BigInteger magic = BigInteger.Parse("119547037146038801333356"); // 0x1950a86a20f9469cfc6c
    private const long Protocol = 1001;

    private readonly FileStream file;
    private readonly Dictionary<string, long> starts = [];

    public LegacyContainer(FileStream file, PthLimits limits)
    {
        this.file = file;
        file.Position = 0;
        var input = new PickleInput(file, file.Length, new ReadBudget(file.Length, limits.Budget.Small, limits.Budget.PerByte));
        if (new Unpickler(input, limits).Read() is not BigInteger number || number != magic)
            throw new InvalidDataException("it is a plain Python pickle, not a file of torch.save");
        if (new Unpickler(input, limits).Read() is not Protocol)
            throw new InvalidDataException($"its protocol is not {Protocol}, the only one of this layout");
        if (new Unpickler(input, limits).Read() is PickleDict machine && machine["little_endian"] is not true)
            throw new InvalidDataException(
                "its numbers are in big-endian byte order; only little-endian is read. Save it again on a usual machine");

        var storages = new PthStorages(input, limits);
        Content = new Unpickler(input, limits, storages.Load).Read();
        Storages = storages.ByKey;
        if (new Unpickler(input, limits).Read() is not PickleList keys) throw new InvalidDataException("it has no list of storages");
        Locate(keys, input.Position);
    }

    public override void Read(PthStorage storage, Action<Stream> read)
    {
        file.Position = starts[storage.Key];
        read(file);
    }

    public override void Dispose()
    {
    }

    private void Locate(PickleList keys, long at)
    {
        Span<byte> count = stackalloc byte[8];
        foreach (var item in keys.Items)
        {
            var key = PthStorages.Name(item);
            if (!Storages.TryGetValue(key, out var storage))
                throw new InvalidDataException($"it lists the storage '{ForeignText.Show(key)}', which no tensor uses");
            file.Position = at;
            if (file.ReadAtLeast(count, 8, throwOnEndOfStream: false) < 8)
                throw new InvalidDataException($"it ends before the storage '{ForeignText.Show(key)}': it is truncated");
            if (BinaryPrimitives.ReadInt64LittleEndian(count) is var real && real != storage.Count)
                throw new InvalidDataException(
                    $"its storage '{ForeignText.Show(key)}' should have {storage.Count:N0} elements and has {real:N0}");
            at += 8;
            if (storage.Bytes > file.Length - at)
                throw new InvalidDataException(
                    $"its storage '{ForeignText.Show(key)}' needs {storage.Bytes:N0} bytes, the file has {file.Length - at:N0} left: it " +
                    "is truncated");
            if (!starts.TryAdd(key, at)) throw new InvalidDataException($"it lists the storage '{ForeignText.Show(key)}' twice");
            at += storage.Bytes;
        }
        if (Storages.Keys.FirstOrDefault(key => !starts.ContainsKey(key)) is { } missing)
            throw new InvalidDataException($"its storage '{ForeignText.Show(missing)}' is missing");
    }
}
