namespace SuperResolution.Imaging.Codecs;

/// <summary>The rows of a bitmap, each from its place in the file. Masks and rare kinds come whole.</summary>
internal abstract class BmpRows(Stream file, BmpHeader header) : RowSource((int)header.Width, (int)header.Height, header.IsGray ? 1 : 3)
{
    protected Stream File { get; } = file;

    protected BmpHeader Header { get; } = header;

    /// <param name="file">Disposed with what is returned.</param>
    public static RowSource Bmp(Stream file)
    {
        var header = BmpHeader.Read(file);
        if (header.HasPlainRows) return new BmpPlainRows(file, header);
        if (header.HasRuns) return new BmpRuns(file, header);
        return SkiaRows.Whole(file, header.IsGray,
            $"its kind of bitmap ({header.Bits} bit, compression {header.Compression}) is only read whole");
    }

    public override void Read(int y, int rows, Span<byte> to)
    {
        for (var row = y; row < y + rows; row++, RowsDecoded++)
            ReadRow(Header.TopDown ? row : Height - 1 - row, to.Slice((row - y) * Width * Channels, Width * Channels));
    }

    public override void Dispose() => File.Dispose();

    /// <param name="stored">The how manieth in the file.</param>
    /// <param name="to">Width × channels samples.</param>
    protected abstract void ReadRow(int stored, Span<byte> to);

    /// <summary>A colour of the palette as the pixel at the start of <paramref name="to"/>.</summary>
    // the three are equal in a gray one
    protected void LookUp(int index, Span<byte> to) => Header.Palette.AsSpan(index * 3, Channels).CopyTo(to);
}

/// <summary>Rows without packing, of whole bytes or colours of the palette.</summary>
internal sealed class BmpPlainRows(Stream file, BmpHeader header) : BmpRows(file, header)
{
    private readonly byte[] packed = new byte[header.Stride];

    protected override void ReadRow(int stored, Span<byte> to)
    {
        File.Position = Header.Start + (stored * Header.Stride);
        if (File.ReadAtLeast(packed, packed.Length, throwOnEndOfStream: false) < packed.Length)
            throw new InvalidDataException($"it is truncated at byte {File.Position:N0}");
        var bits = Header.Bits;
        for (int x = 0, at = 0; x < Width; x++, at += Channels)
        {
            if (bits <= 8)
            {
                LookUp((packed[x * bits / 8] >> (8 - bits - (x * bits % 8))) & ((1 << bits) - 1), to[at..]);
                continue;
            }
            var colour = packed.AsSpan(x * bits / 8, 3); // blue first
            (to[at], to[at + 1], to[at + 2]) = (colour[2], colour[1], colour[0]);
        }
    }
}
