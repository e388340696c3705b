using System.Buffers.Binary;
using System.Security.Cryptography;
using SuperResolution.Imaging;

namespace SuperResolution.Datasets;

/// <summary>SHA-256 of files, texts and pictures, in lower-case hex.</summary>
internal static class FileHash
{
    public static async Task<string> Sha256Async(string path, CancellationToken cancellation = default)
    {
        await using var stream = PlainFile.OpenRead(path, FileOptions.SequentialScan | FileOptions.Asynchronous);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
    }

    public static string Sha256OfFile(string path)
    {
        using var stream = PlainFile.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    public static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));

    /// <summary>Of width, height, channels and samples: equal pictures have it in common, whatever file they came from.</summary>
    public static string Sha256(Picture picture)
    {
        var size = new byte[12];
        BinaryPrimitives.WriteInt32LittleEndian(size, picture.Width);
        BinaryPrimitives.WriteInt32LittleEndian(size.AsSpan(4), picture.Height);
        BinaryPrimitives.WriteInt32LittleEndian(size.AsSpan(8), picture.Channels);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(size);
        hash.AppendData(picture.Pixels);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The beginning of a checksum, enough for a person to compare.</summary>
    public static string Short(string sha256) => sha256[..Math.Min(8, sha256.Length)] + "…";
}
