using System.Runtime.InteropServices;
using SkiaSharp;

namespace SuperResolution.Imaging.Codecs;

/// <summary>Rows of JPEG and WebP by SkiaSharp's decoder.</summary>
/// <remarks>
/// JPEG: scanlines from the top down. WebP: the decoder gives any part of the picture, but goes through all rows above it each time.
/// What the decoder holds whole anyway comes whole.
/// </remarks>
internal sealed class SkiaRows : RowSource
{
    private const int Strip = 16; // scanlines at a time: a row of the largest blocks
    private const int Margin = 2; // WebP interpolates colours between rows: at the edge of a part they need their neighbours
    private const int Rgba = 4;

    private readonly SKCodec codec;
    private readonly bool scanlines;
    private readonly string? because;
    private readonly long cost;
    private byte[] rgba = [];
    private int next = int.MaxValue;

    private SkiaRows(SKCodec codec, bool scanlines, string? because, long cost)
        : base(codec.Info.Width, codec.Info.Height, SkiaCodec.Channels(codec.Info))
    {
        (this.codec, this.scanlines, this.because, this.cost) = (codec, scanlines, because, cost);
        Orientation = Math.Max(1, (int)codec.EncodedOrigin);
    }

    public override string? WholeBecause => because;

    public override long Cost => cost;

    /// <param name="file">Disposed here.</param>
    public static RowSource Jpeg(Stream file)
    {
        var header = JpegHeader.Read(file);
        var because = header.HoldsWhole ? "its scans each cover the whole picture (progressive JPEG)" : null;
        var codec = Codec(file);
        Close(file);
        return new SkiaRows(codec, true, because,
            header.Cost + ((long)header.Width * header.Height * Math.Min(3, header.Components.Count)));
    }

    /// <param name="file">Disposed here.</param>
    public static RowSource Webp(Stream file)
    {
        // The header first, since the decoder holds the whole file and closes it; but what no decoder knows is told before its length.
        var (header, cut) = (default(WebpHeader), default(InvalidDataException));
        try
        {
            header = WebpHeader.Read(file);
        }
        catch (InvalidDataException error)
        {
            cut = error;
        }
        var codec = Codec(file);
        Close(file);
        if (header is null)
        {
            codec.Dispose();
            throw cut!;
        }
        // Four bytes a pixel where the decoder writes, and four where alpha is taken from the colours; lossless ones have four in the
        // decoder and tables of their codes.
        var cost = (long)codec.Info.Width * codec.Info.Height * Rgba * (header.HoldsWhole ? 4 : header.HasAlpha ? 3 : 2);
        return header.HoldsWhole ? Whole(codec, false, "it is a lossless or animated WebP, whose decoder holds the whole picture", cost)
            : new SkiaRows(codec, false, null, cost);
    }

    /// <param name="file">Disposed here.</param>
    /// <param name="grayPalette">Whether it is gray, although the decoder says colours.</param>
    /// <param name="because">Why it cannot be read in parts.</param>
    public static RowSource Whole(Stream file, bool grayPalette, string because)
    {
        var codec = Codec(file);
        Close(file);
        return Whole(codec, grayPalette, because, (long)codec.Info.Width * codec.Info.Height * Rgba * 2);
    }

    public override void Read(int y, int rows, Span<byte> to)
    {
        if (scanlines) ReadScanlines(y, rows, to);
        else ReadPart(y, rows, to);
    }

    public override void Dispose() => codec.Dispose();

    private static WholeRows Whole(SKCodec codec, bool grayPalette, string because, long cost)
    {
        var (width, height, channels) = (codec.Info.Width, codec.Info.Height, SkiaCodec.Channels(codec.Info, grayPalette));
        var origin = Math.Max(1, (int)codec.EncodedOrigin);
        return new WholeRows(width, height, channels, because, () => Decoded(codec, channels), cost, codec) { Orientation = origin };
    }

    private static RawImage Decoded(SKCodec codec, int channels)
    {
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        RawImage.CheckSize(width, height);
        var rgba = new byte[checked(width * height * Rgba)];
        SkiaCodec.CheckResult(Pinned(rgba, address => codec.GetPixels(SkiaCodec.Rgba8888(width, height), address)));
        if (channels == Rgba) return new RawImage(width, height, channels, rgba);
        var image = new RawImage(width, height, channels, new byte[width * height * channels]);
        SkiaCodec.Select(rgba, image.Pixels, channels);
        return image;
    }

    /// <remarks>
    /// Never from a block of memory: of damaged data, libjpeg makes other pixels from one than from a file that it reads piece by piece.
    /// </remarks>
    private static SKCodec Codec(Stream file)
    {
        file.Position = 0;
        return (file is FileStream named ? SKCodec.Create(named.Name) : SKCodec.Create(file))
            ?? throw new InvalidDataException("its header is damaged or truncated");
    }

    /// <summary>A file that the decoder has opened for itself; a stream stays with it.</summary>
    private static void Close(Stream file)
    {
        if (file is FileStream) file.Dispose();
    }

    private void ReadScanlines(int y, int rows, Span<byte> to)
    {
        if (y < next)
        {
            next = int.MaxValue; // until it has started: a failure must not leave it in between
            SkiaCodec.CheckResult(codec.StartScanlineDecode(SkiaCodec.Rgba8888(Width, Height)));
            next = 0;
        }
        if (y > next && !codec.SkipScanlines(y - next)) throw new InvalidDataException("it is damaged or truncated");
        RowsDecoded += y - next;
        for (next = y; next < y + rows; next += Strip)
        {
            var count = Math.Min(Strip, y + rows - next);
            var got = Pinned(Buffer(count), address => codec.GetScanlines(address, count, Width * Rgba));
            RowsDecoded += got;
            if (got < count) throw new InvalidDataException($"it is truncated: its data ends in row {next + got:N0} of {Height:N0}");
            SkiaCodec.Select(rgba.AsSpan(0, count * Width * Rgba), to[((next - y) * Width * Channels)..], Channels);
        }
        next = y + rows;
    }

    private void ReadPart(int y, int rows, Span<byte> to)
    {
        var top = Even(y);
        var part = new SKRectI(0, top, Width, Math.Min(Height, y + rows + Margin));
        SkiaCodec.CheckResult(Pinned(Buffer(part.Height), address =>
            codec.GetPixels(SkiaCodec.Rgba8888(Width, part.Height), address, Width * Rgba, new SKCodecOptions(part))));
        RowsDecoded += part.Bottom;
        SkiaCodec.Select(rgba.AsSpan((y - top) * Width * Rgba, rows * Width * Rgba), to, Channels);
    }

    /// <summary>Parts of a WebP start in even rows.</summary>
    private static int Even(int y) => Math.Max(0, y - Margin) / 2 * 2;

    private byte[] Buffer(int rows)
    {
        if (rgba.Length < rows * Width * Rgba) rgba = GC.AllocateUninitializedArray<byte>(checked(rows * Width * Rgba));
        return rgba;
    }

    private static T Pinned<T>(byte[] buffer, Func<nint, T> decode)
    {
        var pinned = GCHandle.Alloc(buffer, GCHandleType.Pinned);
        try
        {
            return decode(pinned.AddrOfPinnedObject());
        }
        finally
        {
            pinned.Free();
        }
    }
}
