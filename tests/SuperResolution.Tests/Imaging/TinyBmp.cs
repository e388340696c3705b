using System.Buffers.Binary;

namespace SuperResolution.Tests.Imaging;

/// <summary>Writes Windows bitmaps of every kind with random pixels, straight from the format's description.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Bits">1, 4, 8 (palette), 16, 24 or 32 per pixel.</param>
internal sealed record TinyBmp(int Width, int Height, int Bits)
{
    /// <summary>Rows from the top down, which a negative height says.</summary>
    public bool TopDown { get; init; }

    /// <summary>12 (OS/2), 40, 108 or 124 bytes.</summary>
    public int HeaderBytes { get; init; } = 40;

    /// <summary>0 none, 1 and 2 run lengths of 8 and 4 bit, 3 masks.</summary>
    public int Compression { get; init; }

    /// <summary>Entries of the palette; 0: all of them, and the header says nothing.</summary>
    public int Colours { get; init; }

    public bool GrayPalette { get; init; }

    /// <summary>Bytes between palette and pixels.</summary>
    public int Gap { get; init; }

    public byte[] ToFile()
    {
        var random = new Random((Width * 31) + (Height * 7) + Bits);
        var palette = Palette(random);
        var masks = Compression == 3 && HeaderBytes == 40 ? Masks() : [];
        var pixels = Compression is 1 or 2 ? RunLengths(random) : Rows(random);
        var start = 14 + HeaderBytes + masks.Length + palette.Length + Gap;
        return [.. FileHeader(start + pixels.Length, start), .. Header(pixels.Length), .. masks, .. palette, .. new byte[Gap], .. pixels];
    }

    private static byte[] FileHeader(int length, int start)
    {
        var header = new byte[14];
        "BM"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(2), length);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(10), start);
        return header;
    }

    private byte[] Header(int bytes)
    {
        var header = new byte[HeaderBytes];
        BinaryPrimitives.WriteInt32LittleEndian(header, HeaderBytes);
        if (HeaderBytes == 12)
        {
            short[] old = [(short)Width, (short)Height, 1, (short)Bits];
            for (var i = 0; i < 4; i++) BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(4 + (i * 2)), old[i]);
            return header;
        }
        int[] fields = [Width, TopDown ? -Height : Height, 1 | (Bits << 16), Compression, bytes, 2835, 2835, Colours, 0];
        for (var i = 0; i < fields.Length; i++) BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4 + (i * 4)), fields[i]);
        if (HeaderBytes > 40 && Compression == 3) Masks().CopyTo(header, 40);
        return header;
    }

    private byte[] Masks()
    {
        uint[] masks = Bits == 16 ? [0xF800, 0x07E0, 0x001F] : [0x00FF0000, 0x0000FF00, 0x000000FF];
        return [.. masks.SelectMany(BitConverter.GetBytes), .. HeaderBytes > 40 ? BitConverter.GetBytes(Bits == 32 ? 0xFF000000 : 0) : []];
    }

    private byte[] Palette(Random random)
    {
        if (Bits > 8) return [];
        var size = HeaderBytes == 12 ? 3 : 4;
        var palette = new byte[(Colours == 0 ? 1 << Bits : Colours) * size];
        random.NextBytes(palette);
        for (var i = 0; GrayPalette && i < palette.Length; i += size) (palette[i + 1], palette[i + 2]) = (palette[i], palette[i]);
        return palette;
    }

    private byte[] Rows(Random random)
    {
        var pixels = new byte[((Width * Bits) + 31) / 32 * 4 * Height];
        random.NextBytes(pixels);
        return pixels;
    }

    /// <summary>Runs, literal parts, a jump and the marks of a row's and of the picture's end.</summary>
    private byte[] RunLengths(Random random)
    {
        var data = new List<byte>();
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width;)
            {
                var count = Math.Min(Width - x, random.Next(1, 20));
                var kind = random.Next(4);
                if (kind == 0 && count >= 3)
                {
                    var literal = new byte[((count * Bits) + 15) / 16 * 2]; // padded to words
                    random.NextBytes(literal);
                    data.AddRange([0, (byte)count, .. literal]);
                }
                else if (kind == 1)
                {
                    data.AddRange([0, 2, (byte)count, 0]);
                }
                else
                {
                    data.AddRange([(byte)count, (byte)random.Next(256)]);
                }
                x += count;
            }
            data.AddRange([0, 0]);
        }
        return [.. data, 0, 1];
    }
}
