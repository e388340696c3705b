namespace SuperResolution.Imaging.Codecs;

/// <summary>The rows of a PNG from the top down; for one further up it starts again. Interlaced files come whole.</summary>
internal sealed class PngRows : RowSource
{
    private readonly FileStream file;
    private readonly PngPixels pixels;
    private PngChunks chunks;
    private PngScanlines? scanlines;
    private int next;

    private PngRows(FileStream file, PngChunks chunks, PngPixels pixels) : base(chunks.Header.Width, chunks.Header.Height, pixels.Channels) =>
        (this.file, this.chunks, this.pixels) = (file, chunks, pixels);

    /// <param name="file">Disposed with what is returned.</param>
    public static RowSource Open(FileStream file)
    {
        var (length, chunks) = (file.Length, Chunks(file));
        var (header, pixels) = (chunks.Header, new PngPixels(chunks.Header, chunks.Palette, chunks.Transparency));
        if (header.Interlaced) return WholeRows.Of(file, header.Width, header.Height, pixels.Channels, "it is interlaced: its first rows are complete only with its last byte", PngReader.Read);
        PngReader.CheckLength(header, length);
        return new PngRows(file, chunks, pixels);
    }

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

    private static PngChunks Chunks(FileStream file)
    {
        file.Position = PngReader.SignatureLength;
        return new PngChunks(file);
    }
}
