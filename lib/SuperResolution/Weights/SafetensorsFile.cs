using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace SuperResolution.Weights;

/// <summary>The safetensors format: an 8-byte header length, a JSON header, raw little-endian tensors. Nothing in it is executed.</summary>
/// <remarks>Format: github.com/huggingface/safetensors, README "Format".</remarks>
public sealed class SafetensorsFile : IDisposable
{
    private const int MaxHeader = 100_000_000; // the reference implementation's limit

    private SafetensorsFile(Dictionary<string, Tensor> tensors, Dictionary<string, string> metadata) => (Tensors, Metadata) = (tensors, metadata);

    /// <summary>The tensors by name, on the CPU, in the file's type. They belong to this object.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    /// <summary>The header's "__metadata__": provenance, recipe, measured values.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="WeightsFormatException">Truncated, damaged or not a safetensors file; the message names the file and the cause.</exception>
    public static SafetensorsFile Read(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no weights file '{path}' (looked in '{Path.GetFullPath(path)}').", path);
        try
        {
            return Parse(File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is InvalidDataException or JsonException or OverflowException)
        {
            throw new WeightsFormatException(path, error.Message.TrimEnd('.'), error);
        }
    }

    /// <summary>Writes tensors in the given order; the file appears only when complete.</summary>
    /// <param name="path">Where to; an older file is replaced.</param>
    /// <param name="tensors">Any device and layout; stored contiguous.</param>
    /// <param name="metadata">Free text by key.</param>
    public static void Write(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        using var scope = NewDisposeScope();
        var stored = tensors.Select(pair => (Name: pair.Key, Tensor: pair.Value.detach().cpu().contiguous())).ToList();
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata) json.WriteString(key, value);
                json.WriteEndObject();
            }
            long at = 0;
            foreach (var (name, tensor) in stored) at = WriteEntry(json, name, tensor, at);
            json.WriteEndObject();
        }
        while (header.Length % 8 != 0) header.WriteByte((byte)' '); // data starts aligned

        using var file = new MemoryStream();
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        file.Write(length);
        header.WriteTo(file);
        foreach (var (_, tensor) in stored) file.Write(tensor.bytes);
        AtomicFile.Write(path, file.GetBuffer().AsSpan(0, (int)file.Length));
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        foreach (var tensor in Tensors.Values) tensor.Dispose();
    }

    private static long WriteEntry(Utf8JsonWriter json, string name, Tensor tensor, long at)
    {
        var end = at + (tensor.numel() * tensor.element_size());
        json.WriteStartObject(name);
        json.WriteString("dtype", SafetensorsType.Name(tensor.dtype));
        json.WriteStartArray("shape");
        foreach (var side in tensor.shape) json.WriteNumberValue(side);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(at);
        json.WriteNumberValue(end);
        json.WriteEndArray();
        json.WriteEndObject();
        return end;
    }

    private static SafetensorsFile Parse(byte[] file)
    {
        if (file.Length < 8) throw new InvalidDataException($"it has only {file.Length} bytes");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(file);
        if (length > MaxHeader || length > (ulong)file.Length - 8)
            throw new InvalidDataException($"its header claims {length:N0} bytes, the file has {file.Length:N0}: it is truncated or not a safetensors file");
        var data = file.AsMemory(8 + (int)length);

        using var header = JsonDocument.Parse(file.AsMemory(8, (int)length), new JsonDocumentOptions { MaxDepth = 8 });
        if (header.RootElement.ValueKind != JsonValueKind.Object) throw new InvalidDataException("its header is not a JSON object");
        var (tensors, metadata) = (new Dictionary<string, Tensor>(), new Dictionary<string, string>());
        try
        {
            var ranges = new List<(long Begin, long End, string Name)>();
            foreach (var entry in header.RootElement.EnumerateObject())
            {
                if (entry.Name == "__metadata__")
                    foreach (var pair in entry.Value.EnumerateObject()) metadata[pair.Name] = pair.Value.GetString() ?? "";
                else if (!tensors.TryAdd(entry.Name, ReadTensor(entry, data, ranges)))
                    throw new InvalidDataException($"it names the tensor '{entry.Name}' twice");
            }
            CheckRanges(ranges, data.Length);
        }
        catch (Exception error)
        {
            foreach (var tensor in tensors.Values) tensor.Dispose();
            if (error is InvalidOperationException or KeyNotFoundException or FormatException) throw new InvalidDataException("its header is damaged: " + error.Message, error);
            throw;
        }
        return new SafetensorsFile(tensors, metadata);
    }

    private static Tensor ReadTensor(JsonProperty entry, ReadOnlyMemory<byte> data, List<(long, long, string)> ranges)
    {
        var type = SafetensorsType.Parse(entry.Value.GetProperty("dtype").GetString() ?? "");
        var shape = entry.Value.GetProperty("shape").EnumerateArray().Select(side => side.GetInt64()).ToArray();
        var offsets = entry.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64()).ToArray();
        if (offsets.Length != 2 || offsets[0] < 0 || offsets[1] < offsets[0] || offsets[1] > data.Length)
            throw new InvalidDataException($"the tensor '{entry.Name}' lies at {string.Join("…", offsets)}, outside of the {data.Length:N0} bytes of data");

        var bytes = shape.Aggregate((long)type.Bytes, (product, side) => side >= 0 ? checked(product * side) : throw new InvalidDataException($"the tensor '{entry.Name}' has a negative side"));
        if (bytes != offsets[1] - offsets[0])
            throw new InvalidDataException($"the tensor '{entry.Name}' of shape ({string.Join(", ", shape)}) needs {bytes:N0} bytes and has {offsets[1] - offsets[0]:N0}");
        ranges.Add((offsets[0], offsets[1], entry.Name));

        var tensor = empty(shape, type.Scalar, CPU).DetachFromDisposeScope();
        if (bytes > 0) data.Span.Slice((int)offsets[0], (int)bytes).CopyTo(tensor.bytes);
        return tensor;
    }

    private static void CheckRanges(List<(long Begin, long End, string Name)> ranges, long length)
    {
        long at = 0;
        foreach (var (begin, end, name) in ranges.OrderBy(range => range.Begin).ThenBy(range => range.End))
        {
            if (begin != at) throw new InvalidDataException($"the tensor '{name}' starts at byte {begin:N0} of the data instead of {at:N0}: tensors overlap or leave holes");
            at = end;
        }
        if (at != length) throw new InvalidDataException($"its tensors need {at:N0} bytes of data, the file has {length:N0}");
    }
}
