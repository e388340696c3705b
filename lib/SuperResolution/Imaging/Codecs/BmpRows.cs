namespace SuperResolution.Imaging.Codecs;

/// <summary>The rows of a bitmap, each from its place in the file. Run lengths, masks and rare kinds come whole.</summary>
internal sealed class BmpRows : RowSource
{
    private readonly FileStream file;
    private readonly BmpHeader header;
    private readonly byte[] stored;

    private BmpRows(FileStream file, BmpHeader header) : base((int)header.Width, (int)header.Height, header.IsGray ? 1 : 3) =>
        (this.file, this.header, stored) = (file, header, new byte[header.Stride]);

    /// <param name="file">Disposed with what is returned.</param>
    public static RowSource Open(FileStream file)
    {
        var header = BmpHeader.Read(file);
        if (header.HasPlainRows) return new BmpRows(file, header);
        var because = header.IsRunLength ? "it is packed in run lengths: where a row starts is known only after all before it" : $"its kind of bitmap ({header.Bits} bit, compression {header.Compression}) is only read whole";
        return SkiaRows.Whole(file, because);
    }

    public override void Read(int y, int rows, Span<byte> to)
    {
        for (var row = y; row < y + rows; row++, RowsDecoded++)
        {
            file.Position = header.Start + ((header.TopDown ? row : Height - 1 - row) * header.Stride);
            if (file.ReadAtLeast(stored, stored.Length, throwOnEndOfStream: false) < stored.Length) throw new InvalidDataException($"it is truncated at byte {file.Position:N0}");
            Convert(to.Slice((row - y) * Width * Channels, Width * Channels));
        }
    }

    public override void Dispose() => file.Dispose();

    private void Convert(Span<byte> to)
    {
        var bits = header.Bits;
        for (int x = 0, at = 0; x < Width; x++, at += Channels)
        {
            var colour = bits > 8
                ? stored.AsSpan(x * bits / 8, 3) // blue first
                : header.Palette.AsSpan(((stored[x * bits / 8] >> (8 - bits - (x * bits % 8))) & ((1 << bits) - 1)) * 3, 3);
            to[at] = colour[bits > 8 ? 2 : 0];
            if (Channels == 3) (to[at + 1], to[at + 2]) = (colour[1], colour[bits > 8 ? 0 : 2]);
        }
    }
}
