using System.Runtime.InteropServices;
using SkiaSharp;

namespace SuperResolution.Imaging.Codecs;

/// <summary>Rows of JPEG and WebP by SkiaSharp's decoder.</summary>
/// <remarks>
/// JPEG: scanlines from the top down. WebP: the decoder gives any part of the picture, but goes through all rows above it each time.
/// What lies turned in the file, or what the decoder holds whole anyway, comes whole.
/// </remarks>
internal sealed class SkiaRows : RowSource
{
    private const int Strip = 16; // scanlines at a time: a row of the largest blocks
    private const int Margin = 2; // WebP interpolates colours between rows: at the edge of a part they need their neighbours

    private readonly SKCodec codec;
    private readonly bool scanlines;
    private readonly string? because;
    private byte[] rgba = [];
    private int next = int.MaxValue;

    private SkiaRows(SKCodec codec, bool scanlines, string? because) : base(codec.Info.Width, codec.Info.Height, SkiaCodec.Channels(codec.Info)) =>
        (this.codec, this.scanlines, this.because) = (codec, scanlines, because);

    public override string? WholeBecause => because;

    /// <param name="file">Disposed here.</param>
    /// <param name="start">Its first bytes.</param>
    public static RowSource Open(FileStream file, ReadOnlySpan<byte> start)
    {
        if (WebpHeader.IsWebp(start)) return Webp(file);
        if (!JpegHeader.IsJpeg(start)) throw new InvalidDataException(file.Length == 0 ? "it is empty" : "it is not a PNG, JPEG, BMP or WebP file");
        var header = JpegHeader.Read(file);
        var codec = Codec(file);
        if (codec.EncodedOrigin != SKEncodedOrigin.TopLeft) return Turned(file, codec);
        file.Dispose();
        return new SkiaRows(codec, true, header.HoldsWhole ? "its scans each cover the whole picture (progressive JPEG)" : null);
    }

    /// <param name="file">Disposed here.</param>
    /// <param name="because">Why it cannot be read in parts.</param>
    public static WholeRows Whole(FileStream file, string because)
    {
        using var codec = Codec(file);
        var (info, gray) = (codec.Info, codec.EncodedFormat == SKEncodedImageFormat.Bmp && BmpHeader.Read(file).IsGray);
        var swapped = codec.EncodedOrigin >= SKEncodedOrigin.LeftTop;
        return WholeRows.Of(file, swapped ? info.Height : info.Width, swapped ? info.Width : info.Height, SkiaCodec.Channels(info, gray), because, SkiaCodec.Read);
    }

    public override void Read(int y, int rows, Span<byte> to)
    {
        if (scanlines) ReadScanlines(y, rows, to);
        else ReadPart(y, rows, to);
    }

    public override void Dispose() => codec.Dispose();

    private static RowSource Webp(FileStream file)
    {
        var bytes = new byte[file.Length];
        file.Position = 0;
        file.ReadExactly(bytes);
        var codec = Codec(file);
        WebpHeader.Check(bytes, (long)codec.Info.Width * codec.Info.Height);
        if (codec.EncodedOrigin != SKEncodedOrigin.TopLeft) return Turned(file, codec);
        if (!WebpHeader.HoldsWhole(bytes))
        {
            file.Dispose();
            return new SkiaRows(codec, false, null);
        }
        codec.Dispose();
        return Whole(file, "it is a lossless or animated WebP, whose decoder holds the whole picture");
    }

    private static WholeRows Turned(FileStream file, SKCodec codec)
    {
        var origin = (int)codec.EncodedOrigin;
        codec.Dispose();
        return Whole(file, $"it lies turned or mirrored in its file (EXIF orientation {origin})");
    }

    private static SKCodec Codec(FileStream file) => SKCodec.Create(file.Name) ?? throw new InvalidDataException("its header is damaged or truncated");

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
            var got = Decode(count, address => codec.GetScanlines(address, count, Width * 4));
            RowsDecoded += got;
            if (got < count) throw new InvalidDataException($"it is truncated: its data ends in row {next + got:N0} of {Height:N0}");
            SkiaCodec.Select(rgba.AsSpan(0, count * Width * 4), to[((next - y) * Width * Channels)..], Channels);
        }
        next = y + rows;
    }

    private void ReadPart(int y, int rows, Span<byte> to)
    {
        var top = Even(y);
        var part = new SKRectI(0, top, Width, Math.Min(Height, y + rows + Margin));
        SkiaCodec.CheckResult(Decode(part.Height, address =>
            codec.GetPixels(SkiaCodec.Rgba8888(Width, part.Height), address, Width * 4, new SKCodecOptions(part))));
        RowsDecoded += part.Bottom;
        SkiaCodec.Select(rgba.AsSpan((y - top) * Width * 4, rows * Width * 4), to, Channels);
    }

    /// <summary>Parts of a WebP start in even rows.</summary>
    private static int Even(int y) => Math.Max(0, y - Margin) / 2 * 2;

    private T Decode<T>(int rows, Func<nint, T> decode)
    {
        if (rgba.Length < rows * Width * 4) rgba = GC.AllocateUninitializedArray<byte>(checked(rows * Width * 4));
        var pinned = GCHandle.Alloc(rgba, GCHandleType.Pinned);
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
