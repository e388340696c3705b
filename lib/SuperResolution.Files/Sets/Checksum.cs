using System.Security.Cryptography;

namespace SuperResolution.Datasets;

/// <summary>
/// A published checksum of a file: SHA-256, its beginning (as PyTorch writes it into file names), or MD5 where nothing better is
/// published.
/// </summary>
public sealed record Checksum
{
    private const int FewestDigits = 8, Sha256Digits = 64, Md5Digits = 32;

    private Checksum(bool isMd5, string hex) => (IsMd5, Hex) = (isMd5, hex.ToLowerInvariant());

    /// <summary>Whether it is an MD5, which tells damage, but not a file that somebody made to have it.</summary>
    public bool IsMd5 { get; }

    /// <summary>The digits in lower case; of a SHA-256 perhaps only the first ones.</summary>
    public string Hex { get; }

    /// <summary>A SHA-256 or its first digits.</summary>
    /// <param name="hex">8 to 64 hexadecimal digits.</param>
    /// <exception cref="DataSetException">Too few, too many or other characters.</exception>
    public static Checksum Sha256(string hex) =>
        new(false, Checked(hex, hex.Length is >= FewestDigits and <= Sha256Digits,
            "a SHA-256 has 64 hexadecimal digits, its beginning at least 8"));

    /// <summary>An MD5.</summary>
    /// <param name="hex">32 hexadecimal digits.</param>
    /// <exception cref="DataSetException">Another number of digits, or other characters.</exception>
    public static Checksum Md5(string hex) => new(true, Checked(hex, hex.Length == Md5Digits, "an MD5 has 32 hexadecimal digits"));

    /// <summary>True when a file has this checksum.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public async Task<bool> IsOfAsync(string path, CancellationToken cancellation = default) => Accepts(await OfAsync(path, cancellation));

    /// <summary>The name of the algorithm and the first digits.</summary>
    public override string ToString() => Show(Hex);

    /// <summary>The checksum of a file by the same algorithm, in full.</summary>
    internal async Task<string> OfAsync(string path, CancellationToken cancellation)
    {
        if (!IsMd5) return await FileHash.Sha256Async(path, cancellation);
        await using var stream = PlainFile.OpenRead(path, FileOptions.SequentialScan | FileOptions.Asynchronous);
        return Convert.ToHexStringLower(await MD5.HashDataAsync(stream, cancellation));
    }

    internal bool Accepts(string digits) => digits.StartsWith(Hex, StringComparison.Ordinal);

    /// <summary>Another file's digits in the same words.</summary>
    internal string Show(string digits) => $"{(IsMd5 ? "MD5" : "SHA-256")} {FileHash.Short(digits)}";

    private static string Checked(string hex, bool fits, string rule) => fits && hex.All(char.IsAsciiHexDigit)
        ? hex
        : throw new DataSetException($"'{hex}' is no checksum: {rule}.");
}
