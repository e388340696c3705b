using SuperResolution.Imaging.Codecs;

namespace SuperResolution.Imaging;

/// <summary>What a picture file's header says: its size, without decoding a pixel.</summary>
/// <param name="Width">Width in pixels, as <see cref="Picture.Load"/> delivers it (JPEG is turned as its EXIF says).</param>
/// <param name="Height">Height in pixels.</param>
public readonly record struct PictureInfo(int Width, int Height)
{
    private const int PngStart = 33; // signature, length, "IHDR", 13 bytes, checksum

    /// <summary>Reads the header of a PNG, JPEG, BMP or WebP file. The pixels behind it may still be damaged.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="PictureFormatException">The header is damaged, or the file is not an image.</exception>
    public static PictureInfo Read(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no picture '{path}' (looked in '{Path.GetFullPath(path)}').", path);
        try
        {
            using var file = File.OpenRead(path);
            var start = new byte[PngStart];
            var length = file.ReadAtLeast(start, PngStart, throwOnEndOfStream: false);
            if (PngReader.IsPng(start)) return PngReader.ReadInfo(start.AsSpan(0, length));
            file.Position = 0;
            return SkiaCodec.ReadInfo(file, start.AsSpan(0, length));
        }
        catch (InvalidDataException error)
        {
            throw new PictureFormatException(path, error.Message, error);
        }
    }

    /// <summary>E.g. "178×218".</summary>
    public override string ToString() => $"{Width}×{Height}";
}
