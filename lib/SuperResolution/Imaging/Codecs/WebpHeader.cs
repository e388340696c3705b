using System.Buffers.Binary;

namespace SuperResolution.Imaging.Codecs;

/// <summary>What the container of a WebP says, as far as the kit must know it before it decodes.</summary>
/// <param name="HoldsWhole">Whether the decoder holds the whole picture: the lossless kind, of which later pixels may repeat any earlier ones, and animations.</param>
/// <param name="HasAlpha">Whether there may be alpha beside lossy colours.</param>
internal sealed record WebpHeader(bool HoldsWhole, bool HasAlpha)
{
    private const int Animation = 2, Alpha = 16; // of the flags of VP8X

    public static bool IsWebp(ReadOnlySpan<byte> file) => file.Length > 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8);

    /// <exception cref="InvalidDataException">The file is shorter than it says.</exception>
    public static WebpHeader Read(Stream file)
    {
        var head = new byte[12];
        file.Position = 0;
        file.ReadExactly(head);
        var said = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4)) + 8L;
        if (file.Length < said - 1) throw new InvalidDataException($"it is truncated: {file.Length:N0} of {said:N0} bytes are there"); // some leave out the last byte, which is padding
        var alpha = false;
        for (var (parts, at) = (1, 12L); at + 8 < file.Length; parts++)
        {
            DecodingBudget.CheckParts(parts, file.Length);
            file.Position = at;
            file.ReadExactly(head.AsSpan(0, 9));
            var kind = head.AsSpan(0, 4);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4));
            if (kind.SequenceEqual("VP8L"u8)) return new WebpHeader(true, true);
            if (kind.SequenceEqual("VP8X"u8))
            {
                if ((head[8] & Animation) != 0) return new WebpHeader(true, true);
                alpha = (head[8] & Alpha) != 0;
            }
            if (kind.SequenceEqual("VP8 "u8) || length > file.Length - at - 8) break;
            at += 8 + length + (length & 1);
        }
        return new WebpHeader(false, alpha);
    }
}
