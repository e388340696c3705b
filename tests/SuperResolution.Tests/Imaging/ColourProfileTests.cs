using System.Buffers.Binary;
using SkiaSharp;
using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Imaging;

/// <summary>Colour profiles and gamma are carried on or converted: what is shown stays the same.</summary>
public sealed class ColourProfileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory, InlineData("wide_p.png"), InlineData("wide_j.jpg"), InlineData("wide_w.webp"), InlineData("gama.png")]
    public void Tiles_from_file_to_file_are_shown_as_before(string name)
    {
        var file = Shared.Path("cases", "pictures", name);
        new TiledUpscaler(Interpolation.Nearest(2), 16).UpscaleFile(file, folder["large.png"]);
        AssertShownAsBefore(file, folder["large.png"], 1);
    }

    [Theory] // what the format holds is carried on, all else converted
    [InlineData("wide_p.png", "a.png", true, 1), InlineData("wide_j.jpg", "a.png", true, 1), InlineData("wide_w.webp", "a.png", true, 1),
        InlineData("gama.png", "a.png", true, 1)]
    [InlineData("wide_p.png", "a.webp", true, 1), InlineData("wide_j.jpg", "a.webp", true, 1),
        InlineData("wide_w.webp", "a.webp", true, 1), InlineData("gama.png", "a.webp", false, 1)]
    [InlineData("wide_p.png", "a.jpg", true, 6), InlineData("wide_j.jpg", "a.jpg", true, 6), InlineData("wide_w.webp", "a.jpg", true, 6),
        InlineData("gama.png", "a.jpg", false, 6)]
    public void Saved_pictures_are_shown_as_before(string name, string result, bool fits, double most)
    {
        var file = Shared.Path("cases", "pictures", name);
        var (profile, large) = (ColourProfile.Of(file)!, Interpolation.Nearest(2).Upscale(Picture.Load(file)));
        Assert.Equal(fits, profile.Fits(result, gray: false));
        if (fits) large.Save(folder[result], 100, profile);
        else large.ToSrgb(profile)!.Save(folder[result], 100);
        AssertShownAsBefore(file, folder[result], most);
        if (Path.GetExtension(name) == Path.GetExtension(result) && fits && name != "gama.png")
            Assert.Equal(Icc(File.ReadAllBytes(file)), Icc(File.ReadAllBytes(folder[result])));
    }

    [Theory, InlineData("a.png"), InlineData("a.jpg"), InlineData("a.webp")] // the same without the cases: DCI-P3 that Skia has written
    public void A_profile_goes_through_every_format(string format)
    {
        var drawn = SyntheticImages.DeadLeaves(1, 40, 30);
        using (var space = SKColorSpace.CreateRgb(SKColorSpaceTransferFn.Srgb, SKColorSpaceXyz.DisplayP3))
        {
            var rgba = new byte[40 * 30 * 4];
            for (var i = 0; i < rgba.Length; i++) rgba[i] = i % 4 == 3 ? (byte)255 : drawn.Pixels[(i / 4 * 3) + (i % 4)];
            var pinned = System.Runtime.InteropServices.GCHandle.Alloc(rgba, System.Runtime.InteropServices.GCHandleType.Pinned);
            using var pixmap = new SKPixmap(
                new SKImageInfo(40, 30, SKColorType.Rgba8888, SKAlphaType.Opaque, space), pinned.AddrOfPinnedObject());
            using var data = pixmap.Encode(SKEncodedImageFormat.Png, 100);
            File.WriteAllBytes(folder["p3.png"], data!.ToArray());
            pinned.Free();
        }
        var (profile, picture) = (ColourProfile.Of(folder["p3.png"])!, Picture.Load(folder["p3.png"]));
        Assert.Equal(drawn.Pixels, picture.Pixels); // samples as they are stored
        picture.Save(folder[format], 100, profile);
        ColourProfile.Of(folder[format])!.Fits("a.png", gray: false);
        Picture.Load(folder[format]).Save(folder["back.png"], 100, ColourProfile.Of(folder[format]));
        Assert.Equal(Icc(File.ReadAllBytes(folder["p3.png"])), Icc(File.ReadAllBytes(folder["back.png"])));
        if (format != "a.jpg") AssertShownAsBefore(folder["p3.png"], folder[format], 1);
    }

    [Fact]
    public void Alpha_keeps_its_profile()
    {
        var profile = Written("rgb", Header("RGB "));
        var mask = new Picture(8, 8, 1, [.. Enumerable.Range(0, 64).Select(i => (byte)(i * 4))]);
        foreach (var name in (string[])["a.png", "a.webp"])
        {
            SyntheticImages.Gratings(1, 16, 16).Crop(0, 0, 8, 8).SaveWithAlpha(folder[name], mask, 100, profile);
            Assert.Equal(Header("RGB "), Icc(File.ReadAllBytes(folder[name])));
            Assert.Equal(mask.Pixels, Picture.LoadWithAlpha(folder[name]).Alpha!.Pixels);
        }
    }

    [Fact] // PNG's own numbers: light is the square of the samples
    public void Gamma_is_converted_by_its_definition()
    {
        var gamma = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(gamma, 50_000);
        var ramp = new TinyPng(256, 1, 8, 0, [.. Enumerable.Range(0, 256)]).ToFile();
        File.WriteAllBytes(folder["a.png"], [.. ramp[..33], .. TinyPng.Chunk("gAMA", gamma), .. ramp[33..]]);
        var srgb = Picture.Load(folder["a.png"]).ToSrgb(ColourProfile.Of(folder["a.png"])!)!;
        Assert.Equal(1, srgb.Channels);
        for (var i = 0; i < 256; i++)
        {
            var light = Math.Pow(i / 255.0, 2);
            Assert.InRange(srgb[i, 0, 0], (255 * (light <= 0.0031308 ? light * 12.92 : (1.055 * Math.Pow(light, 1 / 2.4)) - 0.055)) - 1,
                (255 * (light <= 0.0031308 ? light * 12.92 : (1.055 * Math.Pow(light, 1 / 2.4)) - 0.055)) + 1);
        }
    }

    [Fact]
    public void A_profile_goes_only_where_its_kind_of_samples_goes()
    {
        var (gray, rgb, inks) = (Written("gray", Header("GRAY")), Written("rgb", Header("RGB ")), Written("inks", Header("CMYK")));
        foreach (var name in (string[])["a.png", "a.jpg", "a.webp"])
        {
            Assert.True(gray.Fits(name, gray: true) && !gray.Fits(name, gray: false) && rgb.Fits(name, gray: false)
                && !inks.Fits(name, gray: false));
            Assert.Null(new Picture(1, 1, 3, new byte[3]).ToSrgb(inks));
            Assert.Contains("does not hold the colour profile",
                Assert.Throws<ArgumentException>(() => new Picture(1, 1, 3, new byte[3]).Save(folder[name], 95, inks)).Message);
        }
        Assert.False(rgb.Fits("a.bmp", gray: false));
    }

    [Fact]
    public void Files_without_a_word_on_colours_have_no_profile()
    {
        foreach (var name in (string[])["a.png", "a.jpg", "a.webp", "a.bmp"])
        {
            SyntheticImages.Gratings(1, 16, 16).Save(folder[name]);
            Assert.Null(ColourProfile.Of(folder[name]));
        }
    }

    [Fact] // 400 MB of zeros in 400 KB
    public void A_profile_that_unpacks_to_hundreds_of_megabytes_is_none()
    {
        var ramp = new TinyPng(2, 2, 8, 0, [1, 2, 3, 4]).ToFile();
        File.WriteAllBytes(folder["a.png"],
            [.. ramp[..33], .. TinyPng.Chunk("iCCP", [.. "x\0\0"u8, .. TinyPng.Deflated(new byte[400_000_000])]), .. ramp[33..]]);
        Assert.Equal(4, Picture.Load(folder["a.png"]).Pixels.Length);
        var profile = ColourProfile.Of(folder["a.png"])!;
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(profile.Fits("a.png", gray: true));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40 << 20);
    }

    /// <summary>The least of a profile: 128 bytes that say what samples it is for.</summary>
    private static byte[] Header(string space)
    {
        var header = new byte[132];
        BinaryPrimitives.WriteInt32BigEndian(header, header.Length);
        System.Text.Encoding.ASCII.GetBytes(space).CopyTo(header, 16);
        "acsp"u8.CopyTo(header.AsSpan(36));
        return header;
    }

    private ColourProfile Written(string name, byte[] icc)
    {
        var ramp = new TinyPng(2, 2, 8, 0, [1, 2, 3, 4]).ToFile();
        File.WriteAllBytes(folder[name],
            [.. ramp[..33], .. TinyPng.Chunk("iCCP", [.. "x\0\0"u8, .. TinyPng.Deflated(icc)]), .. ramp[33..]]);
        return ColourProfile.Of(folder[name])!;
    }

    /// <summary>The profile in a file, found without the kit.</summary>
    private static byte[] Icc(byte[] file)
    {
        if (file.AsSpan().IndexOf("iCCP"u8) is >= 0 and var png)
        {
            var name = Array.IndexOf(file, (byte)0, png + 4);
            using var inflate = new System.IO.Compression.ZLibStream(
                new MemoryStream(file[(name + 2)..]), System.IO.Compression.CompressionMode.Decompress);
            using var profile = new MemoryStream();
            inflate.CopyTo(profile);
            return profile.ToArray();
        }
        if (file.AsSpan().IndexOf("ICCP"u8) is >= 0 and var webp)
            return file[(webp + 8)..(webp + 8 + BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(webp + 4)))];
        var jpeg = file.AsSpan().IndexOf("ICC_PROFILE\0"u8);
        return file[(jpeg + 14)..(jpeg - 2 + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(jpeg - 2)))];
    }

    /// <summary>Twice as large by repetition: in the middle of each pair of pixels, sRGB as Skia shows it is at most so far off.</summary>
    private static void AssertShownAsBefore(string small, string large, double most)
    {
        using var before = SKBitmap.Decode(
            small, new SKImageInfo(SKBitmap.DecodeBounds(small).Width, SKBitmap.DecodeBounds(small).Height, SKColorType.Rgba8888,
            SKAlphaType.Opaque, SKColorSpace.CreateSrgb()));
        using var after = SKBitmap.Decode(
            large, new SKImageInfo(SKBitmap.DecodeBounds(large).Width, SKBitmap.DecodeBounds(large).Height, SKColorType.Rgba8888,
            SKAlphaType.Opaque, SKColorSpace.CreateSrgb()));
        var (scale, total, count) = (after.Width / before.Width, 0.0, 0);
        for (var y = 0; y < before.Height; y++)
        {
            for (var x = 0; x < before.Width; x++)
            {
                var (a, b) = (before.GetPixel(x, y), after.GetPixel(x * scale, y * scale));
                var off = Math.Max(Math.Abs(a.Red - b.Red), Math.Max(Math.Abs(a.Green - b.Green), Math.Abs(a.Blue - b.Blue)));
                if (most <= 1) Assert.True(off <= most, $"{a} and {b} at ({x}, {y})");
                (total, count) = (total + off, count + 1);
            }
        }
        Assert.InRange(total / count, 0, most); // lossy ones on average
    }
}
