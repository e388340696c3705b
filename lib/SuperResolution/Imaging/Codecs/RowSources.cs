namespace SuperResolution.Imaging.Codecs;

/// <summary>Opens picture files.</summary>
internal static class RowSources
{
    /// <summary>The right way to read a file, by its first bytes; upright, and within the <see cref="DecodingBudget"/>.</summary>
    /// <param name="file">Seekable. Disposed with what is returned.</param>
    /// <exception cref="InvalidDataException">Damaged, truncated, not an image, or too much work for its length.</exception>
    public static RowSource Open(Stream file)
    {
        try
        {
            var (length, start) = (file.Length, new byte[16]);
            var got = start.AsSpan(0, file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false));
            var source = PngRows.IsPng(got) ? PngRows.Png(file)
                : BmpHeader.IsBmp(got) ? BmpRows.Bmp(file)
                : JpegHeader.IsJpeg(got) ? SkiaRows.Jpeg(file)
                : WebpHeader.IsWebp(got) ? SkiaRows.Webp(file)
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
