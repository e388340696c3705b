using System.Security.Cryptography;

namespace SuperResolution.Datasets;

/// <summary>SHA-256 of files, in lower-case hex.</summary>
public static class FileHash
{
    /// <summary>Of a file; what has no bytes (<see cref="PlainFile"/>) counts as empty.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task<string> Sha256Async(string path, CancellationToken cancellation = default)
    {
        await using var stream = PlainFile.OpenRead(path, FileOptions.SequentialScan | FileOptions.Asynchronous);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
    }

    /// <inheritdoc cref="Sha256Async"/>
    public static string Sha256OfFile(string path)
    {
        using var stream = PlainFile.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>Of a text in UTF-8.</summary>
    public static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));

    /// <summary>The beginning of a checksum, enough for a person to compare.</summary>
    public static string Short(string sha256) => sha256[..Math.Min(8, sha256.Length)] + "…";
}
