namespace SuperResolution.Imaging.Codecs;

/// <summary>Reads every kind of PNG exactly (ISO/IEC 15948): all colour types and depths, palettes, transparency, interlacing.</summary>
/// <remarks>Own code because SkiaSharp cuts 16-bit samples to 8 bit and libpng's defaults would apply gamma and colour profiles.</remarks>
internal static class PngReader
{
    public const int SignatureLength = 8;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    public static bool IsPng(ReadOnlySpan<byte> file) => file.StartsWith(Signature);

    /// <exception cref="InvalidDataException">Damaged or truncated; the message says where.</exception>
    public static RawImage Read(byte[] file)
    {
        using var chunks = new PngChunks(new MemoryStream(file) { Position = SignatureLength });
        var header = chunks.Header;
        RawImage.CheckSize(header.Width, header.Height);
        CheckLength(header, file.Length);

        var pixels = new PngPixels(header, chunks.Palette, chunks.Transparency);
        var image = new RawImage(header.Width, header.Height, pixels.Channels, new byte[checked(header.Width * header.Height * pixels.Channels)]);
        using var scanlines = new PngScanlines(chunks);
        foreach (var (x, y, stepX, stepY, columns, rows) in header.Passes())
        {
            scanlines.StartPass(header.RowBytes(columns));
            for (var row = y; row < header.Height; row += stepY)
                pixels.Convert(scanlines.Next(), image.Pixels.AsSpan(((row * header.Width) + x) * pixels.Channels), columns, stepX);
        }
        chunks.Finish();
        return image;
    }

    /// <summary>Deflate makes at most 1032 bytes of one: no gigabytes for a header that lies.</summary>
    /// <param name="header">What the file says of its size.</param>
    /// <param name="length">Of the file in bytes.</param>
    public static void CheckLength(PngHeader header, long length)
    {
        if (header.DataLength > length * 1032) throw new InvalidDataException($"it is truncated: {length:N0} bytes cannot hold its {header.DataLength:N0} bytes of pixels");
    }
}
