using System.Runtime.InteropServices;
using SkiaSharp;

namespace SuperResolution.Imaging.Codecs;

/// <summary>
/// What is common to reading JPEG, BMP and WebP; PNG, JPEG and WebP out, through SkiaSharp (libjpeg-turbo, libpng, libwebp).
/// </summary>
/// <remarks>No colour space is ever named, so nothing is converted; alpha is asked for unpremultiplied, so colours stay exact.</remarks>
internal static class SkiaCodec
{
    public static SKImageInfo Rgba8888(int width, int height) => new(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul);

    /// <summary>1 to 4, as <see cref="RawImage"/> has them.</summary>
    public static int Channels(SKImageInfo info, bool grayPalette = false) =>
        (grayPalette || info.ColorType == SKColorType.Gray8 ? 1 : 3) + (info.AlphaType == SKAlphaType.Opaque ? 0 : 1);

    /// <summary>The same colours in sRGB.</summary>
    public static RawImage ToSrgb(RawImage picture, SKColorSpace from)
    {
        var rgba = Rgba(picture, null);
        var pinned = GCHandle.Alloc(rgba, GCHandleType.Pinned);
        try
        {
            var (width, height, place) = (picture.Width, picture.Height, pinned.AddrOfPinnedObject());
            using var srgb = SKColorSpace.CreateSrgb();
            using var pixmap = new SKPixmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque, from), place);
            if (!pixmap.ReadPixels(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque, srgb), place, width * 4))
                throw new InvalidOperationException($"A picture of {width}×{height} pixels cannot be converted to sRGB.");
        }
        finally
        {
            pinned.Free();
        }
        var pixels = new byte[picture.Pixels.Length];
        Select(rgba, pixels, picture.Channels);
        return picture with { Pixels = pixels };
    }

    public static void CheckResult(SKCodecResult result)
    {
        if (result != SKCodecResult.Success)
            throw new InvalidDataException(result == SKCodecResult.IncompleteInput ? "it is truncated" : $"it is damaged ({result})");
    }

    public static byte[] WritePng(RawImage picture, RawImage? alpha = null) =>
        Encode(picture, alpha, pixmap => pixmap.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.AllFilters, 6)));

    public static byte[] WriteJpeg(RawImage picture, int quality) => Encode(picture, null, pixmap =>
        pixmap.Encode(new SKJpegEncoderOptions(Checked(quality), SKJpegEncoderDownsample.Downsample420, SKJpegEncoderAlphaOption.Ignore)));

    public static byte[] WriteWebp(RawImage picture, int quality, RawImage? alpha = null) =>
        Encode(picture, alpha, pixmap => pixmap.Encode(quality == 100
        ? new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossless, 75)
        : new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossy, Checked(quality))));

    private static int Checked(int quality) => quality is >= 1 and <= 100
        ? quality
        : throw new ArgumentOutOfRangeException(nameof(quality), $"The quality is {quality}; it goes from 1 to 100.");

    private static byte[] Encode(RawImage picture, RawImage? alpha, Func<SKPixmap, SKData?> encode)
    {
        var gray = picture.Channels == 1 && alpha is null;
        var samples = gray ? picture.Pixels : Rgba(picture, alpha?.Pixels);
        var pinned = GCHandle.Alloc(samples, GCHandleType.Pinned);
        try
        {
            var info = new SKImageInfo(picture.Width, picture.Height, gray ? SKColorType.Gray8 : SKColorType.Rgba8888,
                alpha is null ? SKAlphaType.Opaque : SKAlphaType.Unpremul);
            using var pixmap = new SKPixmap(info, pinned.AddrOfPinnedObject());
            using var data = encode(pixmap)
                ?? throw new InvalidOperationException(
                    $"A picture of {picture.Width}×{picture.Height} {(picture.Channels == 1 ? "gray" : "RGB")} is too large for this " +
                    "file format. Save it as .png or .bmp.");
            return data.ToArray();
        }
        finally
        {
            pinned.Free();
        }
    }

    private static byte[] Rgba(RawImage picture, byte[]? alpha)
    {
        var (channels, samples) = (picture.Channels, picture.Pixels);
        var rgba = new byte[picture.Width * picture.Height * 4];
        for (int i = 0, at = 0; at < rgba.Length; i += channels, at += 4)
        {
            for (var c = 0; c < 3; c++) rgba[at + c] = samples[i + (channels == 1 ? 0 : c)];
            rgba[at + 3] = alpha is null ? (byte)255 : alpha[at / 4];
        }
        return rgba;
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
}
