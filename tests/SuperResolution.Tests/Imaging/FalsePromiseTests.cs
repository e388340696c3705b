using System.Buffers.Binary;
using SuperResolution.Imaging;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Imaging;

/// <summary>
/// Small files that claim to be large pictures: refused before memory is taken and before a decoder works for minutes. Found by damaging
/// files at random.
/// </summary>
public sealed class FalsePromiseTests : IDisposable
{
    private const int Megabyte = 1 << 20;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory, InlineData(false), InlineData(true)]
    public void A_PNG_of_16000_squared_in_60_bytes(bool interlaced) =>
        Refused([.. new TinyPng(1, 1, 8, 0, [0]).ToFile()[..8],
            .. TinyPng.Chunk("IHDR", TinyPng.Header(16_000, 16_000, 8, 6, interlaced)), .. TinyPng.Chunk("IEND", [])], "cannot hold its");

    [Theory, InlineData(false), InlineData(true)] // libjpeg delivered gray for what was missing: up to 22 s and 1.9 GB for 500 bytes
    public void A_JPEG_of_16000_squared_in_a_few_hundred_bytes(bool progressive)
    {
        var file = new TinyJpeg(40, 40, (2, 2), (1, 1), (1, 1)) { Progressive = progressive }.ToFile();
        var frame = file.AsSpan().IndexOf<byte>([0xFF, progressive ? (byte)0xC2 : (byte)0xC0]);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame + 5), 16_000);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame + 7), 16_000);
        Refused(file, "cannot hold its 16000×16000 pixels");
    }

    [Fact]
    public void A_JPEG_with_a_hundred_scans_over_and_over()
    {
        var file = new TinyJpeg(40, 40, (1, 1)) { Progressive = true }.ToFile();
        var scan = file.AsSpan().LastIndexOf<byte>([0xFF, 0xDA]);
        byte[] Repeated(int times) =>
            [.. file[..scan], .. Enumerable.Repeat(file[scan..^2], times).SelectMany(bytes => bytes), .. file[^2..]];
        Assert.Equal(40, Picture.Decode(Repeated(50), "many scans").Width);
        Refused(Repeated(100), "more than 100 scans");
    }

    [Theory, InlineData(24, "0 of 768,000,000 bytes of pixels are there"), InlineData(1, "0 of 32,000,000 bytes")] // 1 GB was taken first
    public void A_bitmap_of_16000_squared_without_pixels(int bits, string cause) =>
        Refused(Resized(new TinyBmp(1, 1, bits).ToFile()[..(54 + (bits == 1 ? 8 : 0))], 16_000), cause);

    [Theory, InlineData(8, 1), InlineData(4, 2)]
    public void A_bitmap_of_16000_squared_in_run_lengths(int bits, int compression) =>
        Refused(Resized(new TinyBmp(9, 9, bits) { Compression = compression, Colours = 2 }.ToFile(), 16_000),
            "runs cannot hold its 16000×16000 pixels");

    [Fact] // legal, and what is left out has the palette's first colour
    public void A_small_bitmap_in_run_lengths_may_be_almost_empty()
    {
        var file = Resized(new TinyBmp(9, 9, 8) { Compression = 1, Colours = 2 }.ToFile(), 900);
        File.WriteAllBytes(folder["a.bmp"], file);
        var (colour, alpha) = Picture.LoadWithAlpha(folder["a.bmp"]);
        Assert.Equal((900, null), (colour.Width, alpha));
        Assert.Equal([file[56], file[55], file[54]], colour.Crop(899, 0, 1, 1).Pixels.ToArray());
    }

    // 1 GB was taken first
    [Theory, InlineData(16_383, "its 16383×16383 pixels would take 4,294,443,024 bytes"),
        InlineData(9_000, "its 9000×9000 pixels would take 1,296,000,000 bytes")]
    public void A_lossless_WebP_of_16383_squared_in_60_bytes(int side, string cause)
    {
        var size = (uint)(side - 1) | ((uint)(side - 1) << 14);
        byte[] data = [0x2F, .. BitConverter.GetBytes(size), .. new byte[27]];
        Refused([.. "RIFF"u8, .. BitConverter.GetBytes(data.Length + 12), .. "WEBPVP8L"u8, .. BitConverter.GetBytes(data.Length),
            .. data], cause);
    }

    [Theory] // 33 s and 2.3 GB for the first one, complete to its last byte but one
    [InlineData(16_000, 16_000, 16, 6, false), InlineData(16_000, 16_000, 16, 6, true), InlineData(16_000, 16_000, 1, 3, false),
        InlineData(14_000, 14_000, 8, 2, false)]
    [InlineData(1, 9_000_000, 8, 0, false), InlineData(1, 9_000_000, 1, 0, true), InlineData(1 << 24, 4, 16, 6, false)]
    public void A_PNG_of_2_MB_may_not_promise_more_than_it_is_trusted_with(
        int width, int height, int depth, int colour, bool interlaced) =>
        Refused(
            [.. TinyPng.Signature, .. TinyPng.Chunk("IHDR", TinyPng.Header(width, height, depth, colour, interlaced)),
            .. TinyPng.Chunk("PLTE", new byte[6]), .. TinyPng.Chunk("IDAT", new byte[2_000_000]), .. TinyPng.Chunk("IEND", [])],
            $"its {width}×{height} pixels would take ");

    [Theory, InlineData(100), InlineData(30)] // 16 s and 1.5 GB: a scan that stores nothing goes through the whole picture all the same
    public void A_JPEG_of_many_empty_scans(int scans)
    {
        var file = new TinyJpeg(40, 40, (1, 1)) { Progressive = true }.ToFile();
        var (frame, scan) = (file.AsSpan().IndexOf<byte>([0xFF, 0xC2]), file.AsSpan().LastIndexOf<byte>([0xFF, 0xDA]));
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame + 5), 10_000);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame + 7), 10_000);
        Refused([.. file[..scan], .. new byte[250_000],
            .. Enumerable.Repeat(file[scan..(scan + 10)], scans - 1).SelectMany(empty => empty), 0xFF, 0xD9],
            "its 10000×10000 pixels would take ");
    }

    [Fact]
    public void The_JPEG_of_100_scans_of_16000_squared() =>
        Refused(File.ReadAllBytes(Shared.Path("cases", "hostile", "progressive-100-scans.jpg")), "its 16000×16000 pixels would take ");

    [Theory, InlineData("png", "tEXt"), InlineData("png", "IDAT"), InlineData("png", "eXIf"), InlineData("behind", "tEXt"),
        InlineData("jpg", ""), InlineData("webp", "")]
    public void A_hundred_and_forty_thousand_empty_chunks(string format, string kind)
    {
        byte[] picture = new TinyPng(2, 2, 8, 0, [1, 2, 3, 4]).ToFile(), jpeg = new TinyJpeg(8, 8, (1, 1)).ToFile();
        new Picture(9, 9, 1, new byte[81]).Save(folder["few.webp"], 80);
        var webp = File.ReadAllBytes(folder["few.webp"]);
        Refused(format switch
        {
            "png" => [.. picture[..33], .. Many(TinyPng.Chunk(kind, [])), .. picture[33..]],
            "behind" => [.. picture[..^12], .. Many(TinyPng.Chunk(kind, [])), .. picture[^12..]],
            "jpg" => [.. jpeg[..2], .. Many([0xFF, 0xE2, 0, 2]), .. jpeg[2..]],
            _ => [.. "RIFF"u8, .. BitConverter.GetBytes(webp.Length - 8 + (8 * 140_000)), .. webp[8..],
                .. Many([.. "junk"u8, 0, 0, 0, 0])],
        }, "it has more than 139,264 chunks", most: 32 * Megabyte);

        static byte[] Many(byte[] chunk) => [.. Enumerable.Repeat(chunk, 140_000).SelectMany(bytes => bytes)];
    }

    [Fact] // what takes most: the largest samples, interlaced and turned; 14 times through the picture, without subsampling, and turned
    public void An_8K_frame_of_the_most_expensive_kinds_is_within_the_budget()
    {
        byte[] exif = [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0];
        byte[] png = [.. TinyPng.Signature, .. TinyPng.Chunk("IHDR", TinyPng.Header(7680, 4320, 16, 6, true)),
            .. TinyPng.Chunk("eXIf", exif), .. TinyPng.Chunk("IDAT", new byte[300_000]), .. TinyPng.Chunk("IEND", [])];
        var jpeg = new TinyJpeg(40, 40, (1, 1), (1, 1), (1, 1)) { Progressive = true, Orientation = 6 }.ToFile();
        var (frame, scan) = (jpeg.AsSpan().IndexOf<byte>([0xFF, 0xC2]), jpeg.AsSpan().LastIndexOf<byte>([0xFF, 0xDA]));
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 5), 4320);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 7), 7680);
        jpeg = [.. jpeg[..scan], .. Enumerable.Repeat(jpeg[scan..^2], 9).SelectMany(empty => empty), .. new byte[400_000], 0xFF, 0xD9];
        foreach (var file in (byte[][])[png, jpeg])
        {
            File.WriteAllBytes(folder["8K"], file);
            Assert.Equal("4320×7680", PictureInfo.Read(folder["8K"]).ToString());
        }
    }

    [Fact]
    public void An_8K_WebP_of_one_colour_is_believed()
    {
        new Picture(7680, 4320, 1, new byte[7680 * 4320]).Save(folder["flat.webp"], 100);
        Assert.InRange(new FileInfo(folder["flat.webp"]).Length, 20, 10_000);
        Assert.Equal(7680, Picture.Load(folder["flat.webp"]).Width);
    }

    [Fact]
    public void A_WebP_that_is_shorter_than_it_says()
    {
        new Picture(9, 9, 1, new byte[81]).Save(folder["a.webp"], 80);
        var file = File.ReadAllBytes(folder["a.webp"]);
        Refused(file[..^2], $"it is truncated: {file.Length - 2} of {file.Length} bytes are there");
    }

    [Fact] // the second one used to count, after data that had been read for the first
    public void A_PNG_with_two_headers()
    {
        var file = new TinyPng(2, 2, 8, 0, [1, 2, 3, 4]).ToFile();
        Refused([.. file[..33], .. file[8..33], .. file[33..]], "it has two headers");
    }

    public static TheoryData<int> Kinds() => [.. Enumerable.Range(0, Cut.Count)];

    private static List<TinyJpeg> Cut =>
    [
        new(40, 33, (2, 2), (1, 1), (1, 1)), new(40, 33, (1, 1)), new(40, 33, (2, 1), (1, 1), (1, 1)) { Progressive = true },
        new(40, 33, (1, 1), (1, 1), (1, 1)) { SeparateScans = true }, new(40, 33, (2, 2), (1, 1), (1, 1)) { RestartInterval = 2 },
    ];

    [Theory, MemberData(nameof(Kinds))]
    public void A_JPEG_that_is_cut_off_anywhere(int kind)
    {
        var file = Cut[kind].ToFile();
        for (var length = 0; length < file.Length - 3; length++)
            Assert.Throws<PictureFormatException>(() => Picture.Decode(file[..length], "cut"));
    }

    [Fact] // the format has no checksum: with an end marker put behind it, half of the data is a picture that is gray below
    public void A_JPEG_that_is_cut_off_and_closed_is_gray_where_data_is_missing()
    {
        var file = new TinyJpeg(64, 64, (1, 1)).ToFile();
        var picture = Picture.Decode([.. file[..(file.Length * 3 / 4)], 0xFF, 0xD9], "closed");
        Assert.All(picture.Crop(0, 56, 64, 8).Pixels.ToArray(), value => Assert.Equal(128, value));
        Assert.True(picture.Crop(0, 0, 64, 8).Pixels.ToArray().Distinct().Count() > 20);
    }

    private static byte[] Resized(byte[] bitmap, int side)
    {
        BinaryPrimitives.WriteInt32LittleEndian(bitmap.AsSpan(18), side);
        BinaryPrimitives.WriteInt32LittleEndian(bitmap.AsSpan(22), side);
        return bitmap;
    }

    /// <summary>At once and in parts, and before a megabyte of memory, or so much, is taken.</summary>
    private void Refused(byte[] file, string cause, int most = Megabyte)
    {
        File.WriteAllBytes(folder["promise"], file);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(cause, Assert.Throws<PictureFormatException>(() => Picture.Decode(file, "promise")).Message);
        Assert.Contains(cause, Assert.Throws<PictureFormatException>(() =>
        {
            using var reader = PictureReader.Open(folder["promise"]);
            reader.Read(0, 0, 1, 1);
        }).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, most);
    }
}
