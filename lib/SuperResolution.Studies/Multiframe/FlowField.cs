namespace SuperResolution.Multiframe;

/// <summary>Where the content of the base frame is found in another frame: one displacement for every tile.</summary>
public sealed class FlowField
{
    private readonly (double X, double Y)[] tiles;

    internal FlowField(int tile, int columns, int rows, (double X, double Y)[]? tiles = null) =>
        (TileSize, Columns, Rows, this.tiles) = (tile, columns, rows, tiles ?? new (double, double)[columns * rows]);

    /// <summary>Side of a tile in pixels.</summary>
    public int TileSize { get; }

    /// <summary>Tiles in a row.</summary>
    public int Columns { get; }

    /// <summary>Rows of tiles.</summary>
    public int Rows { get; }

    /// <summary>The displacement of a tile in pixels, to the right and down; places outside give the nearest tile's.</summary>
    public (double X, double Y) this[int column, int row]
    {
        get => tiles[(Math.Clamp(row, 0, Rows - 1) * Columns) + Math.Clamp(column, 0, Columns - 1)];
        internal set => tiles[(row * Columns) + column] = value;
    }

    /// <summary>The displacement at a pixel of the base frame, bilinear between the tiles' centres.</summary>
    /// <param name="x">Column; (0, 0) is the centre of the first pixel.</param>
    /// <param name="y">Row.</param>
    public (double X, double Y) At(double x, double y)
    {
        var (u, v) = (((x + 0.5) / TileSize) - 0.5, ((y + 0.5) / TileSize) - 0.5);
        var (left, up) = ((int)Math.Floor(u), (int)Math.Floor(v));
        var (a, b) = (u - left, v - up);
        var ((x0, y0), (x1, y1), (x2, y2), (x3, y3)) = (this[left, up], this[left + 1, up], this[left, up + 1], this[left + 1, up + 1]);
        return (Mix(x0, x1, x2, x3), Mix(y0, y1, y2, y3));

        double Mix(double p, double q, double r, double s) => ((1 - b) * (((1 - a) * p) + (a * q))) + (b * (((1 - a) * r) + (a * s)));
    }

    /// <summary>
    /// How much the displacements differ among a tile and its eight neighbours: the length of (largest − smallest) in both directions, in
    /// pixels.
    /// </summary>
    internal double Span(int column, int row)
    {
        var (leastX, mostX, leastY, mostY) = (double.MaxValue, double.MinValue, double.MaxValue, double.MinValue);
        for (var i = 0; i < 9; i++)
        {
            var (x, y) = this[column + (i % 3) - 1, row + (i / 3) - 1];
            (leastX, mostX, leastY, mostY) = (Math.Min(leastX, x), Math.Max(mostX, x), Math.Min(leastY, y), Math.Max(mostY, y));
        }
        return Math.Sqrt(((mostX - leastX) * (mostX - leastX)) + ((mostY - leastY) * (mostY - leastY)));
    }

    /// <summary>The field of a known motion.</summary>
    /// <param name="motion">The motion of a frame.</param>
    /// <param name="width">Width of the frames.</param>
    /// <param name="height">Height of the frames.</param>
    /// <param name="tile">Side of a tile in pixels.</param>
    public static FlowField Of(HandMotion motion, int width, int height, int tile = 16)
    {
        var field = Empty(width, height, tile);
        for (var row = 0; row < field.Rows; row++)
            for (var column = 0; column < field.Columns; column++)
                field[column, row] = motion.FlowAt(((column + 0.5) * tile) - 0.5, ((row + 0.5) * tile) - 0.5, width, height);
        return field;
    }

    internal static FlowField Empty(int width, int height, int tile) => new(tile, (width + tile - 1) / tile, (height + tile - 1) / tile);
}
