using System.Buffers.Binary;
using System.Security.Cryptography;
using SuperResolution.Imaging.Codecs;

namespace SuperResolution.Imaging;

/// <summary>An 8-bit image, gray or RGB, in memory as rows of interleaved samples. Immutable by convention.</summary>
public sealed partial class Picture
{
    /// <summary>Files that claim more pixels than this (268 million, eight 8K frames) are refused before anything is allocated.</summary>
    public const long MaxPixels = RawImage.MaxPixels;

    private readonly byte[] pixels;

    /// <summary>Wraps samples without copying them; the caller must not change them afterwards.</summary>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="channels">1 (gray) or 3 (red, green, blue).</param>
    /// <param name="pixels">height × width × channels samples, row by row.</param>
    /// <exception cref="ArgumentException">The sizes do not fit together.</exception>
    public Picture(int width, int height, int channels, byte[] pixels)
    {
        if (width < 1 || height < 1 || channels is not (1 or 3) || pixels.Length != (long)width * height * channels)
            throw new ArgumentException($"{pixels.Length} samples do not make a picture of {width}×{height} with {channels} channels (1 " +
                "or 3 are possible).");
        (Width, Height, Channels, this.pixels) = (width, height, channels, pixels);
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>1 for gray, 3 for RGB.</summary>
    public int Channels { get; }

    /// <summary>The samples in 0…255: row by row, within a row pixel by pixel, within a pixel channel by channel.</summary>
    public ReadOnlySpan<byte> Pixels => pixels;

    /// <summary>The sample at column <paramref name="x"/>, row <paramref name="y"/>.</summary>
    public byte this[int x, int y, int channel] => pixels[((y * Width) + x) * Channels + channel];

    /// <summary>Loads PNG, JPEG, BMP or WebP; see <see cref="Decode(byte[], string)"/>.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="PictureFormatException">The file is damaged, truncated, too large or not an image.</exception>
    public static Picture Load(string path) => LoadWithAlpha(path).Colour;

    /// <summary>As <see cref="Load"/>, with the alpha channel, if the file has one, as a gray picture of the same size.</summary>
    public static (Picture Colour, Picture? Alpha) LoadWithAlpha(string path) => Decode(path, () => RowSources.OpenFile(path));

    /// <summary>Decodes PNG, JPEG, BMP or WebP.</summary>
    /// <remarks>
    /// PNG and BMP pixels are exact: no colour management, no multiplication by alpha. Gray files stay gray, palettes become
    /// RGB, an alpha channel is dropped, 16-bit samples are scaled to 8 bit with rounding. What EXIF says to be turned is turned.
    /// <para>A file that is too short for the size that its header claims, or that claims more memory and work than an 8K frame needs and
    /// than
    /// 128 times its length, is refused before anything is done for it. JPEG has no checksum:
    /// damage within its data that still decodes is not noticed, and of data that stops early but has an end marker behind it, the rest is
    /// gray.</para>
    /// </remarks>
    /// <param name="file">The whole file.</param>
    /// <param name="name">What to call the file in error messages.</param>
    /// <exception cref="PictureFormatException">The file is damaged, truncated, too large or not an image.</exception>
    public static Picture Decode(byte[] file, string name) => Decode(name, () => new MemoryStream(file, writable: false)).Colour;

    private static (Picture Colour, Picture? Alpha) Decode(string name, Func<Stream> open)
    {
        try
        {
            using var source = RowSources.Open(open());
            return Split(source.Whole());
        }
        catch (InvalidDataException error)
        {
            throw new PictureFormatException(name, error.Message, error);
        }
    }

    internal RawImage Raw => new(Width, Height, Channels, pixels);

    /// <summary>What a decoder delivers as colours and, where it has one, alpha.</summary>
    internal static (Picture Colour, Picture? Alpha) Split(RawImage image)
    {
        var (width, height, channels, samples) = image;
        if (channels is 1 or 3) return (new Picture(width, height, channels, samples), null);

        var colours = channels - 1;
        var colour = new byte[width * height * colours];
        var alpha = new byte[width * height];
        for (var i = 0; i < alpha.Length; i++)
        {
            samples.AsSpan(i * channels, colours).CopyTo(colour.AsSpan(i * colours));
            alpha[i] = samples[(i * channels) + colours];
        }
        return (new Picture(width, height, colours, colour), new Picture(width, height, 1, alpha));
    }

    /// <summary>Saves as PNG, JPEG, BMP or WebP, by the name's extension. The file appears only when complete.</summary>
    /// <param name="path">Where to; the folder must exist.</param>
    /// <param name="quality">1…100 for JPEG and WebP (100: lossless WebP); PNG and BMP are always exact.</param>
    /// <param name="profile">
    /// How the samples are to be shown, where the format holds it (<see cref="ColourProfile.Fits"/>); null: as sRGB.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The extension is unknown, the quality out of range, or the format does not hold the profile.
    /// </exception>
    /// <exception cref="InvalidOperationException">A side is too long for the format: WebP holds 16,383 pixels, JPEG 65,500.</exception>
    public void Save(string path, int quality = 95, ColourProfile? profile = null)
    {
        var file = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".png" => ToPng(),
            ".jpg" or ".jpeg" => ToJpeg(quality),
            ".webp" => SkiaCodec.WriteWebp(Raw, quality),
            ".bmp" => BmpWriter.Write(Raw),
            var other => throw new ArgumentException($"'{path}': pictures are saved as .png, .jpg, .webp or .bmp, not as '{other}'."),
        };
        AtomicFile.Write(path, WithProfile(file, path, profile, Channels == 1));
    }

    /// <summary>
    /// Saves colours and alpha as PNG or WebP, by the name's extension: the counterpart of <see cref="LoadWithAlpha"/>. The file appears
    /// only when complete.
    /// </summary>
    /// <remarks>
    /// PNG is exact, colours under clear pixels (alpha 0) included. WebP of quality 100 is exact but for those: its encoder makes them
    /// black. Lossy WebP keeps alpha exact and colours nearly. A gray picture comes back as RGB, because it is stored as RGBA.
    /// </remarks>
    /// <param name="path">Where to; the folder must exist.</param>
    /// <param name="alpha">Gray, of the same size: 0 is clear, 255 opaque.</param>
    /// <param name="quality">1…100 for WebP (100: lossless).</param>
    /// <param name="profile">As in <see cref="Save"/>.</param>
    /// <exception cref="ArgumentException">
    /// The file format has no alpha (<see cref="HoldsAlpha"/>) or does not hold the profile, the sizes differ, or the quality is out of
    /// range.
    /// </exception>
    /// <exception cref="InvalidOperationException">A side is too long for WebP: it holds 16,383 pixels.</exception>
    public void SaveWithAlpha(string path, Picture alpha, int quality = 95, ColourProfile? profile = null)
    {
        CheckAlpha(this, alpha);
        var file = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".png" => SkiaCodec.WritePng(Raw, alpha?.Raw),
            ".webp" => SkiaCodec.WriteWebp(Raw, quality, alpha?.Raw),
            var other =>
                throw new ArgumentException($"'{path}': alpha is saved as .png or .webp, not as '{other}'. Call Save to do without it."),
        };
        AtomicFile.Write(path, WithProfile(file, path, profile, gray: false)); // alpha comes with colours
    }

    private static byte[] WithProfile(byte[] file, string path, ColourProfile? profile, bool gray) =>
        profile is null ? file : profile.Fits(path, gray) ? profile.Into(file)
        : throw new ArgumentException(
            $"'{path}': a file of this format and kind does not hold the colour profile. Convert the picture (ToSrgb) and " +
            "save it without.");

    /// <summary>Whether a file of this name can hold alpha: .png and .webp can, .jpg and .bmp cannot.</summary>
    public static bool HoldsAlpha(string path) => Path.GetExtension(path).ToLowerInvariant() is ".png" or ".webp";

    internal static void CheckAlpha(Picture colour, Picture alpha)
    {
        if (alpha.Channels != 1 || (alpha.Width, alpha.Height) != (colour.Width, colour.Height))
            throw new ArgumentException($"The alpha of a picture of {colour} must be {colour.Width}×{colour.Height} gray, not {alpha}.");
    }

    /// <summary>The picture as a PNG file.</summary>
    public byte[] ToPng() => SkiaCodec.WritePng(Raw);

    /// <summary>The picture as a baseline JPEG file with 4:2:0 chroma, quality 1…100.</summary>
    public byte[] ToJpeg(int quality) => SkiaCodec.WriteJpeg(Raw, quality);

    /// <summary>The part of <paramref name="width"/> × <paramref name="height"/> pixels whose upper left corner is (x, y).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The part is empty or does not lie within the picture.</exception>
    public Picture Crop(int x, int y, int width, int height)
    {
        if (x < 0 || y < 0 || width < 1 || height < 1 || x > Width - width || y > Height - height)
            throw new ArgumentOutOfRangeException(nameof(width), $"{width}×{height} at ({x}, {y}) does not lie within {Width}×{Height}.");
        if (width == Width && height == Height) return this;

        var part = new byte[width * height * Channels];
        for (var row = 0; row < height; row++)
            pixels.AsSpan((((y + row) * Width) + x) * Channels, width * Channels).CopyTo(part.AsSpan(row * width * Channels));
        return new Picture(width, height, Channels, part);
    }

    /// <summary>
    /// The middle part of <paramref name="side"/> × <paramref name="side"/> pixels; of a smaller picture, what there is.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The side is below 1.</exception>
    public Picture Middle(int side)
    {
        var (width, height) = (Math.Min(side, Width), Math.Min(side, Height));
        return Crop((Width - width) / 2, (Height - height) / 2, width, height);
    }

    /// <summary>
    /// Cuts the right and lower edge so that both sides are multiples of <paramref name="scale"/> (the papers' "modcrop").
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is smaller than the scale, or the scale is below 1.</exception>
    public Picture CropToMultipleOf(int scale)
    {
        if (scale < 1 || scale > Math.Min(Width, Height))
            throw new ArgumentOutOfRangeException(
                nameof(scale), $"{Width}×{Height} cannot be cut to a multiple of {scale}: the scale goes from 1 to the shorter side.");
        return Crop(0, 0, Width - (Width % scale), Height - (Height % scale));
    }

    /// <summary>Cuts <paramref name="border"/> pixels from every side (the papers' "shave").</summary>
    /// <exception cref="ArgumentOutOfRangeException">The border is negative, or nothing would be left.</exception>
    public Picture Shave(int border)
    {
        if (border < 0 || border > (Math.Min(Width, Height) - 1) / 2)
            throw new ArgumentOutOfRangeException(
                nameof(border), $"A border of {border} pixels cannot be cut from {Width}×{Height}: something must be left.");
        return Crop(border, border, Width - (2 * border), Height - (2 * border));
    }

    /// <summary>
    /// The same colours as sRGB, to be saved without a profile; null where the profile is damaged, of inks, or more than a curve for each
    /// of red, green and blue.
    /// </summary>
    /// <param name="profile">How the samples are meant.</param>
    public Picture? ToSrgb(ColourProfile profile) =>
        profile.ToSrgb(Raw) is { } srgb ? new Picture(Width, Height, Channels, srgb.Pixels) : null;

    /// <summary>Full-range BT.601 luma, MATLAB's rgb2gray; a gray picture is returned as it is.</summary>
    public Picture ToGray() => ColorSpace.Luma(this, LumaStandard.Bt601Full);

    /// <summary>Gray samples three times; an RGB picture is returned as it is.</summary>
    public Picture ToRgb()
    {
        if (Channels == 3) return this;
        var rgb = new byte[pixels.Length * 3];
        for (var i = 0; i < rgb.Length; i++) rgb[i] = pixels[i / 3];
        return new Picture(Width, Height, 3, rgb);
    }

    /// <summary>SHA-256 of width, height, number of channels (32 bits each, little-endian) and samples.</summary>
    internal string Sha256()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> size = stackalloc byte[12];
        BinaryPrimitives.WriteInt32LittleEndian(size, Width);
        BinaryPrimitives.WriteInt32LittleEndian(size[4..], Height);
        BinaryPrimitives.WriteInt32LittleEndian(size[8..], Channels);
        hash.AppendData(size);
        hash.AppendData(pixels);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Size and kind, e.g. "256×256 RGB".</summary>
    public override string ToString() => $"{Width}×{Height} {(Channels == 1 ? "gray" : "RGB")}";
}
