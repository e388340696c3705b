using System.IO.Compression;

namespace SuperResolution.Imaging.Codecs;

/// <summary>Opens picture files.</summary>
internal static class RowSources
{
    /// <summary>What a file says of how its samples are to be shown, as chunks of a PNG.</summary>
    public static Dictionary<string, byte[]> Colours(Stream file)
    {
        var start = Start(file);
        if (PngRows.IsPng(start)) return PngRows.ColourChunks(file);
        var icc = BmpHeader.IsBmp(start) ? BmpHeader.Profile(file) : JpegHeader.IsJpeg(start) ? JpegHeader.Profile(file)
            : WebpHeader.IsWebp(start) ? WebpHeader.Profile(file) : null;
        return icc is null ? [] : Packed(icc);
    }

    /// <summary>An ICC profile as a PNG has it.</summary>
    internal static Dictionary<string, byte[]> Packed(byte[] icc)
    {
        using var packed = new MemoryStream();
        packed.Write("ICC profile\0\0"u8);
        using (var deflate = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) deflate.Write(icc);
        return new() { ["iCCP"] = packed.ToArray() };
    }

    private static ReadOnlySpan<byte> Start(Stream file)
    {
        var start = new byte[16];
        return start.AsSpan(0, file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false));
    }

    /// <summary>A picture file for reading.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is empty, or a pipe or device, which would be waited for or read without end.</exception>
    public static FileStream OpenFile(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no picture '{path}' (looked in '{Path.GetFullPath(path)}').", path);
        // Before it is opened, which a pipe would not return from.
        if (!PlainFile.HasBytes(path)) throw new InvalidDataException("it is empty, or no file but a pipe or a device");
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
    }

    /// <summary>The right way to read a file, by its first bytes; upright, and within the <see cref="DecodingBudget"/>.</summary>
    /// <param name="file">Seekable. Disposed with what is returned.</param>
    /// <exception cref="InvalidDataException">Damaged, truncated, not an image, or too much work for its length.</exception>
    public static RowSource Open(Stream file)
    {
        try
        {
            var length = file.Length;
            var start = Start(file);
            var source = PngRows.IsPng(start) ? PngRows.Png(file)
                : BmpHeader.IsBmp(start) ? BmpRows.Bmp(file)
                : JpegHeader.IsJpeg(start) ? SkiaRows.Jpeg(file)
                : WebpHeader.IsWebp(start) ? SkiaRows.Webp(file)
                : throw new InvalidDataException(length == 0 ? "it is empty" : "it is not a PNG, JPEG, BMP or WebP file");
            try
            {
                if (source.Orientation != 1) source = WholeRows.Upright(source);
                DecodingBudget.Check(source, length);
                if (source is WholeRows) RawImage.CheckSize(source.Width, source.Height);
                return source;
            }
            catch
            {
                source.Dispose();
                throw;
            }
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
