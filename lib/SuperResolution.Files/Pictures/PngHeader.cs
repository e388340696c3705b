using System.Buffers.Binary;

namespace SuperResolution.Imaging.Codecs;

/// <summary>The IHDR chunk.</summary>
internal sealed record PngHeader(int Width, int Height, int Depth, PngColour Colour, bool Interlaced)
{
    /// <summary>So that a row fits into memory: 16 million pixels.</summary>
    private const int MaxWidth = 1 << 24;

    /// <summary>Adam7: first column, first row, column step, row step of each pass.</summary>
    private static readonly (int X, int Y, int StepX, int StepY)[] adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>Samples of one pixel in the file.</summary>
    public int Samples => Colour switch { PngColour.Rgb => 3, PngColour.Rgba => 4, PngColour.GrayAlpha => 2, _ => 1 };

    /// <summary>Bytes from one pixel to the next for the filters, at least 1.</summary>
    public int FilterDistance => Math.Max(1, Samples * Depth / 8);

    /// <summary>Bytes of one scanline of <paramref name="width"/> pixels, without the filter byte.</summary>
    public int RowBytes(int width) => checked((int)((((long)width * Samples * Depth) + 7) / 8));

    public IEnumerable<(int X, int Y, int StepX, int StepY, int Columns, int Rows)> Passes() =>
        from pass in Interlaced ? adam7 : [(0, 0, 1, 1)]
        let columns = (Width - pass.X + pass.StepX - 1) / pass.StepX
        let rows = (Height - pass.Y + pass.StepY - 1) / pass.StepY
        where columns > 0 && rows > 0
        select (pass.X, pass.Y, pass.StepX, pass.StepY, columns, rows);

    /// <summary>Bytes of all scanlines with their filter bytes.</summary>
    public long DataLength => Passes().Sum(pass => (RowBytes(pass.Columns) + 1L) * pass.Rows);

    public static PngHeader Parse(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length != 13) throw new InvalidDataException($"its header has {chunk.Length} bytes instead of 13");
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(chunk), BinaryPrimitives.ReadUInt32BigEndian(chunk[4..]));
        if (width == 0 || height == 0 || width > MaxWidth || height > int.MaxValue)
            throw new InvalidDataException(
                $"its size is {width}×{height}{(width > MaxWidth ? $", and a row of more than {MaxWidth:N0} pixels is not read" : "")}");
        var (depth, colour) = (chunk[8], (PngColour)chunk[9]);
        var possible = colour switch
        {
            PngColour.Gray => depth is 1 or 2 or 4 or 8 or 16,
            PngColour.Palette => depth is 1 or 2 or 4 or 8,
            PngColour.Rgb or PngColour.GrayAlpha or PngColour.Rgba => depth is 8 or 16,
            _ => false,
        };
        if (!possible || chunk[10] != 0 || chunk[11] != 0 || chunk[12] > 1)
            throw new InvalidDataException(
                $"its header is damaged (depth {depth}, colour type {chunk[9]}, methods {chunk[10]} {chunk[11]} {chunk[12]})");
        return new PngHeader((int)width, (int)height, depth, colour, chunk[12] == 1);
    }
}

/// <summary>The colour types of the standard.</summary>
internal enum PngColour { Gray = 0, Rgb = 2, Palette = 3, GrayAlpha = 4, Rgba = 6 }
