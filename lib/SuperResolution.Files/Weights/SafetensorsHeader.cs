using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace SuperResolution.Weights;

/// <summary>
/// The header of a safetensors file: names, types, shapes and places of all tensors, checked against each other and the file's length.
/// </summary>
internal sealed class SafetensorsHeader
{
    internal const int MaxHeader = 100_000_000; // the reference implementation's limit
    private const int MaxDimensions = 64; // PyTorch's own operators stop there
    private const int MaxName = 1024; // bytes; PyTorch's own have some dozens

    private readonly Dictionary<string, Entry> entries = [];
    private readonly Dictionary<string, string> metadata = [];
    private readonly long start, length;
    private readonly ReadBudget budget;
    private bool hasMetadata;

    private SafetensorsHeader(long start, long length, ReadBudget budget) =>
        (this.start, this.length, this.budget) = (start, length, budget);

    /// <summary>The tensors in the header's order.</summary>
    public IReadOnlyDictionary<string, Entry> Entries => entries;

    /// <summary>Without the digest.</summary>
    public IReadOnlyDictionary<string, string> Metadata => metadata;

    /// <summary>The digits of the file's <see cref="FileDigest"/>; null for a file that has none.</summary>
    public string? Digest { get; private set; }

    /// <summary>Everything before the first tensor.</summary>
    public required byte[] Bytes { get; init; }

    /// <summary>A tensor and where in the file its bytes start.</summary>
    internal sealed record Entry(string Name, ElementType Type, long[] Shape, long Bytes, long Begin);

    /// <summary>Reads the header alone.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static SafetensorsHeader Read(FileStream file)
    {
        Span<byte> prefix = stackalloc byte[8];
        if (file.ReadAtLeast(prefix, 8, throwOnEndOfStream: false) < 8) throw new InvalidDataException($"it has only {file.Length} bytes");
        var size = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (size > MaxHeader || size > (ulong)file.Length - 8)
            throw new InvalidDataException(
                $"its header claims {size:N0} bytes, the file has {file.Length:N0}: it is truncated or not a safetensors file");
        var budget = new ReadBudget(file.Length);
        budget.Spend(4 * (long)size); // the text, and its index
        var bytes = new byte[8 + size];
        prefix.CopyTo(bytes);
        file.ReadExactly(bytes.AsSpan(8));

        var header = new SafetensorsHeader(bytes.Length, file.Length - bytes.Length, budget) { Bytes = bytes };
        try
        {
            using var json = JsonDocument.Parse(bytes.AsMemory(8), new JsonDocumentOptions { MaxDepth = 8 });
            if (bytes[8] != '{') throw new InvalidDataException("its header is not a JSON object");
            budget.Spend((long)ReadBudget.Tensor * json.RootElement.GetPropertyCount());
            foreach (var property in json.RootElement.EnumerateObject()) header.Add(property);
        }
        catch (Exception error) when (error is InvalidOperationException or KeyNotFoundException or FormatException or JsonException)
        {
            throw new InvalidDataException("its header is damaged: " + error.Message.TrimEnd('.'), error);
        }
        if (header.metadata.Remove(FileDigest.Key, out var digits)) header.Digest = digits;
        header.CheckRanges();
        return header;
    }

    private void Add(JsonProperty property)
    {
        if (JsonMarshal.GetRawUtf8PropertyName(property) is { Length: > MaxName } name)
            throw new InvalidDataException($"it has a tensor with a name of {name.Length:N0} bytes");
        if (property.Name == "__metadata__") AddMetadata(property.Value);
        else if (!entries.TryAdd(property.Name, Parse(property.Name, property.Value)))
            throw new InvalidDataException($"it names the tensor '{ForeignText.Show(property.Name)}' twice");
    }

    private void AddMetadata(JsonElement json)
    {
        if (hasMetadata) throw new InvalidDataException("it has '__metadata__' twice");
        hasMetadata = true;
        if (json.ValueKind == JsonValueKind.Null) return;
        budget.Spend((long)ReadBudget.Entry * json.GetPropertyCount());
        foreach (var pair in json.EnumerateObject())
        {
            var value = pair.Value.GetString()
                ?? throw new InvalidDataException($"its metadata '{ForeignText.Show(pair.Name)}' is not text");
            if (!metadata.TryAdd(pair.Name, value))
                throw new InvalidDataException($"it names the metadata '{ForeignText.Show(pair.Name)}' twice");
        }
    }

    private Entry Parse(string name, JsonElement json)
    {
        var shown = ForeignText.Show(name);
        budget.Spend((long)ReadBudget.Entry * json.GetPropertyCount());
        if (json.EnumerateObject().GroupBy(field => field.Name).FirstOrDefault(fields => fields.Count() > 1) is { } twice)
            throw new InvalidDataException($"its tensor '{shown}' has '{ForeignText.Show(twice.Key)}' twice");
        var type = ElementType.Parse(json.GetProperty("dtype").GetString() ?? "", shown);
        if (json.GetProperty("shape").GetArrayLength() > MaxDimensions)
            throw new InvalidDataException($"its tensor '{shown}' has more than {MaxDimensions} sides");
        var shape = json.GetProperty("shape").EnumerateArray().Select(side => side.GetInt64()).ToArray();
        var offsets = json.GetProperty("data_offsets").EnumerateArray().Take(3).Select(offset => offset.GetInt64()).ToArray();
        if (offsets.Length != 2 || offsets[0] < 0 || offsets[1] < offsets[0] || offsets[1] > length)
            throw new InvalidDataException(
                $"the tensor '{shown}' lies at {string.Join("…", offsets)}, outside of the {length:N0} bytes of data: the file is " +
                "truncated or damaged");

        if (shape.Any(side => side < 0)) throw new InvalidDataException($"the tensor '{shown}' has a negative side");
        // As if empty sides were 1: the strides of such a tensor must fit too.
        if (shape.Aggregate((UInt128)type.Bytes,
            (size, side) => size > long.MaxValue ? size : size * (UInt128)Math.Max(side, 1)) > long.MaxValue)
            throw new InvalidDataException($"the tensor '{shown}' of shape ({string.Join(", ", shape)}) is larger than any memory");
        var bytes = shape.Aggregate((long)type.Bytes, (size, side) => size * side);
        if (bytes != offsets[1] - offsets[0])
            throw new InvalidDataException(
                $"the tensor '{shown}' of shape ({string.Join(", ", shape)}) needs {bytes:N0} bytes and has {offsets[1] - offsets[0]:N0}");
        return new(name, type, shape, bytes, start + offsets[0]);
    }

    private void CheckRanges()
    {
        var at = start;
        foreach (var (name, _, _, bytes, begin) in entries.Values.OrderBy(entry => entry.Begin).ThenBy(entry => entry.Bytes))
        {
            if (begin != at)
                throw new InvalidDataException(
                    $"the tensor '{ForeignText.Show(name)}' starts at byte {begin - start:N0} of the data instead of " +
                    $"{at - start:N0}: tensors overlap or leave holes");
            at += bytes;
        }
        if (at - start != length)
            throw new InvalidDataException($"its tensors need {at - start:N0} bytes of data, the file has {length:N0}");
    }
}
