using System.Buffers.Binary;
using SuperResolution.Imaging;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Imaging;

/// <summary>Small files that claim to be large pictures: refused before memory is taken and before a decoder works for minutes. Found by damaging files at random.</summary>
public sealed class FalsePromiseTests : IDisposable
{
    private const int Megabyte = 1 << 20;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory, InlineData(false), InlineData(true)]
    public void A_PNG_of_16000_squared_in_60_bytes(bool interlaced) =>
        Refused([.. new TinyPng(1, 1, 8, 0, [0]).ToFile()[..8], .. TinyPng.Chunk("IHDR", TinyPng.Header(16_000, 16_000, 8, 6, interlaced)), .. TinyPng.Chunk("IEND", [])], "cannot hold its");

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
        byte[] Repeated(int times) => [.. file[..scan], .. Enumerable.Repeat(file[scan..^2], times).SelectMany(bytes => bytes), .. file[^2..]];
        Assert.Equal(40, Picture.Decode(Repeated(50), "many scans").Width);
        Refused(Repeated(100), "more than 100 scans");
    }

    [Theory, InlineData(24, "0 of 768,000,000 bytes of pixels are there"), InlineData(1, "0 of 32,000,000 bytes")] // 1 GB was taken first
    public void A_bitmap_of_16000_squared_without_pixels(int bits, string cause) =>
        Refused(Resized(new TinyBmp(1, 1, bits).ToFile()[..(54 + (bits == 1 ? 8 : 0))], 16_000), cause);

    [Theory, InlineData(8, 1), InlineData(4, 2)]
    public void A_bitmap_of_16000_squared_in_run_lengths(int bits, int compression) =>
        Refused(Resized(new TinyBmp(9, 9, bits) { Compression = compression, Colours = 2 }.ToFile(), 16_000), "runs cannot hold its 16000×16000 pixels");

    [Fact] // legal, and what is left out is clear
    public void A_small_bitmap_in_run_lengths_may_be_almost_empty()
    {
        var file = Resized(new TinyBmp(9, 9, 8) { Compression = 1, Colours = 2 }.ToFile(), 900);
        File.WriteAllBytes(folder["a.bmp"], file);
        Assert.Equal((900, 0), (Picture.Decode(file, "a.bmp").Width, Picture.LoadWithAlpha(folder["a.bmp"]).Alpha![899, 0, 0]));
    }

    [Theory, InlineData(16_383, "too few for 268,402,689 pixels"), InlineData(9_000, "too few for 81,000,000 pixels")] // 1 GB was taken first
    public void A_lossless_WebP_of_16383_squared_in_60_bytes(int side, string cause)
    {
        var size = (uint)(side - 1) | ((uint)(side - 1) << 14);
        byte[] data = [0x2F, .. BitConverter.GetBytes(size), .. new byte[27]];
        Refused([.. "RIFF"u8, .. BitConverter.GetBytes(data.Length + 12), .. "WEBPVP8L"u8, .. BitConverter.GetBytes(data.Length), .. data], cause);
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

    /// <summary>At once and in parts, and before a megabyte of memory is taken.</summary>
    private void Refused(byte[] file, string cause)
    {
        File.WriteAllBytes(folder["promise"], file);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(cause, Assert.Throws<PictureFormatException>(() => Picture.Decode(file, "promise")).Message);
        Assert.Contains(cause, Assert.Throws<PictureFormatException>(() =>
        {
            using var reader = PictureReader.Open(folder["promise"]);
            reader.Read(0, 0, 1, 1);
        }).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Megabyte);
    }
}
