using System.Runtime.InteropServices;
using SkiaSharp;

namespace SuperResolution.Imaging.Codecs;

/// <summary>JPEG, BMP and WebP in, PNG, JPEG and WebP out, through SkiaSharp (libjpeg-turbo, libpng, libwebp).</summary>
/// <remarks>No colour space is ever named, so nothing is converted; alpha is asked for unpremultiplied, so colours stay exact.</remarks>
internal static class SkiaCodec
{
    public static RawImage Read(byte[] file)
    {
        Check(file);
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data) ?? throw new InvalidDataException("its header is damaged or truncated");
        var info = codec.Info;
        RawImage.CheckSize(info.Width, info.Height);
        if (WebpHeader.IsWebp(file)) WebpHeader.Check(file, (long)info.Width * info.Height);

        var rgba = new byte[checked(info.Width * info.Height * 4)];
        var pinned = GCHandle.Alloc(rgba, GCHandleType.Pinned);
        try
        {
            CheckResult(codec.GetPixels(Rgba8888(info.Width, info.Height), pinned.AddrOfPinnedObject()));
        }
        finally
        {
            pinned.Free();
        }
        return Turn(Select(rgba, info.Width, info.Height, Channels(info, BmpHeader.IsBmp(file) && BmpHeader.Read(new MemoryStream(file)).IsGray)), codec.EncodedOrigin);
    }

    /// <summary>Whether it is one of the three formats, and long enough for what its header says: before anything is allocated.</summary>
    private static void Check(byte[] file)
    {
        // Skia would also try its readers for raw photographs, icons and the like, which nobody wants to meet here.
        if (JpegHeader.IsJpeg(file)) JpegHeader.Read(new MemoryStream(file));
        else if (BmpHeader.IsBmp(file)) BmpHeader.Read(new MemoryStream(file));
        else if (!WebpHeader.IsWebp(file)) throw new InvalidDataException(file.Length == 0 ? "it is empty" : "it is not a PNG, JPEG, BMP or WebP file");
    }

    public static SKImageInfo Rgba8888(int width, int height) => new(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul);

    /// <summary>1 to 4, as <see cref="RawImage"/> has them.</summary>
    public static int Channels(SKImageInfo info, bool grayPalette = false) => (grayPalette || info.ColorType == SKColorType.Gray8 ? 1 : 3) + (info.AlphaType == SKAlphaType.Opaque ? 0 : 1);

    public static void CheckResult(SKCodecResult result)
    {
        if (result != SKCodecResult.Success)
            throw new InvalidDataException(result == SKCodecResult.IncompleteInput ? "it is truncated" : $"it is damaged ({result})");
    }

    public static byte[] WritePng(Picture picture, Picture? alpha = null) => Encode(picture, alpha, pixmap => pixmap.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.AllFilters, 6)));

    public static byte[] WriteJpeg(Picture picture, int quality) => Encode(picture, null, pixmap =>
        pixmap.Encode(new SKJpegEncoderOptions(Checked(quality), SKJpegEncoderDownsample.Downsample420, SKJpegEncoderAlphaOption.Ignore)));

    public static byte[] WriteWebp(Picture picture, int quality, Picture? alpha = null) => Encode(picture, alpha, pixmap => pixmap.Encode(quality == 100
        ? new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossless, 75)
        : new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossy, Checked(quality))));

    private static int Checked(int quality) => quality is >= 1 and <= 100
        ? quality
        : throw new ArgumentOutOfRangeException(nameof(quality), $"The quality is {quality}; it goes from 1 to 100.");

    private static byte[] Encode(Picture picture, Picture? alpha, Func<SKPixmap, SKData?> encode)
    {
        var gray = picture.Channels == 1 && alpha is null;
        var samples = gray ? picture.Pixels.ToArray() : Rgba(picture.ToRgb().Pixels, alpha is null ? [] : alpha.Pixels);
        var pinned = GCHandle.Alloc(samples, GCHandleType.Pinned);
        try
        {
            var info = new SKImageInfo(picture.Width, picture.Height, gray ? SKColorType.Gray8 : SKColorType.Rgba8888, alpha is null ? SKAlphaType.Opaque : SKAlphaType.Unpremul);
            using var pixmap = new SKPixmap(info, pinned.AddrOfPinnedObject());
            using var data = encode(pixmap) ?? throw new InvalidOperationException($"A picture of {picture} is too large for this file format. Save it as .png or .bmp.");
            return data.ToArray();
        }
        finally
        {
            pinned.Free();
        }
    }

    private static byte[] Rgba(ReadOnlySpan<byte> rgb, ReadOnlySpan<byte> alpha)
    {
        var rgba = new byte[rgb.Length / 3 * 4];
        for (int i = 0, at = 0; at < rgba.Length; i += 3, at += 4)
        {
            rgb.Slice(i, 3).CopyTo(rgba.AsSpan(at));
            rgba[at + 3] = alpha.IsEmpty ? (byte)255 : alpha[at / 4];
        }
        return rgba;
    }

    private static RawImage Select(byte[] rgba, int width, int height, int channels)
    {
        if (channels == 4) return new RawImage(width, height, 4, rgba);
        var pixels = new byte[width * height * channels];
        Select(rgba, pixels, channels);
        return new RawImage(width, height, channels, pixels);
    }

    /// <summary>Takes of red, green, blue and alpha what a picture of so many channels has; gray is red.</summary>
    public static void Select(ReadOnlySpan<byte> rgba, Span<byte> pixels, int channels)
    {
        if (channels == 4)
        {
            rgba.CopyTo(pixels);
            return;
        }
        for (int i = 0, at = 0; at < rgba.Length; i += channels, at += 4)
        {
            pixels[i] = rgba[at];
            if (channels >= 3) (pixels[i + 1], pixels[i + 2]) = (rgba[at + 1], rgba[at + 2]);
            if (channels == 2) pixels[i + 1] = rgba[at + 3];
        }
    }

    private static RawImage Turn(RawImage image, SKEncodedOrigin origin)
    {
        if (origin == SKEncodedOrigin.TopLeft) return image;
        var (width, height, channels, pixels) = image;
        var swapped = origin >= SKEncodedOrigin.LeftTop; // the four that exchange rows and columns
        var turned = new byte[pixels.Length];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (right, down) = (width - 1 - x, height - 1 - y);
                var (toX, toY) = origin switch
                {
                    SKEncodedOrigin.TopRight => (right, y),
                    SKEncodedOrigin.BottomRight => (right, down),
                    SKEncodedOrigin.BottomLeft => (x, down),
                    SKEncodedOrigin.LeftTop => (y, x),
                    SKEncodedOrigin.RightTop => (down, x),
                    SKEncodedOrigin.RightBottom => (down, right),
                    _ => (y, right),
                };
                pixels.AsSpan(((y * width) + x) * channels, channels).CopyTo(turned.AsSpan(((toY * (swapped ? height : width)) + toX) * channels));
            }
        }
        return swapped ? new RawImage(height, width, channels, turned) : image with { Pixels = turned };
    }
}
