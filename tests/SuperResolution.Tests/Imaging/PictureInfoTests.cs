using SuperResolution.Imaging;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Imaging;

/// <summary>Sizes from headers are those of the decoded pictures.</summary>
public sealed class PictureInfoTests
{
    [Theory, InlineData("png"), InlineData("jpg"), InlineData("bmp"), InlineData("webp")]
    public void The_header_has_the_size_that_Load_delivers(string extension)
    {
        using var folder = new TemporaryFolder();
        foreach (var (width, height, channels) in new[] { (1, 1, 1), (37, 5, 3), (5, 37, 1), (640, 481, 3) })
        {
            var path = folder["a." + extension];
            new Picture(width, height, channels, new byte[width * height * channels]).Save(path);
            Assert.Equal(new PictureInfo(width, height), PictureInfo.Read(path));
            Assert.Equal((width, height), (Picture.Load(path).Width, Picture.Load(path).Height));
        }
    }

    [Theory]
    [InlineData(1, "16×8"), InlineData(2, "16×8"), InlineData(3, "16×8"), InlineData(4, "16×8")]
    [InlineData(5, "8×16"), InlineData(6, "8×16"), InlineData(7, "8×16"), InlineData(8, "8×16")]
    public void A_turned_JPEG_has_turned_sides(int orientation, string size)
    {
        using var folder = new TemporaryFolder();
        var file = new Picture(16, 8, 1, new byte[128]).ToJpeg(90);
        byte[] exif = [0xFF, 0xE1, 0, 34, .. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0,
            0, 0, 0, 0];
        File.WriteAllBytes(folder["a.jpg"], [.. file[..2], .. exif, .. file[2..]]);
        Assert.Equal(size, $"{PictureInfo.Read(folder["a.jpg"])}");
        Assert.Equal(size, $"{Picture.Load(folder["a.jpg"]).Width}×{Picture.Load(folder["a.jpg"]).Height}");
    }

    [Fact]
    public void Only_the_header_is_read()
    {
        using var folder = new TemporaryFolder();
        var png = new Picture(300, 200, 3, new byte[180000]).ToPng();
        png[60] ^= 1; // among the pixels
        File.WriteAllBytes(folder["damaged.png"], png);
        Assert.Equal(new PictureInfo(300, 200), PictureInfo.Read(folder["damaged.png"]));
        Assert.Throws<PictureFormatException>(() => Picture.Load(folder["damaged.png"]));
    }

    [Theory]
    [InlineData("empty.png", new byte[0], "it is empty, or no file but a pipe or a device")]
    [InlineData("text.png", new byte[] { 104, 101, 108, 108, 111 }, "it is not a PNG, JPEG, BMP or WebP file")]
    [InlineData("cut.png", new byte[] { 0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0 }, "it is truncated at byte 10")]
    [InlineData("cut.jpg", new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 0, 16 }, "its header is damaged or truncated")]
    public void A_damaged_header_is_named_with_its_file(string name, byte[] content, string cause)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder[name], content);
        Assert.Equal($"'{folder[name]}' cannot be read as a picture: {cause}.",
            Assert.Throws<PictureFormatException>(() => PictureInfo.Read(folder[name])).Message);
    }

    [Fact]
    public void A_flipped_byte_in_the_header_of_a_PNG_is_found()
    {
        using var folder = new TemporaryFolder();
        var png = new Picture(3, 2, 1, new byte[6]).ToPng();
        png[19] ^= 4; // in the width
        File.WriteAllBytes(folder["a.png"], png);
        Assert.Contains("the checksum of its IHDR chunk",
            Assert.Throws<PictureFormatException>(() => PictureInfo.Read(folder["a.png"])).Message);
    }

    [Fact]
    public void A_missing_file_is_said_to_be_missing() =>
        Assert.Contains("There is no picture 'nowhere.png' (looked in '",
            Assert.Throws<FileNotFoundException>(() => PictureInfo.Read("nowhere.png")).Message);
}
