namespace SuperResolution.Imaging;

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
