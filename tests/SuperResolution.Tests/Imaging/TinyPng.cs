using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace SuperResolution.Tests.Imaging;

/// <summary>Writes PNG files of every kind, straight from the standard (ISO/IEC 15948), for the reader to be measured by.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Depth">Bits per sample.</param>
/// <param name="Colour">0 gray, 2 RGB, 3 palette, 4 gray and alpha, 6 RGBA.</param>
/// <param name="Samples">Width × height × samples per pixel, not scaled: 0…2^depth − 1.</param>
internal sealed record TinyPng(int Width, int Height, int Depth, int Colour, int[] Samples)
{
    // First column, first row, column step, row step: table 8.1 of the standard.
    private static readonly int[][] adam7 = [
        [0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2]];

    public static byte[] Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public bool Interlaced { get; init; }

    /// <summary>0…4; −1 takes another one for every row.</summary>
    public int Filter { get; init; } = -1;

    public byte[] Palette { get; init; } = [];

    public byte[] Transparency { get; init; } = [];

    public static int SamplesPerPixel(int colour) => colour switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    public byte[] ToFile()
    {
        using var file = new MemoryStream();
        file.Write(Signature);
        file.Write(Chunk("IHDR", Header(Width, Height, Depth, Colour, Interlaced)));
        if (Palette.Length > 0) file.Write(Chunk("PLTE", Palette));
        if (Transparency.Length > 0) file.Write(Chunk("tRNS", Transparency));
        var data = Deflated(Scanlines());
        file.Write(Chunk("IDAT", data[..(data.Length / 2)])); // in two chunks, as most writers do
        file.Write(Chunk("tEXt", Encoding.ASCII.GetBytes("Comment\0between")));
        file.Write(Chunk("IDAT", data[(data.Length / 2)..]));
        file.Write(Chunk("IEND", []));
        return file.ToArray();
    }

    public static byte[] Header(int width, int height, int depth, int colour, bool interlaced)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)colour, (byte)(interlaced ? 1 : 0));
        return header;
    }

    public static byte[] Chunk(string kind, byte[] content)
    {
        var chunk = new byte[content.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        Encoding.ASCII.GetBytes(kind).CopyTo(chunk, 4);
        content.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(content.Length + 8), Crc32.HashToUInt32(chunk.AsSpan(4, content.Length + 4)));
        return chunk;
    }

    public static byte[] Deflated(byte[] scanlines)
    {
        using var data = new MemoryStream();
        using (var deflate = new ZLibStream(data, CompressionLevel.Optimal, leaveOpen: true)) deflate.Write(scanlines);
        return data.ToArray();
    }

    private byte[] Scanlines()
    {
        var perPixel = SamplesPerPixel(Colour);
        var distance = Math.Max(1, perPixel * Depth / 8);
        var lines = new List<byte>();
        foreach (var pass in Interlaced ? adam7 : [[0, 0, 1, 1]])
        {
            byte[]? above = null;
            for (var y = pass[1]; y < Height; y += pass[3])
            {
                var bits = new List<int>();
                for (var x = pass[0]; x < Width; x += pass[2])
                    for (var s = 0; s < perPixel; s++)
                        for (var bit = Depth - 1; bit >= 0; bit--) bits.Add((Samples[(((y * Width) + x) * perPixel) + s] >> bit) & 1);
                if (bits.Count == 0) continue; // a pass without pixels has no scanlines
                while (bits.Count % 8 != 0) bits.Add(0);
                var raw = bits.Chunk(8).Select(eight => (byte)eight.Aggregate(0, (value, bit) => (value * 2) + bit)).ToArray();
                above ??= new byte[raw.Length];
                var filter = Filter >= 0 ? Filter : y % 5;
                lines.Add((byte)filter);
                for (var i = 0; i < raw.Length; i++)
                    lines.Add((byte)(raw[i] - Predicted(
                        filter, i < distance ? 0 : raw[i - distance], above[i], i < distance ? 0 : above[i - distance])));
                above = raw;
            }
        }
        return [.. lines];
    }

    private static int Predicted(int filter, int a, int b, int c)
    {
        var p = a + b - c;
        return filter switch
        {
            0 => 0,
            1 => a,
            2 => b,
            3 => (a + b) / 2,
            _ => new[] { a, b, c }.MinBy(value => Math.Abs(p - value)), // the first of equals, as the standard demands
        };
    }
}
