using CsCheck;
using SuperResolution.Imaging;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Imaging;

/// <summary>Every kind of PNG to the byte, against files that <see cref="TinyPng"/> writes.</summary>
public class PngReaderTests
{
    private static readonly (int Colour, int Depth)[] kinds =
        [(0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16), (3, 1), (3, 2), (3, 4), (3, 8), (4, 8), (4, 16), (6, 8), (6, 16)];

    public static TheoryData<int, int, bool> Kinds()
    {
        var data = new TheoryData<int, int, bool>();
        foreach (var (colour, depth) in kinds)
            foreach (var interlaced in new[] { false, true }) data.Add(colour, depth, interlaced);
        return data;
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Every_kind_is_read_exactly_with_every_filter(int colour, int depth, bool interlaced)
    {
        foreach (var (width, height) in new[] { (1, 1), (1, 9), (3, 2), (5, 5), (8, 8), (13, 11), (70, 6) })
        {
            for (var filter = -1; filter <= 4; filter++)
            {
                var png = Random(colour, depth, width, height) with { Interlaced = interlaced, Filter = filter };
                var picture = Picture.Decode(png.ToFile(), "test.png");
                Assert.Equal((width, height, colour is 0 or 4 ? 1 : 3), (picture.Width, picture.Height, picture.Channels));
                Assert.Equal(Colours(png), picture.Pixels.ToArray());
            }
        }
    }

    [Fact]
    public void Sixteen_bit_samples_are_rounded_to_the_nearest_of_256_values()
    {
        var values = Enumerable.Range(0, 65536).ToArray();
        var picture = Picture.Decode(new TinyPng(256, 256, 16, 0, values) { Filter = 1 }.ToFile(), "test.png");
        Assert.Equal(values.Select(value => (byte)Math.Round(value / 257.0)), picture.Pixels.ToArray());
    }

    [Theory, InlineData(4, 8), InlineData(4, 16), InlineData(6, 8), InlineData(6, 16)]
    public void Colours_under_alpha_are_kept_and_alpha_is_delivered(int colour, int depth)
    {
        using var folder = new TemporaryFolder();
        var png = Random(colour, depth, 33, 17);
        var perPixel = TinyPng.SamplesPerPixel(colour);
        // every alpha, 0 first
        for (var i = perPixel - 1; i < png.Samples.Length; i += perPixel) png.Samples[i] = i / perPixel % (1 << depth);
        File.WriteAllBytes(folder["alpha.png"], png.ToFile());

        var (picture, alpha) = Picture.LoadWithAlpha(folder["alpha.png"]);

        Assert.Equal(Colours(png), picture.Pixels.ToArray());
        Assert.Equal(png.Samples.Where((_, i) => i % perPixel == perPixel - 1).Select(sample => To8Bit(sample, depth)),
            alpha!.Pixels.ToArray());
    }

    [Fact]
    public void Transparency_of_palettes_is_an_alpha_channel()
    {
        using var folder = new TemporaryFolder();
        var png = new TinyPng(4, 1, 2, 3, [3, 0, 1, 2]) { Palette = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], Transparency = [0, 77] };
        File.WriteAllBytes(folder["palette.png"], png.ToFile());

        var (picture, alpha) = Picture.LoadWithAlpha(folder["palette.png"]);

        Assert.Equal([10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9], picture.Pixels.ToArray());
        Assert.Equal([255, 0, 77, 255], alpha!.Pixels.ToArray());
    }

    [Theory]
    [InlineData(0, 2, new byte[] { 0, 2 }, new byte[] { 255, 255, 0, 255 })]
    [InlineData(0, 2, new byte[] { 255, 2 }, new byte[] { 255, 255, 0, 255 })] // only the low bits count
    [InlineData(0, 16, new byte[] { 0, 2 }, new byte[] { 255, 255, 0, 255 })]
    [InlineData(2, 8, new byte[] { 0, 2, 0, 2, 0, 2 }, new byte[] { 255, 255, 0, 255 })]
    public void One_gray_value_or_colour_can_be_transparent(int colour, int depth, byte[] key, byte[] expected)
    {
        using var folder = new TemporaryFolder();
        int[] samples = [.. new[] { 0, 1, 2, 3 }.SelectMany(value => Enumerable.Repeat(value, TinyPng.SamplesPerPixel(colour)))];
        File.WriteAllBytes(folder["key.png"], new TinyPng(4, 1, depth, colour, samples) { Transparency = key }.ToFile());
        Assert.Equal(expected, Picture.LoadWithAlpha(folder["key.png"]).Alpha!.Pixels.ToArray());
    }

    [Fact]
    public void Files_without_transparency_have_no_alpha()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["plain.png"], Random(2, 8, 3, 3).ToFile());
        Assert.Null(Picture.LoadWithAlpha(folder["plain.png"]).Alpha);
    }

    [Theory]
    [InlineData("IHDR", 100_000, 100_000, 8, 2, "over the limit of 268,435,456")]
    [InlineData("IHDR", 0, 5, 8, 2, "its size is 0×5")]
    [InlineData("IHDR", 4, 4, 3, 0, "header is damaged (depth 3")]
    [InlineData("IHDR", 4, 4, 16, 3, "header is damaged (depth 16, colour type 3")]
    [InlineData("gAMA", 4, 4, 8, 0, "first chunk is not IHDR")]
    [InlineData("IHDR", 14000, 14000, 16, 6, "truncated")] // 1.6 GB of pixels in a file of 60 bytes
    public void Impossible_headers_are_refused_before_anything_is_allocated(
        string kind, int width, int height, int depth, int colour, string cause)
    {
        byte[] file = [.. new TinyPng(1, 1, 8, 0, [0]).ToFile()[..8],
            .. TinyPng.Chunk(kind, TinyPng.Header(width, height, depth, colour, false)), .. TinyPng.Chunk("IEND", [])];
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<PictureFormatException>(() => Picture.Decode(file, "bad.png"));
        Assert.Contains(cause, error.Message);
        Assert.StartsWith("'bad.png' ", error.Message);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void What_is_wrong_is_named()
    {
        var good = Random(2, 8, 9, 9).ToFile();
        byte[] Without(Func<byte[], byte[]> change) => change([.. good]);

        Expect("checksum of its IHDR chunk at byte 8 ", Without(file => { file[20] ^= 1; return file; }));
        Expect("truncated", good[..^1]);
        Expect("colour 3 is not in its palette of 3", new TinyPng(1, 1, 2, 3, [3]) { Palette = new byte[9] }.ToFile());
        Expect("palette is damaged or missing (0 bytes)", new TinyPng(1, 1, 2, 3, [3]).ToFile());
        Expect("palette is damaged or missing (10 bytes)", new TinyPng(1, 1, 2, 3, [3]) { Palette = new byte[10] }.ToFile());
        Expect("transparency chunk has 1 bytes instead of 2", new TinyPng(1, 1, 8, 0, [3]) { Transparency = [1] }.ToFile());
        Expect("no filter 5", WithData(TinyPng.Deflated([5, 1])));
        Expect("truncated: 1 of 2 bytes of pixels", WithData(TinyPng.Deflated([0])));
        Expect("cannot be unpacked", WithData([1, 2, 3, 4, 5, 6, 7, 8]));
        Expect("cannot be unpacked", WithData([0x78, 0x9C, 0xFF, 0xFF, 0xFF]));
        Expect("truncated: 0 of 2", WithData([]));

        static void Expect(string cause, byte[] file) =>
            Assert.Contains(cause, Assert.Throws<PictureFormatException>(() => Picture.Decode(file, "bad.png")).Message);

        static byte[] WithData(byte[] data) =>
            [.. new TinyPng(1, 1, 8, 0, [0]).ToFile()[..8], .. TinyPng.Chunk("IHDR", TinyPng.Header(1, 1, 8, 0, false)),
                .. TinyPng.Chunk("IDAT", data), .. TinyPng.Chunk("IEND", [])];
    }

    [Fact]
    public void Any_changed_bit_and_any_truncation_is_noticed()
    {
        var good = Random(3, 4, 15, 15).ToFile();
        for (var length = 0; length < good.Length; length++)
            Assert.Throws<PictureFormatException>(() => Picture.Decode(good[..length], "bad.png"));
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Int[0, 7]).Sample((at, bit) =>
        {
            byte[] bad = [.. good];
            bad[at] ^= (byte)(1 << bit);
            Assert.Throws<PictureFormatException>(() => Picture.Decode(bad, "bad.png"));
        }, iter: 300, threads: 1);
    }

    private static TinyPng Random(int colour, int depth, int width, int height)
    {
        var random = new Random((width * 100) + (height * 10) + colour + depth);
        var samples = new int[width * height * TinyPng.SamplesPerPixel(colour)];
        for (var i = 0; i < samples.Length; i++) samples[i] = random.Next(1 << depth);
        var palette = new byte[colour == 3 ? 3 << depth : 0];
        random.NextBytes(palette);
        return new TinyPng(width, height, depth, colour, samples) { Palette = palette };
    }

    private static byte[] Colours(TinyPng png)
    {
        if (png.Colour == 3) return [.. png.Samples.SelectMany(index => png.Palette.AsSpan(index * 3, 3).ToArray())];
        var (perPixel, alpha) = (TinyPng.SamplesPerPixel(png.Colour), png.Colour >= 4);
        return [.. png.Samples.Where((_, i) => !alpha || i % perPixel != perPixel - 1).Select(sample => To8Bit(sample, png.Depth))];
    }

    private static byte To8Bit(int sample, int depth) => (byte)Math.Round(sample * 255.0 / ((1 << depth) - 1));
}
