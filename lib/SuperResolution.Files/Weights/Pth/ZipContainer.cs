using System.IO.Compression;
using System.Text;

namespace SuperResolution.Weights.Pth;

/// <summary>
/// The zip layout of PyTorch 1.6 and later: NAME/data.pkl, NAME/data/KEY for every storage, NAME/byteorder, NAME/version.
/// </summary>
internal sealed class ZipContainer : PthContainer
{
    private readonly ZipArchive archive;
    private readonly Dictionary<string, ZipArchiveEntry> entries = [];
    private readonly string root;

    public ZipContainer(FileStream file, PthLimits limits)
    {
        archive = Open(file);
        Index(file.Length, limits);
        root = Root();
        CheckByteOrder();

        var pickle = entries[root + "data.pkl"];
        using var stream = Try(pickle.Open);
        var input = new PickleInput(stream, pickle.Length, new ReadBudget(file.Length, limits.Budget.Small, limits.Budget.PerByte));
        var storages = new PthStorages(input, limits);
        Content = new Unpickler(input, limits, storages.Load).Read();
        Storages = storages.ByKey;
        foreach (var storage in Storages.Values) Entry(storage);
    }

    public override void Read(PthStorage storage, Action<Stream> read)
    {
        using var stream = Try(Entry(storage).Open);
        read(stream);
    }

    public override void Dispose() => archive.Dispose();

    private ZipArchiveEntry Entry(PthStorage storage)
    {
        if (!entries.TryGetValue($"{root}data/{storage.Key}", out var entry))
            throw new InvalidDataException($"its storage '{ForeignText.Show(storage.Key)}' is missing");
        if (entry.Length != storage.Bytes)
            throw new InvalidDataException(
                $"its storage '{ForeignText.Show(storage.Key)}' of {storage.Count:N0} × {storage.Type.Name} needs {storage.Bytes:N0} " +
                $"bytes and has {entry.Length:N0}");
        return entry;
    }

    /// <summary>
    /// Looks at every entry before any is read: all together they cannot be longer than the file (as when they share bytes) nor unpack to
    /// much more than it.
    /// </summary>
    private void Index(long length, PthLimits limits)
    {
        long packed = 0, unpacked = 0;
        foreach (var entry in Try(() => archive.Entries))
        {
            var name = ForeignText.Show(entry.FullName);
            if (entry.FullName.Split('/').Any(part => part is ".." or "." or "") && !entry.FullName.EndsWith('/')
                || entry.FullName.AsSpan().IndexOfAny('\\', ':', '\0') >= 0)
                throw new InvalidDataException($"its zip entry '{name}' has a name that leads out of the archive");
            if (!entries.TryAdd(entry.FullName, entry)) throw new InvalidDataException($"it has the zip entry '{name}' twice");
            if (entry.IsEncrypted) throw new InvalidDataException($"its zip entry '{name}' is encrypted");
            if (entry.Length < 0 || entry.CompressedLength < 0 || entry.CompressedLength > length - packed)
                throw new InvalidDataException(
                    $"its zip entries claim more than the {length:N0} bytes of the file: they overlap, or it is truncated");
            packed += entry.CompressedLength;
            if (entry.Length > (length * limits.Ratio) + limits.Slack - unpacked)
                throw new InvalidDataException(
                    $"its zip entries unpack to more than {limits.Ratio} times the {length:N0} bytes of the file");
            unpacked += entry.Length;
        }
    }

    private string Root()
    {
        var roots = entries.Keys.Where(name => name.EndsWith("/data.pkl", StringComparison.Ordinal) && name.Count(c => c == '/') == 1)
            .Select(name => name[..^"data.pkl".Length]).ToList();
        if (roots.Count != 1)
            throw new InvalidDataException(
                $"it is a zip file with {(roots.Count == 0 ? "no" : "more than one")} NAME/data.pkl, so torch.save did not write it; it " +
                $"has: {string.Join(", ", entries.Keys.Take(5).Select(name => ForeignText.Show(name)))}");
        if (entries.ContainsKey(roots[0] + "constants.pkl"))
            throw new InvalidDataException(
                "it is a TorchScript program (torch.jit.save), not a state dict; load it in PyTorch and save model.state_dict(), or run " +
                "it with torch.jit.load");
        return roots[0];
    }

    private void CheckByteOrder()
    {
        if (!entries.TryGetValue(root + "byteorder", out var entry)) return; // before PyTorch 2.1
        using var stream = Try(entry.Open);
        var bytes = new byte[8];
        var text = Encoding.Latin1.GetString(bytes, 0, Try(() => stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)));
        if (text != "little")
            throw new InvalidDataException(
                $"its numbers are in the byte order '{ForeignText.Show(text)}'; only 'little' is read. Save it again on a usual machine");
    }

    private static ZipArchive Open(FileStream file)
    {
        try
        {
            return Try(() => new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true));
        }
        catch (InvalidDataException error) when (error.InnerException is null)
        {
            throw new InvalidDataException("it is truncated or damaged: the directory with which a zip archive ends is missing", error);
        }
    }

    /// <summary>What a damaged archive makes the zip reader throw, as one kind of error.</summary>
    private static T Try<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException or IOException)
        {
            throw new InvalidDataException("its zip archive is damaged: " + error.Message.TrimEnd('.'), error);
        }
    }
}
