using System.Buffers.Binary;

namespace SuperResolution.Imaging.Codecs;

/// <summary>Windows bitmaps: 24 bit for RGB, 8 bit with a gray palette for gray; rows from the bottom up, padded to 4 bytes.</summary>
internal static class BmpWriter
{
    public static byte[] Write(RawImage picture)
    {
        var (width, height, channels) = (picture.Width, picture.Height, picture.Channels);
        var stride = ((width * channels) + 3) & ~3;
        var palette = channels == 1 ? 256 : 0;
        var start = 54 + (palette * 4);
        var file = new byte[checked(start + (stride * height))];

        "BM"u8.CopyTo(file);
        int[] header = [file.Length, 0, start, 40, width, height, 1 | (channels * 8 << 16), 0, stride * height, 2835, 2835, palette, 0];
        for (var i = 0; i < header.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2 + (i * 4)), header[i]);
        for (var i = 0; i < palette; i++)
            file.AsSpan(54 + (i * 4), 3).Fill((byte)i);

        for (var y = 0; y < height; y++)
        {
            var from = picture.Pixels.AsSpan(y * width * channels, width * channels);
            var to = file.AsSpan(start + ((height - 1 - y) * stride), from.Length);
            from.CopyTo(to);
            for (var x = 0; channels == 3 && x < to.Length; x += 3)
                (to[x], to[x + 2]) = (to[x + 2], to[x]); // BMP stores blue first
        }
        return file;
    }
}
