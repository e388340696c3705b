using System.Runtime.InteropServices;
using SkiaSharp;

namespace SuperResolution.Imaging.Codecs;

/// <summary>JPEG, BMP and WebP in, PNG, JPEG and WebP out, through SkiaSharp (libjpeg-turbo, libpng, libwebp).</summary>
/// <remarks>No colour space is ever named, so nothing is converted; alpha is asked for unpremultiplied, so colours stay exact.</remarks>
internal static class SkiaCodec
{
    public static RawImage Read(byte[] file)
    {
        RequireKnown(file);
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data) ?? throw new InvalidDataException("its header is damaged or truncated");
        var info = codec.Info;
        RawImage.CheckSize(info.Width, info.Height);

        var rgba = new byte[checked(info.Width * info.Height * 4)];
        var wanted = new SKImageInfo(info.Width, info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        var pinned = GCHandle.Alloc(rgba, GCHandleType.Pinned);
        SKCodecResult result;
        try
        {
            result = codec.GetPixels(wanted, pinned.AddrOfPinnedObject());
        }
        finally
        {
            pinned.Free();
        }
        if (result != SKCodecResult.Success)
            throw new InvalidDataException(result == SKCodecResult.IncompleteInput ? "it is truncated" : $"it is damaged ({result})");

        var channels = (info.ColorType == SKColorType.Gray8 || BmpPalette.IsGray(file) ? 1 : 3) + (info.AlphaType == SKAlphaType.Opaque ? 0 : 1);
        return Turn(Select(rgba, info.Width, info.Height, channels), codec.EncodedOrigin);
    }

    /// <summary>The size of a turned picture, from the header alone.</summary>
    /// <exception cref="InvalidDataException">Not an image, or its header is damaged.</exception>
    public static PictureInfo ReadInfo(Stream file, ReadOnlySpan<byte> start)
    {
        RequireKnown(start);
        using var codec = SKCodec.Create(file) ?? throw new InvalidDataException("its header is damaged or truncated");
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        RawImage.CheckSize(width, height);
        return SwapsSides(codec.EncodedOrigin) ? new PictureInfo(height, width) : new PictureInfo(width, height);
    }

    private static void RequireKnown(ReadOnlySpan<byte> file)
    {
        // Skia would also try its readers for raw photographs, icons and the like, which nobody wants to meet here.
        if (!IsJpegBmpOrWebp(file)) throw new InvalidDataException(file.Length == 0 ? "it is empty" : "it is not a PNG, JPEG, BMP or WebP file");
    }

    /// <summary>The four origins that exchange rows and columns.</summary>
    private static bool SwapsSides(SKEncodedOrigin origin) => origin >= SKEncodedOrigin.LeftTop;

    private static bool IsJpegBmpOrWebp(ReadOnlySpan<byte> file) =>
        file.StartsWith<byte>([0xFF, 0xD8, 0xFF]) || file.StartsWith("BM"u8) || (file.Length > 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8));

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
        for (int i = 0, at = 0; at < rgba.Length; i += channels, at += 4)
        {
            pixels[i] = rgba[at];
            if (channels >= 3) (pixels[i + 1], pixels[i + 2]) = (rgba[at + 1], rgba[at + 2]);
            if (channels == 2) pixels[i + 1] = rgba[at + 3];
        }
        return new RawImage(width, height, channels, pixels);
    }

    private static RawImage Turn(RawImage image, SKEncodedOrigin origin)
    {
        if (origin == SKEncodedOrigin.TopLeft) return image;
        var (width, height, channels, pixels) = image;
        var swapped = SwapsSides(origin);
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
