using System.Buffers.Binary;
using System.Text;
using SkiaSharp;

namespace SuperResolution.Imaging.Codecs;

/// <summary>What the container of a WebP says, as far as the kit must know it before it decodes.</summary>
/// <param name="HoldsWhole">
/// Whether the decoder holds the whole picture: the lossless kind, of which later pixels may repeat any earlier ones, and animations.
/// </param>
/// <param name="HasAlpha">Whether there may be alpha beside lossy colours.</param>
internal sealed record WebpHeader(bool HoldsWhole, bool HasAlpha)
{
    private const int Animation = 2, Alpha = 16, WithIcc = 32; // of the flags of VP8X

    public static bool IsWebp(ReadOnlySpan<byte> file) => file.Length > 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8);

    /// <exception cref="InvalidDataException">The file is shorter than it says.</exception>
    public static WebpHeader Read(Stream file)
    {
        var head = new byte[12];
        file.Position = 0;
        file.ReadExactly(head);
        var said = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4)) + 8L;
        // some leave out the last byte, which is padding
        if (file.Length < said - 1) throw new InvalidDataException($"it is truncated: {file.Length:N0} of {said:N0} bytes are there");
        var alpha = false;
        foreach (var (kind, start, length) in Chunks(file))
        {
            if (kind == "VP8L") return new WebpHeader(true, true);
            if (kind == "VP8 ") break;
            if (kind != "VP8X" || length < 1) continue;
            file.Position = start;
            var flags = file.ReadByte();
            if ((flags & Animation) != 0) return new WebpHeader(true, true);
            alpha = (flags & Alpha) != 0;
        }
        return new WebpHeader(false, alpha);
    }

    /// <summary>The ICC profile; null where there is none.</summary>
    public static byte[]? Profile(Stream file)
    {
        foreach (var (kind, start, length) in Chunks(file))
        {
            if (kind != "ICCP") continue;
            var profile = new byte[length];
            file.Position = start;
            file.ReadExactly(profile);
            return profile;
        }
        return null;
    }

    /// <summary>The file with an ICC profile: that takes the extended form, which says the size once more.</summary>
    public static byte[] WithProfile(byte[] file, byte[] profile)
    {
        using var codec = SKCodec.Create(new MemoryStream(file));
        var (width, height, alpha) = (codec.Info.Width - 1, codec.Info.Height - 1, codec.Info.AlphaType == SKAlphaType.Opaque ? 0 : Alpha);
        var extended = file.AsSpan(12).StartsWith("VP8X"u8);
        byte[] head = [(byte)(WithIcc | alpha), 0, 0, 0, (byte)width, (byte)(width >> 8), (byte)(width >> 16), (byte)height,
            (byte)(height >> 8), (byte)(height >> 16)];
        byte[] body = [.. "WEBP"u8, .. Chunk("VP8X"u8, head), .. Chunk("ICCP"u8, profile),
            .. file[(extended ? 12 + 8 + head.Length : 12)..]];
        return [.. Chunk("RIFF"u8, body)];

        static byte[] Chunk(ReadOnlySpan<byte> kind, byte[] content) =>
            [.. kind, .. BitConverter.GetBytes(content.Length), .. content, .. new byte[content.Length % 2]];
    }

    /// <summary>Chunks as far as they lie within the file.</summary>
    private static IEnumerable<(string Kind, long Start, long Length)> Chunks(Stream file)
    {
        var (head, at) = (new byte[8], 12L);
        for (var parts = 1; at + 8 < file.Length; parts++)
        {
            DecodingBudget.CheckParts(parts, file.Length);
            file.Position = at;
            file.ReadExactly(head);
            var (start, length) = (at + 8, (long)BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4)));
            if (length > file.Length - start) length = file.Length - start;
            yield return (Encoding.Latin1.GetString(head, 0, 4), start, length);
            at = start + length + (length & 1);
        }
    }
}
