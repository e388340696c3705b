using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace SuperResolution.Tests.Weights;

/// <summary>Pickles and files around them, written by hand: what PyTorch would never write.</summary>
internal static class PickleBytes
{
    /// <summary>Bytes of parts: text is Latin-1, numbers are bytes, arrays are themselves.</summary>
    public static byte[] Of(params object[] parts) => [.. parts.SelectMany(part => part switch
    {
        string text => Encoding.Latin1.GetBytes(text),
        int value => [(byte)value],
        byte[] bytes => bytes,
        _ => throw new ArgumentException(part.ToString()),
    })];

    /// <summary>A pickle of protocol 2.</summary>
    public static byte[] Pickle(params object[] parts) => Of([0x80, 2, .. parts, "."]);

    /// <summary>BINUNICODE.</summary>
    public static byte[] Text(string text) => Of("X", Int32(text.Length), text);

    public static byte[] Int32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }

    public static byte[] Int64(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }

    /// <summary>LONG1.</summary>
    public static byte[] Long(long value) => Of(0x8a, 8, Int64(value));

    /// <summary>BINPERSID of a storage in the zip layout.</summary>
    public static byte[] Storage(string key, long count, string type = "torch\nFloatStorage") =>
        Of("(", Text("storage"), "c", type, "\n", Text(key), Text("cpu"), Long(count), "tQ");

    /// <summary>A call of _rebuild_tensor_v2.</summary>
    public static byte[] Tensor(byte[] storage, long offset, long[] shape, long[] strides) => Of(
        "ctorch._utils\n_rebuild_tensor_v2\n(", storage, Long(offset),
        "(", shape.SelectMany(Long).ToArray(), "t(", strides.SelectMany(Long).ToArray(), "t", 0x89, "NtR");

    /// <summary>A state dict with the one entry "w".</summary>
    public static byte[] Dictionary(byte[] value) => Pickle("}(", Text("w"), value, "u");

    /// <summary>A whole state dict in the zip layout, as torch.save writes it, with text beside the tensors.</summary>
    public static void WriteStateDict(
        string path, IReadOnlyDictionary<string, TorchSharp.torch.Tensor> tensors, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var parts = tensors.Select((pair, i) =>
            (pair.Key, Value: pair.Value.detach().to(TorchSharp.torch.float32).contiguous(), Storage: $"{i}")).ToList();
        WriteZip(path,
            Pickle(["}(", .. metadata.SelectMany(pair => (object[])[Text(pair.Key), Text(pair.Value)]),
            .. parts.SelectMany(part => (object[])
                [Text(part.Key), Tensor(Storage(part.Storage, part.Value.numel()), 0, part.Value.shape, part.Value.stride())]), "u"]),
            [.. parts.Select(part => ($"archive/data/{part.Storage}", part.Value.bytes.ToArray()))]);
    }

    /// <summary>The zip layout.</summary>
    public static void WriteZip(string path, byte[] pickle, params (string Name, byte[] Content)[] others)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, content) in others.Prepend(("archive/data.pkl", pickle)))
            Add(zip, name, content, CompressionLevel.NoCompression);
    }

    public static void Add(ZipArchive zip, string name, byte[] content, CompressionLevel level)
    {
        using var entry = zip.CreateEntry(name, level).Open();
        entry.Write(content);
    }

    /// <summary>The layout before PyTorch 1.6: the object's pickle, the list of keys, and storages with their counts.</summary>
    public static void WriteLegacy(string path, byte[] pickle, byte[] keys, params byte[][] storages) => File.WriteAllBytes(path,
    [
        .. Pickle(0x8a, 10, new byte[] { 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19 }), .. Pickle("M", 0xe9, 3),
        .. Pickle("}(", Text("little_endian"), 0x88, "u"), .. pickle, .. keys, .. storages.SelectMany(bytes => bytes),
    ]);
}
