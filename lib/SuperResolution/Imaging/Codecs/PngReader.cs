using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace SuperResolution.Imaging.Codecs;

/// <summary>Reads every kind of PNG exactly (ISO/IEC 15948): all colour types and depths, palettes, transparency, interlacing.</summary>
/// <remarks>Own code because SkiaSharp cuts 16-bit samples to 8 bit and libpng's defaults would apply gamma and colour profiles.</remarks>
internal static class PngReader
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    public static bool IsPng(ReadOnlySpan<byte> file) => file.StartsWith(Signature);

    /// <exception cref="InvalidDataException">Damaged or truncated; the message says where.</exception>
    public static RawImage Read(byte[] file)
    {
        PngHeader? header = null;
        byte[] palette = [], transparency = [];
        using var data = new MemoryStream(file.Length);
        var ended = false;
        for (var at = Signature.Length; !ended;)
        {
            var (kind, content) = Chunk(file, ref at);
            switch (kind)
            {
                case "IHDR": header = PngHeader.Parse(content.Span); break;
                case "PLTE": palette = content.ToArray(); break;
                case "tRNS": transparency = content.ToArray(); break;
                case "IDAT": data.Write(content.Span); break;
                case "IEND": ended = true; break;
            }
            if (header is null) throw new InvalidDataException("its first chunk is not IHDR");
        }
        data.Position = 0;
        return new PngPixels(header!, palette, transparency).Read(Inflate(data, header!.DataLength));
    }

    /// <summary>The size in the first chunk, which begins behind the signature.</summary>
    /// <exception cref="InvalidDataException">There is no sound IHDR chunk.</exception>
    public static PictureInfo ReadInfo(ReadOnlySpan<byte> start)
    {
        var at = Signature.Length;
        var (kind, content) = Chunk(start.ToArray(), ref at);
        if (kind != "IHDR") throw new InvalidDataException("its first chunk is not IHDR");
        var header = PngHeader.Parse(content.Span);
        return new PictureInfo(header.Width, header.Height);
    }

    private static (string Kind, ReadOnlyMemory<byte> Content) Chunk(byte[] file, ref int at)
    {
        if (at + 12 > file.Length) throw new InvalidDataException($"it is truncated at byte {file.Length:N0}");
        var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
        var kind = Encoding.ASCII.GetString(file, at + 4, 4);
        if (length > file.Length - at - 12) throw new InvalidDataException($"it is truncated: its {kind} chunk needs {length:N0} bytes, {file.Length - at - 12:N0} are left");

        var body = file.AsSpan(at + 4, (int)length + 4);
        if (System.IO.Hashing.Crc32.HashToUInt32(body) != BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + (int)length)))
            throw new InvalidDataException($"it is damaged: the checksum of its {kind} chunk at byte {at:N0} is wrong");
        var content = file.AsMemory(at + 8, (int)length);
        at += 12 + (int)length;
        return (kind, content);
    }

    private static byte[] Inflate(MemoryStream data, int length)
    {
        // Deflate makes at most 1032 bytes of one: no gigabytes for a header that lies.
        if (length > (data.Length + 1) * 1032) throw new InvalidDataException($"it is truncated: {data.Length:N0} bytes cannot hold its {length:N0} bytes of pixels");
        var scanlines = new byte[length];
        try
        {
            using var inflate = new ZLibStream(data, CompressionMode.Decompress);
            var read = inflate.ReadAtLeast(scanlines, length, throwOnEndOfStream: false);
            if (read < length) throw new InvalidDataException($"it is truncated: {read:N0} of {length:N0} bytes of pixels are there");
        }
        catch (Exception error) when (error is InvalidDataException or IOException && !error.Message.StartsWith("it is", StringComparison.Ordinal))
        {
            throw new InvalidDataException("it is damaged: its compressed data cannot be unpacked", error);
        }
        return scanlines;
    }
}
