using System.Security.Cryptography;
using System.Text;

namespace SuperResolution.Weights;

/// <summary>
/// The SHA-256 of a safetensors file, kept in the file's own metadata: of all its bytes, with zeros in the place of the digest's 64
/// digits.
/// </summary>
/// <remarks>
/// Every file that the kit writes has one. It finds damage; whoever changes a file on purpose can change the digest too, or remove it.
/// </remarks>
internal sealed class FileDigest : IDisposable
{
    /// <summary>The entry of the metadata. It says how to check the file without the kit.</summary>
    public const string Key = "sha256 of this file with 64 zeros here";

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly string expected;

    /// <param name="header">The file's first bytes, up to the first tensor; where they hold the digits, they count as zeros.</param>
    /// <param name="digits">The digest that the header has.</param>
    public FileDigest(ReadOnlySpan<byte> header, string digits)
    {
        expected = digits;
        var blank = header.ToArray();
        Place(blank, digits).Fill((byte)'0');
        Append(blank);
    }

    /// <summary>What stands in the metadata until the digest is known.</summary>
    public static string Blank { get; } = new('0', 2 * SHA256.HashSizeInBytes);

    /// <summary>The bytes of the next tensor.</summary>
    public void Append(ReadOnlySpan<byte> bytes) => hash.AppendData(bytes);

    /// <summary>After all tensors: the digits.</summary>
    public string Digits() => Convert.ToHexStringLower(hash.GetHashAndReset());

    /// <summary>After all tensors.</summary>
    /// <exception cref="InvalidDataException">The file is not what was written.</exception>
    public void Require()
    {
        if (Digits() != expected)
            throw new InvalidDataException(
                "it is damaged: its digest is not that of its bytes. Get it again; if another program changed it on purpose, remove " +
                $"'{Key}' from its metadata");
    }

    /// <summary>The digits in a header.</summary>
    public static Span<byte> Place(Span<byte> header, string digits)
    {
        var at = header.IndexOf(Encoding.ASCII.GetBytes($"\"{Key}\":\"{digits}\""));
        return at < 0 ? [] : header.Slice(at + Key.Length + 4, digits.Length);
    }

    public void Dispose() => hash.Dispose();
}
