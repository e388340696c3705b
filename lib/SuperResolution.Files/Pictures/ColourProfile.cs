using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SkiaSharp;
using SuperResolution.Imaging.Codecs;

namespace SuperResolution.Imaging;

/// <summary>How a file says that its samples are to be shown: an ICC profile, or PNG's gamma and primaries.</summary>
/// <remarks>
/// Reading a picture applies none: measures compare samples as they are stored, as the papers' tools do. Who makes one file of another
/// carries it on where it fits (<see cref="Fits"/>), or else converts the picture to sRGB.
/// </remarks>
public sealed class ColourProfile
{
    private const int MostBytes = 1 << 24; // what 255 segments of a JPEG hold
    private const double Unit = 100_000; // of PNG's gamma and primaries

    /// <summary>As a PNG has it: whatever else a file says is put into these chunks.</summary>
    private readonly IReadOnlyDictionary<string, byte[]> chunks;
    private readonly Lazy<byte[]?> icc;

    private ColourProfile(IReadOnlyDictionary<string, byte[]> chunks)
    {
        this.chunks = chunks;
        icc = new(Unpacked);
    }

    /// <summary>In the order of <see cref="PngChunks.ColourKinds"/>.</summary>
    internal IEnumerable<(string Kind, byte[] Content)> Chunks =>
        PngChunks.ColourKinds.Where(chunks.ContainsKey).Select(kind => (kind, chunks[kind]));

    /// <summary>What a PNG, JPEG, BMP or WebP file says; null where it says nothing, which means sRGB.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="PictureFormatException">It is damaged before its pixels, or not an image.</exception>
    public static ColourProfile? Of(string path)
    {
        try
        {
            using var file = RowSources.OpenFile(path);
            var said = RowSources.Colours(file);
            return said.Count == 0 ? null : new ColourProfile(said);
        }
        catch (InvalidDataException error)
        {
            throw new PictureFormatException(path, error.Message, error);
        }
    }

    /// <summary>Whether a file can carry it on.</summary>
    /// <param name="path">Its name, which says the format.</param>
    /// <param name="gray">Whether it will have gray samples, neither colours nor alpha.</param>
    public bool Fits(string path, bool gray)
    {
        var png = Path.GetExtension(path).Equals(".png", StringComparison.OrdinalIgnoreCase);
        if (chunks.ContainsKey("cICP") && !chunks.ContainsKey("iCCP")) return png;
        if (!chunks.ContainsKey("iCCP")) return png || chunks.ContainsKey("sRGB");
        var space = icc.Value is { Length: >= 128 } known ? Encoding.ASCII.GetString(known, 16, 4) : "";
        return !Path.GetExtension(path).Equals(".bmp", StringComparison.OrdinalIgnoreCase)
            && space == (gray && space == "GRAY" ? "GRAY" : "RGB ");
    }

    /// <summary>
    /// The same colours without it; null where it is damaged, of inks, or more than a curve for each of red, green and blue.
    /// </summary>
    internal RawImage? ToSrgb(RawImage picture)
    {
        using var space = Space();
        return space is null ? null : SkiaCodec.ToSrgb(picture, space);
    }

    /// <summary>The file with the profile in it.</summary>
    /// <param name="file">PNG, JPEG or WebP, without one.</param>
    internal byte[] Into(byte[] file)
    {
        if (PngRows.IsPng(file))
        {
            using var larger = new MemoryStream();
            larger.Write(file.AsSpan(0, PngWriter.HeaderLength));
            foreach (var (kind, content) in Chunks) PngWriter.WriteChunk(larger, kind, content);
            larger.Write(file.AsSpan(PngWriter.HeaderLength));
            return larger.ToArray();
        }
        return icc.Value is not { } profile ? file : JpegHeader.IsJpeg(file) ? JpegHeader.WithProfile(file, profile)
            : WebpHeader.WithProfile(file, profile);
    }

    private byte[]? Unpacked()
    {
        if (!chunks.TryGetValue("iCCP", out var content)) return null;
        try
        {
            using var inflate = new ZLibStream(
                new MemoryStream(content[(Array.IndexOf(content, (byte)0) + 2)..]), CompressionMode.Decompress);
            var profile = new byte[MostBytes + 1];
            var length = inflate.ReadAtLeast(profile, profile.Length, throwOnEndOfStream: false);
            return length > MostBytes ? null : profile[..length];
        }
        catch (Exception error) when (error is InvalidDataException or IOException or ArgumentOutOfRangeException)
        {
            return null; // damaged
        }
    }

    private SKColorSpace? Space()
    {
        if (chunks.ContainsKey("iCCP"))
        {
            using var profile = icc.Value is { } bytes ? SKColorSpaceIccProfile.Create(bytes) : null; // null where it is damaged
            return profile is null ? null : SKColorSpace.CreateIcc(profile);
        }
        if (chunks.ContainsKey("cICP")) return null;
        if (chunks.ContainsKey("sRGB")) return SKColorSpace.CreateSrgb();
        var numbers = Chunks.ToDictionary(
            chunk => chunk.Kind,
            chunk => chunk.Content.Chunk(4).Where(four => four.Length == 4)
                .Select(four => (float)(BinaryPrimitives.ReadUInt32BigEndian(four) / Unit)).ToArray());
        var curve = numbers.GetValueOrDefault("gAMA") is [> 0 and var gamma, ..] ? new SKColorSpaceTransferFn { G = 1 / gamma, A = 1 }
            : SKColorSpaceTransferFn.Srgb;
        var primaries = SKColorSpaceXyz.Srgb;
        if (numbers.GetValueOrDefault("cHRM") is [var wx, var wy, var rx, var ry, var gx, var gy, var bx, var by, ..]
            && !new SKColorSpacePrimaries(rx, ry, gx, gy, bx, by, wx, wy).ToColorSpaceXyz(out primaries))
            return null;
        return SKColorSpace.CreateRgb(curve, primaries);
    }
}
