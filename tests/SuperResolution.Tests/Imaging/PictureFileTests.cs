using CsCheck;
using SuperResolution.Imaging;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Imaging;

/// <summary>Saving, loading again, and files that are not what they should be.</summary>
public class PictureFileTests
{
    private static readonly Gen<Picture> pictures =
        from width in Gen.Int[1, 23]
        from height in Gen.Int[1, 23]
        from gray in Gen.Bool
        let channels = gray ? 1 : 3
        from pixels in Gen.Byte.Array[width * height * channels]
        select new Picture(width, height, channels, pixels);

    [Theory, InlineData("png"), InlineData("bmp")]
    public void PNG_and_BMP_come_back_exactly(string extension)
    {
        using var folder = new TemporaryFolder();
        pictures.Sample(picture =>
        {
            picture.Save(folder["a." + extension]);
            AssertSame(picture, Picture.Load(folder["a." + extension]));
        }, iter: 60, threads: 1);
    }

    [Fact]
    public void WebP_of_quality_100_comes_back_exactly_as_RGB()
    {
        using var folder = new TemporaryFolder();
        pictures.Sample(picture =>
        {
            picture.Save(folder["a.webp"], quality: 100);
            AssertSame(picture.ToRgb(), Picture.Load(folder["a.webp"]));
        }, iter: 40, threads: 1);
    }

    [Theory, InlineData("jpg", 1, 1.5), InlineData("JPEG", 3, 1.5), InlineData("webp", 3, 6)]
    public void Lossy_formats_come_back_nearly(string extension, int channels, double mean)
    {
        using var folder = new TemporaryFolder();
        var picture = Ramp(33, 21, channels);
        picture.Save(folder["a." + extension]);
        var back = Picture.Load(folder["a." + extension]);
        Assert.Equal((33, 21, channels), (back.Width, back.Height, back.Channels));
        Assert.InRange(Enumerable.Range(0, picture.Pixels.Length).Average(i => Math.Abs(picture.Pixels[i] - back.Pixels[i])), 0, mean);
    }

    [Fact]
    public void A_higher_quality_is_a_larger_JPEG() => Assert.True(Ramp(64, 64, 3).ToJpeg(95).Length > Ramp(64, 64, 3).ToJpeg(30).Length);

    // Where TIFF's Orientation puts the first and the last pixel of the first row: t, b, l, r for top, bottom, left, right.
    [Theory]
    [InlineData(1, "tl", "tr"), InlineData(2, "tr", "tl"), InlineData(3, "br", "bl"), InlineData(4, "bl", "br")]
    [InlineData(5, "tl", "bl"), InlineData(6, "tr", "br"), InlineData(7, "br", "tr"), InlineData(8, "bl", "tl")]
    public void The_EXIF_orientation_of_a_JPEG_is_applied(int orientation, string first, string last)
    {
        var stored = Ramp(16, 8, 1);
        var file = stored.ToJpeg(100);
        byte[] exif = [0xFF, 0xE1, 0, 34, .. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0,
            0, 0, 0, 0];
        var upright = Picture.Decode(file, "a.jpg");

        var turned = Picture.Decode([.. file[..2], .. exif, .. file[2..]], "a.jpg");

        Assert.Equal(orientation >= 5 ? (8, 16) : (16, 8), (turned.Width, turned.Height));
        Assert.Equal(upright[0, 0, 0], At(first));
        Assert.Equal(upright[15, 0, 0], At(last));
        Assert.Equal(upright.Pixels.ToArray().Order(), turned.Pixels.ToArray().Order());

        byte At(string corner) => turned[corner[1] == 'l' ? 0 : turned.Width - 1, corner[0] == 't' ? 0 : turned.Height - 1, 0];
    }

    [Fact]
    public void A_failed_save_leaves_the_older_file_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var picture = Ramp(5, 5, 3);
        picture.Save(folder["a.webp"], 100);
        var before = File.ReadAllBytes(folder["a.webp"]);

        Assert.Contains("save", Assert.Throws<InvalidOperationException>(
            () => new Picture(20000, 1, 1, new byte[20000]).Save(folder["a.webp"])).Message, StringComparison.OrdinalIgnoreCase);
        Assert.Throws<ArgumentOutOfRangeException>(() => picture.Save(folder["a.webp"], 101));

        Assert.Equal(before, File.ReadAllBytes(folder["a.webp"]));
        Assert.Single(Directory.GetFileSystemEntries(folder.FullName));
    }

    [Fact]
    public void A_name_that_is_taken_by_a_folder_leaves_no_temporary_file()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["a.png"]);
        Assert.ThrowsAny<Exception>(() => Ramp(5, 5, 3).Save(folder["a.png"]));
        Assert.Single(Directory.GetFileSystemEntries(folder.FullName));
    }

    [Theory, InlineData("a.jpg", 0), InlineData("a.jpg", 101), InlineData("a.webp", 0), InlineData("a.webp", -5)]
    public void Qualities_go_from_1_to_100(string name, int quality)
    {
        using var folder = new TemporaryFolder();
        Assert.Contains($"The quality is {quality}",
            Assert.Throws<ArgumentOutOfRangeException>(() => Ramp(2, 2, 3).Save(folder[name], quality)).Message);
        Assert.Empty(Directory.GetFileSystemEntries(folder.FullName));
    }

    [Theory, InlineData("a.tif", "'.tif'"), InlineData("a", "''")]
    public void Other_extensions_are_refused(string name, string part) =>
        Assert.Contains(part, Assert.Throws<ArgumentException>(() => Ramp(2, 2, 3).Save(name)).Message);

    [Fact]
    public void A_missing_file_is_named_with_its_full_path()
    {
        var error = Assert.Throws<FileNotFoundException>(() => Picture.Load("nowhere/none.png"));
        Assert.Contains("'nowhere/none.png'", error.Message);
        Assert.Contains(Path.GetFullPath("nowhere/none.png"), error.Message);
    }

    // a pipe was waited for without end, and zeros were read without end
    [Theory, InlineData("pipe.png"), InlineData("link.png"), InlineData("zero.png")]
    public void A_pipe_or_a_device_is_refused_before_it_is_opened(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes and devices among its files");
        using var folder = new TemporaryFolder();
        System.Diagnostics.Process.Start("mkfifo", [folder["pipe.png"]]).WaitForExit();
        File.CreateSymbolicLink(folder["link.png"], folder["pipe.png"]);
        File.CreateSymbolicLink(folder["zero.png"], "/dev/zero");
        foreach (var read in (Action<string>[])[path => Picture.Load(path), path => PictureReader.Open(path),
            path => PictureInfo.Read(path)])
            Assert.Equal($"'{folder[name]}' cannot be read as a picture: it is empty, or no file but a pipe or a device.",
                Assert.Throws<PictureFormatException>(() => read(folder[name])).Message);
    }

    [Theory]
    [InlineData("", "it is empty"), InlineData("Hello, I am a text.", "it is not a PNG, JPEG, BMP or WebP file"),
        InlineData("GIF89a....", "it is not a PNG, JPEG, BMP or WebP file")]
    [InlineData("\0\0\u0001\u0001", "it is not"), InlineData("BM", "damaged or truncated"),
        InlineData("RIFF....WEBPVP8 ....", "damaged or truncated"), InlineData("\u0089PNG\r\n\u001A\n", "truncated at byte 8")]
    public void What_is_no_picture_is_refused_by_name(string content, string cause)
    {
        var error = Assert.Throws<PictureFormatException>(
            () => Picture.Decode(System.Text.Encoding.Latin1.GetBytes(content), "some/file.jpg"));
        Assert.Equal("some/file.jpg", error.File);
        Assert.StartsWith("'some/file.jpg' cannot be read as a picture: ", error.Message);
        Assert.Contains(cause, error.Message);
    }

    [Theory, InlineData("jpg", 95), InlineData("bmp", 95), InlineData("webp", 80), InlineData("webp", 100)]
    public void Truncated_files_are_refused(string extension, int quality)
    {
        var good = Saved(Ramp(29, 17, 3), extension, quality);
        // The last bytes of a JPEG are only its end marker, those of a WebP may be padding.
        for (var length = 0; length < good.Length - 3; length++)
            Assert.Throws<PictureFormatException>(() => Picture.Decode(good[..length], "bad"));
    }

    [Theory, InlineData("jpg", 95), InlineData("bmp", 95), InlineData("webp", 80), InlineData("webp", 100)]
    public void Changed_bytes_give_another_picture_or_the_one_exception(string extension, int quality)
    {
        var good = Saved(Ramp(29, 17, 3), extension, quality);
        var header = extension == "bmp" ? 26 : 0; // sizes up to the limit would be legal and take their time: tested below
        Gen.Select(Gen.Int[header, good.Length - 1], Gen.Byte, Gen.Int[header, good.Length - 1], Gen.Byte)
            .Sample((at, value, at2, value2) =>
        {
            byte[] bad = [.. good];
            (bad[at], bad[at2]) = (value, value2);
            try
            {
                var picture = Picture.Decode(bad, "bad");
                return picture.Pixels.Length == picture.Width * picture.Height * picture.Channels;
            }
            catch (PictureFormatException error)
            {
                return error.File == "bad";
            }
        }, iter: 300, threads: 1);
    }

    [Fact]
    public void A_bitmap_that_claims_100000_pixels_square_is_refused()
    {
        var file = Saved(Ramp(4, 4, 3), "bmp", 95);
        BitConverter.TryWriteBytes(file.AsSpan(18), 100_000);
        BitConverter.TryWriteBytes(file.AsSpan(22), 100_000);
        Assert.Throws<PictureFormatException>(() => Picture.Decode(file, "bad.bmp"));
    }

    private static byte[] Saved(Picture picture, string extension, int quality)
    {
        using var folder = new TemporaryFolder();
        picture.Save(folder["a." + extension], quality);
        return File.ReadAllBytes(folder["a." + extension]);
    }

    private static Picture Ramp(int width, int height, int channels)
    {
        var pixels = new byte[width * height * channels];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)((i / channels % width * 90 / width) + (i / channels / width * 150 / height) + (i % channels * 7));
        return new Picture(width, height, channels, pixels);
    }

    private static void AssertSame(Picture expected, Picture actual)
    {
        Assert.Equal((expected.Width, expected.Height, expected.Channels), (actual.Width, actual.Height, actual.Channels));
        Assert.Equal(expected.Pixels, actual.Pixels);
    }
}
