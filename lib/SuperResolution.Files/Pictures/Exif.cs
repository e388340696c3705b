using System.Buffers.Binary;

namespace SuperResolution.Imaging.Codecs;

/// <summary>What a camera writes beside the pixels (TIFF 6.0), of which the kit needs one number.</summary>
internal static class Exif
{
    private const int OrientationTag = 0x112, Entry = 12;

    /// <summary>1 to 8; 1, upright, where nothing is said or nothing that makes sense.</summary>
    public static int Orientation(ReadOnlySpan<byte> exif)
    {
        if (exif.StartsWith("Exif\0\0"u8)) exif = exif[6..]; // as in JPEG, which some writers copy
        var little = exif.StartsWith("II*\0"u8);
        if (!little && !exif.StartsWith("MM\0*"u8)) return 1;
        if (Number(exif, 4, 4) is not { } place || Number(exif, place, 2) is not { } entries) return 1;
        for (var at = place + 2; entries > 0; entries--, at += Entry)
            if (Number(exif, at, 2) == OrientationTag)
                return Number(exif, at + 8, 2) is >= 1 and <= 8 and var orientation ? (int)orientation : 1;
        return 1;

        long? Number(ReadOnlySpan<byte> from, long at, int bytes)
        {
            if (at + bytes > from.Length) return null;
            var part = from.Slice((int)at, bytes);
            return bytes == 2
                ? little ? BinaryPrimitives.ReadUInt16LittleEndian(part) : BinaryPrimitives.ReadUInt16BigEndian(part)
                : little ? BinaryPrimitives.ReadUInt32LittleEndian(part) : BinaryPrimitives.ReadUInt32BigEndian(part);
        }
    }
}
