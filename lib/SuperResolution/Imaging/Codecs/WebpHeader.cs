using System.Buffers.Binary;

namespace SuperResolution.Imaging.Codecs;

/// <summary>What the container of a WebP says, as far as the kit must know it before it decodes.</summary>
internal static class WebpHeader
{
    private const int Animation = 2; // of the flags of VP8X

    public static bool IsWebp(ReadOnlySpan<byte> file) => file.Length > 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8);

    /// <summary>Whether the decoder holds the whole picture: the lossless kind, of which later pixels may repeat any earlier ones, and animations.</summary>
    public static bool HoldsWhole(ReadOnlySpan<byte> file)
    {
        for (var at = 12; at + 8 < file.Length;)
        {
            var kind = file.Slice(at, 4);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]);
            if (kind.SequenceEqual("VP8L"u8) || (kind.SequenceEqual("VP8X"u8) && (file[at + 8] & Animation) != 0)) return true;
            if (kind.SequenceEqual("VP8 "u8) || length > file.Length - at - 8) return false;
            at += 8 + (int)length + ((int)length & 1);
        }
        return false;
    }

    /// <summary>Before memory is taken for the pixels.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="pixels">Of the size that it says.</param>
    /// <exception cref="InvalidDataException">The file is shorter than it says, or than its size makes likely.</exception>
    public static void Check(ReadOnlySpan<byte> file, long pixels)
    {
        var said = BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) + 8L;
        if (file.Length < said - 1) throw new InvalidDataException($"it is truncated: {file.Length:N0} of {said:N0} bytes are there"); // some leave out the last byte, which is padding
        // A picture of one colour takes WebP a few bytes, whatever its size. Up to 67 million pixels, two 8K frames, that is believed.
        if (pixels > (1 << 26) && pixels / 4096 > file.Length) throw new InvalidDataException($"{file.Length:N0} bytes are too few for {pixels:N0} pixels to be believed");
    }
}
