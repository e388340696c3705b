using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using static TorchSharp.torch;

namespace SuperResolution.Weights;

/// <summary>
/// The safetensors format: an 8-byte header length, a JSON header, raw little-endian tensors. Nothing in it is executed.
/// </summary>
/// <remarks>
/// Files that the kit writes hold a digest of all their bytes (<see cref="FileDigest.Key"/> in the metadata). It is checked whenever a
/// whole file is read; files of others have none and are taken as they are. Tensors are read straight into their own memory and written
/// from it, so a file is never in memory twice, and both may be larger than 2 GB. Large files are not memory-mapped: that would take the
/// same one copy, and a mapped file that somebody else truncates ends the process. Format: github.com/huggingface/safetensors, README
/// "Format".
/// </remarks>
public sealed class SafetensorsFile : WeightsFile
{
    private SafetensorsFile(Dictionary<string, Tensor> tensors, SafetensorsHeader header) : base(tensors, header.Metadata) =>
        HasDigest = header.Digest is not null;

    /// <summary>Whether the file says what its bytes must be.</summary>
    internal bool HasDigest { get; }

    /// <summary>Whether a file is of this format, by its first bytes.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static bool Is(string path)
    {
        using var file = File.OpenRead(path);
        return FileFormat.Of(file) == FileFormat.Safetensors;
    }

    /// <summary>Reads a whole file, and checks its digest if it has one.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="WeightsFormatException">
    /// Truncated, damaged or not a safetensors file; the message names the file and the cause.
    /// </exception>
    public static SafetensorsFile Read(string path) => With(path, (file, header) =>
    {
        using var digest = header.Digest is { } digits ? new FileDigest(header.Bytes, digits) : null;
        return new SafetensorsFile(Load(file, header.Entries.Values, digest), header);
    });

    /// <summary>Reads some tensors; the others stay in the file, and the digest unchecked.</summary>
    /// <param name="path">The file.</param>
    /// <param name="names">Which, in the order of the result; see <see cref="ReadIndex"/> for what there is.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="WeightsFormatException">
    /// As for <see cref="Read(string)"/>, or names are not in the file (all of these are named).
    /// </exception>
    public static SafetensorsFile Read(string path, IEnumerable<string> names) => With(path, (file, header) =>
    {
        var wanted = names.Distinct().ToList();
        var missing = wanted.Where(name => !header.Entries.ContainsKey(name)).ToList();
        if (missing.Count > 0) throw new InvalidDataException($"it has no {string.Join(", ", missing.Select(name => $"'{name}'"))}");
        return new SafetensorsFile(Load(file, wanted.Select(name => header.Entries[name])), header);
    });

    /// <summary>Reads the header's "__metadata__" and no tensor.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="WeightsFormatException">As for <see cref="Read(string)"/>.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(string path) => With(path, (_, header) => header.Metadata);

    /// <summary>Reads names, types and shapes, in the file's order, and no tensor.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="WeightsFormatException">As for <see cref="Read(string)"/>.</exception>
    public static IReadOnlyDictionary<string, TensorInfo> ReadIndex(string path) =>
        With(path, (_, header) => header.Entries.ToDictionary(pair => pair.Key, pair =>
            new TensorInfo(pair.Key, ElementTypes.Scalar(pair.Value.Type), pair.Value.Shape.AsReadOnly(), pair.Value.Bytes)));

    /// <summary>Writes tensors in the given order; the file appears only when complete.</summary>
    /// <param name="path">Where to; an older file is replaced.</param>
    /// <param name="tensors">Any device and layout; stored contiguous.</param>
    /// <param name="metadata">Free text by key.</param>
    /// <exception cref="ArgumentException">Two tensors have one name, or one is called "__metadata__".</exception>
    /// <exception cref="NotSupportedException">The format has no such element type.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors,
        IReadOnlyDictionary<string, string>? metadata = null) => Write(path, tensors, metadata, previous: null);

    /// <param name="path">As above.</param>
    /// <param name="tensors">As above.</param>
    /// <param name="metadata">As above.</param>
    /// <param name="previous">The name under which an older file is kept; null: it is replaced.</param>
    internal static void Write(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors,
        IReadOnlyDictionary<string, string>? metadata, string? previous)
    {
        var stored = tensors.ToList();
        if (stored.Select(pair => pair.Key).Prepend("__metadata__").GroupBy(name => name)
            .FirstOrDefault(names => names.Count() > 1) is { } twice)
            throw new ArgumentException($"The name '{twice.Key}' can be used only once in '{path}'.", nameof(tensors));
        var header = Header(stored, metadata);
        AtomicFile.Write(path, file =>
        {
            using var digest = new FileDigest(header, FileDigest.Blank);
            file.Write(header);
            foreach (var (_, tensor) in stored)
            {
                using var scope = NewDisposeScope(); // at most one copy at a time
                TensorBytes.Write(tensor.detach().cpu().resolve_conj().resolve_neg().contiguous(), file, digest: digest);
            }
            Encoding.ASCII.GetBytes(digest.Digits(), FileDigest.Place(header, FileDigest.Blank));
            file.Position = 0;
            file.Write(header);
        }, previous);
    }

    /// <summary>Everything before the first tensor.</summary>
    private static byte[] Header(List<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var header = new MemoryStream();
        header.Write(stackalloc byte[8]); // its length
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            json.WriteString(FileDigest.Key, FileDigest.Blank);
            foreach (var (key, value) in metadata ?? new Dictionary<string, string>())
                if (key != FileDigest.Key) json.WriteString(key, value);
            json.WriteEndObject();
            long at = 0;
            foreach (var (name, tensor) in tensors) at = WriteEntry(json, name, tensor, at);
            json.WriteEndObject();
        }
        while (header.Length % 8 != 0) header.WriteByte((byte)' '); // data starts aligned
        var bytes = header.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(bytes, bytes.Length - 8);
        return bytes;
    }

    private static long WriteEntry(Utf8JsonWriter json, string name, Tensor tensor, long at)
    {
        var end = at + (tensor.numel() * tensor.element_size());
        json.WriteStartObject(name);
        json.WriteString("dtype", ElementTypes.InSafetensors(tensor.dtype));
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

    private static T With<T>(string path, Func<FileStream, SafetensorsHeader, T> read)
    {
        using var file = FileFormat.OpenRead(path);
        try
        {
            return read(file, SafetensorsHeader.Read(file));
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new WeightsFormatException(path, error.Message.TrimEnd('.'), error);
        }
    }

    private static Dictionary<string, Tensor> Load(
        FileStream file, IEnumerable<SafetensorsHeader.Entry> entries, FileDigest? digest = null)
    {
        var wanted = entries.ToList();
        var tensors = new Dictionary<string, Tensor>();
        try
        {
            foreach (var (name, type, shape, _, begin) in wanted.OrderBy(entry => entry.Begin)) // as they lie in the file, for the digest
            {
                var tensor = tensors[name] = empty(shape, ElementTypes.Scalar(type), CPU).DetachFromDisposeScope();
                file.Position = begin;
                TensorBytes.Fill(tensor, file, name, digest: digest);
            }
            digest?.Require();
            return wanted.ToDictionary(entry => entry.Name, entry => tensors[entry.Name]);
        }
        catch
        {
            foreach (var tensor in tensors.Values) tensor.Dispose();
            throw;
        }
    }
}

/// <summary>What a weights file says about a tensor, without its elements.</summary>
/// <param name="Name">The key.</param>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Sides; empty for a single number.</param>
/// <param name="Bytes">Size of the elements in the file.</param>
public sealed record TensorInfo(string Name, ScalarType Type, IReadOnlyList<long> Shape, long Bytes);
