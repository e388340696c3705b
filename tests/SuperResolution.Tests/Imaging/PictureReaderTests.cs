using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Tests.Imaging.Fuzzing;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Imaging;

/// <summary>Parts of files of every kind equal parts of the whole picture, and rows are decoded as often as the format forces.</summary>
public sealed class PictureReaderTests(Pillow pillow) : IClassFixture<Pillow>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory, InlineData("png", 53), InlineData("jpg", 35), InlineData("bmp", 18), InlineData("webp", 6)]
    public void Parts_equal_parts_of_the_whole_picture(string format, int kinds)
    {
        var files = SoundFiles.Of(format);
        Assert.Equal(kinds, files.Count);
        for (var i = 0; i < files.Count; i++) AssertParts(Written($"{i}.{format}", files[i]));
    }

    [Theory]
    [InlineData("444.jpg"), InlineData("420.jpg"), InlineData("422.jpg"), InlineData("progressive.jpg"), InlineData("gray.jpg"),
        InlineData("turned3.jpg"), InlineData("turned8.jpg")]
    [InlineData("rgb.bmp"), InlineData("rgba.bmp"), InlineData("palette.bmp"), InlineData("lossy.webp"), InlineData("lossless.webp"),
        InlineData("alpha.webp"), InlineData("animated.webp"), InlineData("turned6.webp")]
    public void So_do_parts_of_files_that_others_wrote(string name) => AssertParts(pillow.Get(name).File);

    [Fact] // the decoder goes from macroblock to macroblock and interpolates colours between them
    public void Parts_of_large_lossy_files_start_and_end_anywhere()
    {
        var picture = SyntheticImages.DeadLeaves(3, 150, 140);
        foreach (var (name, quality) in ((string, int)[])[("a.webp", 60), ("a.webp", 95), ("a.jpg", 60)])
        {
            picture.Save(folder[name], quality);
            var whole = Picture.Load(folder[name]);
            using var reader = PictureReader.Open(folder[name]);
            for (var y = 0; y < 140; y += 3)
                for (var height = 1; height <= 140 - y; height += 29) AssertPart(whole, reader, y % 11, y, 139, height);
        }
    }

    [Theory, InlineData("png"), InlineData("jpg"), InlineData("bmp")]
    public void Tiles_in_row_order_decode_each_row_once(string format)
    {
        var file = Saved(SyntheticImages.Facade(1, 100, 90), format);
        foreach (var side in (int[])[1, 7, 32, 45, 90, 1000])
        {
            using var reader = PictureReader.Open(file);
            Assert.Equal(0, reader.RowsDecoded);
            var tiles = reader.Tiles(side).ToList();
            Assert.Equal(((100 + side - 1) / side) * ((90 + side - 1) / side), tiles.Count);
            Assert.Equal((90L, 100 * 90), (reader.RowsDecoded, tiles.Sum(tile => tile.Tile.Width * tile.Tile.Height)));
        }
    }

    [Theory, InlineData("png"), InlineData("jpg"), InlineData("bmp")]
    public void So_do_tiles_that_overlap(string format)
    {
        using var reader = PictureReader.Open(Saved(SyntheticImages.Facade(1, 100, 90), format));
        for (var y = 0; y < 90; y += 20)
            for (var x = 0; x < 100; x += 30)
                reader.Read(Math.Max(0, x - 5), Math.Max(0, y - 5), Math.Min(100, x + 35) - Math.Max(0, x - 5),
                    Math.Min(90, y + 25) - Math.Max(0, y - 5));
        Assert.Equal(90, reader.RowsDecoded);
    }

    [Theory] // rows gone through for ten rows from 0, 50, 90 and then from 40 on
    [InlineData("png", 10, 60, 100, 150)] // on to the part; for one further up from the start again
    [InlineData("jpg", 10, 60, 100, 150)]
    [InlineData("bmp", 10, 20, 30, 40)] // nothing but the part
    [InlineData("webp", 12, 74, 174, 226)] // from the start each time, and two rows more
    public void A_part_costs_what_the_format_forces(string format, params int[] rows)
    {
        using var reader = PictureReader.Open(Saved(SyntheticImages.Facade(1, 100, 100), format, 80));
        var costs = ((int[])[0, 50, 90, 40]).Select(y =>
        {
            reader.Read(20, y, 30, 10);
            return (int)reader.RowsDecoded;
        });
        Assert.Equal(rows, costs.ToArray());
    }

    [Fact]
    public void Whether_a_file_is_read_whole_is_said_before_it_is_read()
    {
        Says(null, SoundFiles.Png(2, 8, 20, 20, false, false).ToFile(), new TinyJpeg(20, 20, (2, 2), (1, 1), (1, 1)).ToFile(),
            new TinyJpeg(20, 20, (1, 1)) { RestartInterval = 1 }.ToFile(), new TinyBmp(20, 20, 24).ToFile(),
            new TinyBmp(20, 20, 4) { TopDown = true }.ToFile());
        Says("interlaced", SoundFiles.Png(2, 8, 20, 20, true, false).ToFile());
        Says("progressive", new TinyJpeg(20, 20, (1, 1)) { Progressive = true }.ToFile(),
            new TinyJpeg(20, 20, (1, 1), (1, 1), (1, 1)) { SeparateScans = true }.ToFile());
        Says("EXIF orientation 6", new TinyJpeg(20, 20, (1, 1)) { Orientation = 6 }.ToFile());
        Says(null, new TinyBmp(20, 20, 8) { Compression = 1 }.ToFile(), new TinyBmp(20, 20, 4) { Compression = 2 }.ToFile());
        Says("16 bit, compression 3", new TinyBmp(20, 20, 16) { Compression = 3 }.ToFile());
        Says("lossless", File.ReadAllBytes(Saved(SyntheticImages.Facade(1, 20, 20), "webp", 100)));
        Says(null, File.ReadAllBytes(Saved(SyntheticImages.Facade(1, 20, 20), "webp", 80)));

        void Says(string? because, params byte[][] files)
        {
            foreach (var file in files)
            {
                using var reader = PictureReader.Open(Written("a", file));
                Assert.Equal(because is not null, reader.DecodesWhole);
                if (because is not null) Assert.Contains(because, reader.WholeBecause);
                Assert.Equal((20, 20, 0L), (reader.Width, reader.Height, reader.RowsDecoded));
            }
        }
    }

    [Fact]
    public void A_file_that_is_read_whole_is_decoded_once()
    {
        using var reader = PictureReader.Open(Written("a.png", SoundFiles.Png(2, 8, 20, 20, true, false).ToFile()));
        for (var y = 15; y >= 0; y -= 5) reader.Read(0, y, 5, 5);
        Assert.Equal(20, reader.RowsDecoded);
    }

    [Theory, InlineData(5, true), InlineData(6, true), InlineData(3, false), InlineData(2, false)]
    public void A_turned_file_has_the_size_that_is_seen(int orientation, bool swapped)
    {
        using var reader = PictureReader.Open(Written("a.jpg", new TinyJpeg(40, 24, (1, 1)) { Orientation = orientation }.ToFile()));
        Assert.Equal(swapped ? (24, 40) : (40, 24), (reader.Width, reader.Height));
        Assert.Contains("EXIF", reader.WholeBecause);
    }

    [Fact]
    public void Damage_is_noticed_where_it_is_met_and_named()
    {
        var file = Saved(SyntheticImages.DeadLeaves(1, 200, 200), "png");
        var bytes = File.ReadAllBytes(file);
        bytes[^20] ^= 1; // in the last rows
        using var reader = PictureReader.Open(Written("damaged.png", bytes));
        Assert.Equal(Picture.Load(file).Crop(0, 0, 200, 100).Pixels, reader.Read(0, 0, 200, 100).Pixels);
        var error = Assert.Throws<PictureFormatException>(() => reader.Read(0, 100, 200, 100));
        Assert.Contains("checksum of its IDAT chunk", error.Message);
        Assert.EndsWith("damaged.png", error.File);

        bytes[^20] ^= 1;
        bytes[^2] ^= 1; // the checksum of the chunk after the pixels
        using var late = PictureReader.Open(Written("late.png", bytes));
        Assert.Equal(200, late.Read(0, 0, 200, 199).Width);
        Assert.Contains("checksum of its IEND chunk", Assert.Throws<PictureFormatException>(() => late.Read(0, 199, 1, 1)).Message);
    }

    [Fact]
    public void A_file_that_ends_early_is_read_as_far_as_it_goes()
    {
        var bytes = File.ReadAllBytes(Saved(SyntheticImages.DeadLeaves(1, 200, 200), "jpg"));
        using var reader = PictureReader.Open(Written("cut.jpg", bytes[..(bytes.Length * 2 / 3)]));
        Assert.Equal(100, reader.Read(0, 0, 200, 100).Height);
        Assert.Contains("its data ends in row", Assert.Throws<PictureFormatException>(() => reader.Read(0, 100, 200, 100)).Message);
        Assert.Equal(100, reader.Read(0, 0, 200, 100).Height); // from the start, after the failure
    }

    [Fact]
    public void What_cannot_be_opened_is_named()
    {
        Assert.Contains("nowhere.png", Assert.Throws<FileNotFoundException>(() => PictureReader.Open("nowhere.png")).Message);
        Assert.Contains("it is empty", Assert.Throws<PictureFormatException>(() => PictureReader.Open(Written("empty", []))).Message);
        Assert.Contains("it is not a PNG, JPEG",
            Assert.Throws<PictureFormatException>(() => PictureReader.Open(Written("text", [.. "This is a text."u8]))).Message);
        Assert.Contains("header is damaged or truncated",
            Assert.Throws<PictureFormatException>(() => PictureReader.Open(Written("webp", [.. "RIFF....WEBPVP8 ...."u8]))).Message);
        File.Delete(folder["text"]); // and is closed again
    }

    [Theory, InlineData(0, 0, 0, 1), InlineData(-1, 0, 1, 1), InlineData(0, 0, 21, 1), InlineData(0, 5, 1, 16), InlineData(20, 0, 1, 1),
        InlineData(int.MaxValue, 0, 2, 1)]
    public void Parts_lie_within_the_picture(int x, int y, int width, int height)
    {
        using var reader = PictureReader.Of(SyntheticImages.Facade(1, 20, 20));
        Assert.Contains($"{width}×{height} at ({x}, {y})",
            Assert.Throws<ArgumentOutOfRangeException>(() => reader.Read(x, y, width, height)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Tiles(0));
    }

    [Fact]
    public void A_picture_in_memory_is_read_like_a_file()
    {
        var picture = SyntheticImages.Facade(1, 50, 40);
        using var reader = PictureReader.Of(picture, "house");
        AssertPart(picture, reader, 3, 4, 5, 6);
        Assert.Equal(("house", true, "it is in memory", "50×40 RGB"),
            (reader.Name, reader.DecodesWhole, reader.WholeBecause, reader.ToString()));
    }

    /// <summary>Tiles of sides that divide nothing, parts here and there, upwards too.</summary>
    private static void AssertParts(string file)
    {
        var (whole, mask) = Picture.LoadWithAlpha(file);
        foreach (var side in (int[])[1, 8, 13, 64])
        {
            using var tiles = PictureReader.Open(file);
            Assert.Equal((whole.Width, whole.Height, whole.Channels, mask is not null),
                (tiles.Width, tiles.Height, tiles.Channels, tiles.HasAlpha));
            foreach (var (x, y, tile) in tiles.Tiles(side))
                Assert.True(tile.Pixels.SequenceEqual(whole.Crop(x, y, tile.Width, tile.Height).Pixels),
                    $"{file}: the tile of {side} at ({x}, {y}) differs");
        }
        using var reader = PictureReader.Open(file);
        var random = new Random(1);
        for (var i = 0; i < 20; i++)
        {
            var (width, height) = (random.Next(1, whole.Width + 1), random.Next(1, whole.Height + 1));
            AssertPart(whole, reader, random.Next(whole.Width - width + 1), random.Next(whole.Height - height + 1), width, height, mask);
        }
    }

    private static void AssertPart(Picture whole, PictureReader reader, int x, int y, int width, int height, Picture? mask = null)
    {
        var (colour, alpha) = reader.ReadWithAlpha(x, y, width, height);
        Assert.Equal((width, height, whole.Channels), (colour.Width, colour.Height, colour.Channels));
        Assert.True(colour.Pixels.SequenceEqual(whole.Crop(x, y, width, height).Pixels),
            $"{reader.Name}: {width}×{height} at ({x}, {y}) differs");
        Assert.Equal(mask?.Crop(x, y, width, height).Pixels.ToArray(), alpha?.Pixels.ToArray());
    }

    private string Saved(Picture picture, string format, int quality = 95)
    {
        picture.Save(folder["saved." + format], quality);
        return folder["saved." + format];
    }

    private string Written(string name, byte[] file)
    {
        File.WriteAllBytes(folder[name], file);
        return folder[name];
    }
}
