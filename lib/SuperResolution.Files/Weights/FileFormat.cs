using System.Buffers.Binary;

namespace SuperResolution.Weights;

/// <summary>What a file is by its first bytes, whatever its extension says.</summary>
internal static class FileFormat
{
    public const string Safetensors = "a safetensors file", Zip = "a zip file", Pickle = "a Python pickle";

    /// <summary>
    /// The file for reading, with the errors that every reader of weights gives for one that is not there or has nothing in it.
    /// </summary>
    public static FileStream OpenRead(string path) => new FileInfo(path) switch
    {
        { Exists: true, Length: > 0 } => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0),
        // opening a pipe would wait for a writer
        { Exists: true } =>
            throw new WeightsFormatException(
                path, "it is empty (0 bytes): a download or a copy did not finish, or it is a pipe or a device"),
        _ when Directory.Exists(path) => throw new WeightsFormatException(path, "it is a folder: name a file in it"),
        _ => throw new FileNotFoundException($"There is no weights file '{path}' (looked in '{Path.GetFullPath(path)}').", path),
    };

    /// <summary>The format's name, or null for an unknown one. The file is at its start afterwards.</summary>
    public static string? Of(Stream file)
    {
        Span<byte> start = stackalloc byte[512];
        file.Position = 0;
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        file.Position = 0;
        // perhaps truncated
        if (start.Length >= 9 && start[8] == '{' && BinaryPrimitives.ReadUInt64LittleEndian(start) <= SafetensorsHeader.MaxHeader)
            return Safetensors;
        if (start.StartsWith("PK\u0003\u0004"u8) || start.StartsWith("PK\u0005\u0006"u8)) return Zip;
        // the magic number in protocol 1
        if (start is [0x80, <= 5, ..] || start.StartsWith("L119547037146038801333356L\n"u8)) return Pickle;
        if (start.IndexOf("ustar"u8) == 257) return "a tar file, as PyTorch before 0.1.10 wrote; load it in PyTorch and save it again";
        if (start.StartsWith("version https://git-lfs"u8)) return "a pointer of Git LFS instead of the file itself; run 'git lfs pull'";
        if (start.TrimStart(" \t\r\n"u8) is [(byte)'{', ..])
            return start.IndexOf("weight_map"u8) >= 0 || start.IndexOf("total_size"u8) >= 0
                ? "the index of a sharded model; its tensors lie in the files that it names, join them into one file" : "a JSON file";
        if (start.TrimStart(" \t\r\n"u8) is [(byte)'<', ..]) return "a web page; the download went to a page instead of the file";
        if (start.StartsWith(new byte[] { 0x89, (byte)'H', (byte)'D', (byte)'F' })) return "an HDF5 file, as Keras writes";
        if (start.StartsWith(new byte[] { 0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y' })) return "a NumPy file";
        if (start.StartsWith("GGUF"u8)) return "a GGUF file";
        return null;
    }

    /// <summary>The end of a sentence about a file that is of another format than was expected.</summary>
    public static string Advice(string? format) =>
        format is null ? "its first bytes are of no format that is known here" : "it is " + format;
}
