using System.Buffers.Binary;

namespace SuperResolution.Imaging.Codecs;

/// <summary>BMP has no gray pixels, only palettes of grays.</summary>
internal static class BmpPalette
{
    /// <summary>Whether the file is a bitmap with a palette in which red, green and blue are equal everywhere.</summary>
    public static bool IsGray(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith("BM"u8) || file.Length < 54) return false;
        var (header, bits, used) = (BinaryPrimitives.ReadUInt32LittleEndian(file[14..]), BinaryPrimitives.ReadUInt16LittleEndian(file[28..]), BinaryPrimitives.ReadUInt32LittleEndian(file[46..]));
        if (header is < 40 or > 1024 || bits is not (1 or 4 or 8)) return false;
        var colours = used == 0 || used > 1 << bits ? 1 << bits : (int)used;
        var palette = file[(14 + (int)header)..];
        if (palette.Length < colours * 4) return false;
        for (var i = 0; i < colours; i++)
            if (palette[i * 4] != palette[(i * 4) + 1] || palette[i * 4] != palette[(i * 4) + 2]) return false;
        return true;
    }
}
