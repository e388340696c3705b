namespace SuperResolution.Imaging.Codecs;

/// <summary>
/// Rows that are packed in run lengths of 8 or 4 bit. Where each starts is found in one pass over the file; what is left out has the
/// palette's first colour.
/// </summary>
internal sealed class BmpRuns : BmpRows
{
    /// <summary>
    /// For each stored row its first command's place in the file, 0 where it has none, and the column that it starts at.
    /// </summary>
    private readonly (long Place, int X)[] starts;
    private readonly byte[] indices;

    public BmpRuns(Stream file, BmpHeader header) : base(file, header)
    {
        (starts, indices) = (new (long, int)[Height], new byte[Width]);
        file.Position = header.Start;
        for (var (row, x) = (0, 0); row < Height;)
        {
            starts[row] = (file.Position, x);
            if (Run(x, []) is not var (down, column)) break;
            if (row + down > Height) throw Damaged($"it jumps {row + down - Height:N0} rows out of the picture");
            (row, x) = (row + down, column);
        }
    }

    protected override void ReadRow(int stored, Span<byte> to)
    {
        var (place, x) = starts[stored];
        Array.Clear(indices);
        if (place > 0)
        {
            File.Position = place;
            Run(x, indices);
        }
        for (x = 0; x < Width; x++) LookUp(indices[x], to[(x * Channels)..]);
    }

    /// <summary>Carries out commands up to the end of a row, from column <paramref name="x"/> on.</summary>
    /// <param name="x">Where it starts.</param>
    /// <param name="to">A row of indices, or nothing.</param>
    /// <returns>Where it goes on: so many rows further, and the column there; null where the picture ends.</returns>
    private (int Rows, int X)? Run(int x, byte[] to)
    {
        while (true)
        {
            var (count, value) = (Byte(), Byte());
            if (count > 0)
            {
                for (var i = 0; i < count && x < Width; i++) Put(Pixel(value, i));
                continue;
            }
            switch (value)
            {
                case 0: return (1, 0);
                case 1: return null;
                case 2:
                    var (right, down) = (Byte(), Byte());
                    x += right;
                    if (x > Width) throw Damaged($"it jumps to column {x:N0} of {Width:N0}");
                    if (down > 0) return (down, x);
                    break;
                default: // so many pixels, each as it is, in whole words
                    if (value > Width - x) throw Damaged($"its row of {Width:N0} pixels goes on for {x + value - Width:N0} more");
                    var bytes = ((value * Header.Bits) + 7) / 8;
                    for (var (i, pair) = (0, 0); i < value; i++)
                    {
                        if (Header.Bits == 8 || i % 2 == 0) pair = Byte();
                        Put(Pixel(pair, i));
                    }
                    if (bytes % 2 == 1) Byte();
                    break;
            }
        }

        void Put(int index)
        {
            if (to.Length > 0) to[x] = (byte)index;
            x++;
        }
    }

    /// <summary>Two pixels of 4 bit are in a byte, the first one above.</summary>
    private int Pixel(int value, int i) => Header.Bits == 8 ? value : i % 2 == 0 ? value >> 4 : value & 15;

    private int Byte()
    {
        var value = File.ReadByte();
        return value >= 0 ? value : throw new InvalidDataException($"it is truncated at byte {File.Position:N0}: its runs go on");
    }

    private static InvalidDataException Damaged(string how) => new($"it is damaged: {how}");
}
