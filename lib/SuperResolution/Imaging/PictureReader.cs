using SuperResolution.Imaging.Codecs;

namespace SuperResolution.Imaging;

/// <summary>Reads parts of a picture file without having the whole picture in memory: for pictures of the size of 8K and beyond.</summary>
/// <remarks>
/// A part equals <c>Picture.Load(path).Crop(…)</c> to the byte. What a format allows:
/// <list type="bullet">
/// <item>PNG: row after row. A part further up than the last one starts the file again.</item>
/// <item>JPEG: the same.</item>
/// <item>BMP (uncompressed): any row at once.</item>
/// <item>WebP (lossy): any part, but the decoder goes through all rows above it each time.</item>
/// <item>Interlaced PNG, progressive JPEG, BMP with run lengths or masks, lossless and animated WebP, and whatever EXIF turns:
/// the whole picture, held from the first part on; <see cref="DecodesWhole"/> is then true. Of a progressive JPEG, the decoder holds the
/// coefficients instead.</item>
/// </list>
/// The rows of the last part stay in memory, all their columns: parts that follow each other in row order, also with overlap,
/// are served by one pass over the file (<see cref="RowsDecoded"/>). Only what has been read is known to be sound. Not for several threads
/// at once.
/// <para>Reading a 7680×4320 picture in tiles of 128 enlarged a process by 6 MB (PNG), 9 MB (JPEG), 3 MB (BMP) and, at three quarters of
/// that height, 12 MB (lossy WebP); loading it at once by 101 MB.</para>
/// </remarks>
public sealed class PictureReader : IDisposable
{
    private readonly RowSource source;
    private byte[] window = [];
    private int first, held; // the rows in the window

    internal PictureReader(string name, RowSource source) => (Name, this.source) = (name, source);

    /// <summary>The file as the caller named it.</summary>
    public string Name { get; }

    /// <summary>Width in pixels.</summary>
    public int Width => source.Width;

    /// <summary>Height in pixels.</summary>
    public int Height => source.Height;

    /// <summary>1 for gray, 3 for RGB.</summary>
    public int Channels => source.Channels <= 2 ? 1 : 3;

    /// <summary>Whether there is an alpha channel beside the colours.</summary>
    public bool HasAlpha => source.Channels is 2 or 4;

    /// <summary>
    /// Whether this file cannot be read in parts, so that the whole picture has to be decoded, and held, for any of them.
    /// </summary>
    public bool DecodesWhole => WholeBecause is not null;

    /// <summary>Why <see cref="DecodesWhole"/> is true, for people; null where it is not.</summary>
    public string? WholeBecause => source.WholeBecause;

    /// <summary>
    /// Rows that the decoder has gone through so far, those that nobody asked for included. A picture that is read from top to bottom in
    /// one pass comes to <see cref="Height"/>.
    /// </summary>
    public long RowsDecoded => source.RowsDecoded;

    /// <summary>Opens a PNG, JPEG, BMP or WebP file and reads its header: no pixel is decoded.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="PictureFormatException">
    /// The file is damaged, truncated or not an image; or it can only be read whole, and is over <see cref="Picture.MaxPixels"/>.
    /// </exception>
    public static PictureReader Open(string path)
    {
        try
        {
            return new PictureReader(path, RowSources.Open(RowSources.OpenFile(path)));
        }
        catch (InvalidDataException error)
        {
            throw new PictureFormatException(path, error.Message, error);
        }
    }

    /// <summary>The same for a picture that is in memory, so that both can be treated alike.</summary>
    /// <param name="picture">Gray or RGB.</param>
    /// <param name="name">What to call it.</param>
    public static PictureReader Of(Picture picture, string name = "picture") =>
        new(name, new WholeRows(picture.Width, picture.Height, picture.Channels, "it is in memory", () => picture.Raw));

    /// <summary>
    /// The part of <paramref name="width"/> × <paramref name="height"/> pixels whose upper left corner is (x, y), without alpha.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The part is empty or does not lie within the picture.</exception>
    /// <exception cref="PictureFormatException">The file is damaged or truncated, here or in a row above.</exception>
    public Picture Read(int x, int y, int width, int height) => ReadWithAlpha(x, y, width, height).Colour;

    /// <summary>As <see cref="Read"/>, with the alpha channel, if the file has one, as a gray picture of the same size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The part is empty or does not lie within the picture.</exception>
    /// <exception cref="PictureFormatException">The file is damaged or truncated, here or in a row above.</exception>
    public (Picture Colour, Picture? Alpha) ReadWithAlpha(int x, int y, int width, int height)
    {
        if (x < 0 || y < 0 || width < 1 || height < 1 || x > Width - width || y > Height - height)
            throw new ArgumentOutOfRangeException(nameof(width), $"{width}×{height} at ({x}, {y}) does not lie within {Width}×{Height}.");
        Hold(y, height);
        var channels = source.Channels;
        var part = new byte[checked(width * height * channels)];
        for (var row = 0; row < height; row++)
            window.AsSpan((((y - first + row) * Width) + x) * channels, width * channels).CopyTo(part.AsSpan(row * width * channels));
        return Picture.Split(new RawImage(width, height, channels, part));
    }

    /// <summary>The whole picture in tiles, row by row from the upper left, each read when it is asked for.</summary>
    /// <param name="side">Side in pixels; tiles at the right and at the bottom may be smaller.</param>
    /// <exception cref="ArgumentOutOfRangeException">The side is below 1.</exception>
    /// <exception cref="PictureFormatException">The file is damaged or truncated.</exception>
    public IEnumerable<(int X, int Y, Picture Tile)> Tiles(int side)
    {
        if (side < 1) throw new ArgumentOutOfRangeException(nameof(side), $"The side of a tile is {side} pixels; it must be at least 1.");
        return from y in Enumerable.Range(0, ((Height - 1) / side) + 1).Select(i => i * side)
               from x in Enumerable.Range(0, ((Width - 1) / side) + 1).Select(i => i * side)
               select (x, y, Read(x, y, Math.Min(side, Width - x), Math.Min(side, Height - y)));
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => source.Dispose();

    /// <summary>Size and kind, e.g. "7680×4320 RGB".</summary>
    public override string ToString() => $"{Width}×{Height} {(Channels == 1 ? "gray" : "RGB")}";

    /// <summary>Brings rows into the window; those that it has and that are not above them stay.</summary>
    private void Hold(int y, int rows)
    {
        if (y >= first && y + rows <= first + held) return;
        var row = Width * source.Channels;
        if ((long)rows * row > Array.MaxLength)
            throw new ArgumentOutOfRangeException(
                nameof(rows), $"{rows:N0} rows of {Width:N0} pixels do not fit into memory. Read lower parts.");
        var kept = y >= first && y < first + held ? first + held - y : 0;
        var target = window.Length >= rows * row ? window : GC.AllocateUninitializedArray<byte>(rows * row);
        if (kept > 0) window.AsSpan((y - first) * row, kept * row).CopyTo(target); // spans may overlap
        (window, first, held) = (target, y, kept);
        try
        {
            source.Read(y + kept, rows - kept, window.AsSpan(kept * row, (rows - kept) * row));
        }
        catch (InvalidDataException error)
        {
            throw new PictureFormatException(Name, error.Message, error);
        }
        held = rows;
    }
}

/// <summary>What a picture file's header says: its size, without decoding a pixel.</summary>
/// <param name="Width">Width in pixels, as <see cref="Picture.Load"/> delivers it (JPEG is turned as its EXIF says).</param>
/// <param name="Height">Height in pixels.</param>
public readonly record struct PictureInfo(int Width, int Height)
{
    /// <summary>Reads the header of a PNG, JPEG, BMP or WebP file. The pixels behind it may still be damaged.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="PictureFormatException">The header is damaged, or the file is not an image.</exception>
    public static PictureInfo Read(string path)
    {
        using var reader = PictureReader.Open(path);
        return new PictureInfo(reader.Width, reader.Height);
    }

    /// <summary>E.g. "178×218".</summary>
    public override string ToString() => $"{Width}×{Height}";
}
