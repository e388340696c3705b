namespace SuperResolution.Imaging.Codecs;

/// <summary>
/// The rows of a PNG from the top down; for one further up it starts again. Every kind is read exactly (ISO/IEC 15948); interlaced files
/// come whole.
/// </summary>
/// <remarks>Own code because SkiaSharp cuts 16-bit samples to 8 bit and libpng's defaults would apply gamma and colour profiles.</remarks>
internal sealed class PngRows : RowSource
{
    private const int SignatureLength = 8, PerLine = 64; // a scanline costs some time, however short it is

    private readonly Stream file;
    private readonly PngPixels pixels;
    private PngChunks chunks;
    private PngScanlines? scanlines;
    private int next;

    private PngRows(Stream file, PngChunks chunks, PngPixels pixels) : base(chunks.Header.Width, chunks.Header.Height, pixels.Channels) =>
        (this.file, this.chunks, this.pixels, Orientation) = (file, chunks, pixels, chunks.Orientation);

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    public override long Cost => Math.Max(Held, chunks.Header.DataLength + (pixels.Copies ? 0 : (long)Width * Height * Channels))
        + (chunks.Header.Passes().Sum(pass => (long)pass.Rows) * PerLine);

    public static bool IsPng(ReadOnlySpan<byte> file) => file.StartsWith(Signature);

    /// <param name="file">Disposed with what is returned.</param>
    public static RowSource Png(Stream file)
    {
        var chunks = Chunks(file);
        var header = chunks.Header;
        if (header.DataLength > file.Length * 1032) // deflate makes no more of one byte
        {
            RawImage.CheckSize(header.Width, header.Height);
            throw new InvalidDataException(
                $"it is truncated: {file.Length:N0} bytes cannot hold its {header.DataLength:N0} bytes of pixels");
        }
        var rows = new PngRows(file, chunks, new PngPixels(header, chunks.Palette, chunks.Transparency));
        return !header.Interlaced ? rows : new WholeRows(header.Width, header.Height, rows.Channels,
            "it is interlaced: its first rows are complete only with its last byte", rows.Interlaced, rows.Cost, rows)
        { Orientation = rows.Orientation };
    }

    /// <summary>What says how samples are to be shown, by kind.</summary>
    public static Dictionary<string, byte[]> ColourChunks(Stream file) => Chunks(file).Colours;

    public override void Read(int y, int rows, Span<byte> to)
    {
        if (scanlines is null || y < next) Restart();
        for (; next < y + rows; next++, RowsDecoded++)
        {
            var line = scanlines!.Next();
            if (next >= y) pixels.Convert(line, to[((next - y) * Width * Channels)..], Width, 1);
        }
        if (next == Height) chunks.Finish();
    }

    public override void Dispose()
    {
        scanlines?.Dispose();
        file.Dispose();
    }

    private RawImage Interlaced()
    {
        RawImage.CheckSize(Width, Height);
        var image = new RawImage(Width, Height, Channels, new byte[Width * Height * Channels]);
        Restart();
        foreach (var (x, y, stepX, stepY, columns, _) in chunks.Header.Passes())
        {
            scanlines!.StartPass(chunks.Header.RowBytes(columns));
            for (var row = y; row < Height; row += stepY)
                pixels.Convert(scanlines.Next(), image.Pixels.AsSpan(((row * Width) + x) * Channels), columns, stepX);
        }
        chunks.Finish();
        return image;
    }

    private void Restart()
    {
        if (scanlines is not null)
        {
            scanlines.Dispose();
            chunks = Chunks(file);
        }
        scanlines = new PngScanlines(chunks);
        scanlines.StartPass(chunks.Header.RowBytes(Width));
        next = 0;
    }

    private static PngChunks Chunks(Stream file)
    {
        file.Position = SignatureLength;
        return new PngChunks(file);
    }
}
