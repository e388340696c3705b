using System.Buffers.Binary;
using SuperResolution.Imaging;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Imaging;

/// <summary>Files of other people's cameras and programs: turned PNGs, bitmaps in run lengths, JPEGs that libjpeg does not read.</summary>
public sealed class RareKindsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // As the table for JPEG in PictureFileTests: where the first and the last pixel of the first row go.
    [Theory]
    [InlineData(1, 0, 1), InlineData(2, 1, 0), InlineData(3, 5, 4), InlineData(4, 4, 5), InlineData(5, 0, 3), InlineData(6, 2, 5),
        InlineData(7, 5, 2), InlineData(8, 3, 0)]
    public void The_EXIF_orientation_of_a_PNG_is_applied(int orientation, int first, int last)
    {
        var png = new TinyPng(2, 3, 8, 0, [0, 1, 2, 3, 4, 5]).ToFile();
        foreach (var (big, behind) in ((bool, bool)[])[(true, false), (false, false), (true, true)])
        {
            byte[] exif = big ? [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0]
                : [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0];
            var at = behind ? png.Length - 12 : 33;
            File.WriteAllBytes(folder["a.png"], [.. png[..at], .. TinyPng.Chunk("eXIf", exif), .. png[at..]]);
            var (picture, info) = (Picture.Load(folder["a.png"]), PictureInfo.Read(folder["a.png"]));
            Assert.Equal(orientation >= 5 ? (3, 2) : (2, 3), (picture.Width, picture.Height));
            Assert.Equal((picture.Width, picture.Height), (info.Width, info.Height));
            Assert.Equal((first, last), (picture.Pixels.IndexOf((byte)0), picture.Pixels.IndexOf((byte)1)));
        }
    }

    [Theory, InlineData(new byte[0]), InlineData(new byte[] { 77, 77, 0, 42, 255, 255, 255, 255 }),
        InlineData(new byte[] { 73, 73, 42, 0, 8, 0, 0, 0, 255, 255 })]
    public void EXIF_that_makes_no_sense_turns_nothing(byte[] exif)
    {
        var png = new TinyPng(2, 3, 8, 0, [0, 1, 2, 3, 4, 5]).ToFile();
        Assert.Equal(2, Picture.Decode([.. png[..33], .. TinyPng.Chunk("eXIf", exif), .. png[33..]], "a.png").Width);
    }

    [Fact]
    public void The_turned_PNG_that_was_reported() =>
        Assert.Equal("37×53", PictureInfo.Read(Shared.Path("cases", "pictures", "p_exif6.png")).ToString());

    // by hand: a run of 4 bit, a jump, pixels as they are, a row that ends early, one that a run goes beyond, and the end before the last
    // row
    [Fact]
    public void Run_lengths_are_read_row_by_row_and_what_is_left_out_is_the_first_colour()
    {
        byte[] runs = [3, 0x12, 0, 2, 1, 0, 2, 0x33, 0, 0, 0, 3, 0x45, 0x60, 0, 2, 2, 1, 9, 0x77, 0, 0, 0, 1];
        var file = new TinyBmp(8, 4, 4).ToFile();
        File.WriteAllBytes(folder["a.bmp"], [.. file[..118], .. runs]);
        BinaryPrimitives.WriteInt32LittleEndian((file = File.ReadAllBytes(folder["a.bmp"])).AsSpan(30), 2);
        File.WriteAllBytes(folder["a.bmp"], file);
        // from the top
        int[][] rows = [[0, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 7, 7, 7], [4, 5, 6, 0, 0, 0, 0, 0], [1, 2, 1, 0, 3, 3, 0, 0]];
        byte[] expected = [.. rows.SelectMany(row => row)
            .SelectMany(index => (byte[])[file[54 + (index * 4) + 2], file[54 + (index * 4) + 1], file[54 + (index * 4)]])];

        var (colour, alpha) = Picture.LoadWithAlpha(folder["a.bmp"]);
        Assert.Null(alpha);
        Assert.Equal(expected, colour.Pixels.ToArray());
        using var reader = PictureReader.Open(folder["a.bmp"]);
        Assert.Equal((false, false), (reader.DecodesWhole, reader.HasAlpha));
        Assert.Equal(expected[(8 * 3)..(16 * 3)], reader.Read(0, 1, 8, 1).Pixels.ToArray());
        Assert.Equal(1, reader.RowsDecoded);
    }

    [Theory, InlineData(new byte[] { 0, 2, 9, 0 }, "it jumps to column 9 of 8"),
        InlineData(new byte[] { 0, 2, 0, 5 }, "it jumps 1 rows out"),
        InlineData(new byte[] { 0, 9, 1, 2, 3, 4, 5, 0 }, "goes on for 1 more"), InlineData(new byte[] { 3 }, "truncated")]
    public void Run_lengths_that_lead_out_of_the_picture_are_refused(byte[] runs, string cause)
    {
        byte[] file = [.. new TinyBmp(8, 4, 4).ToFile()[..118], .. runs];
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(30), 2);
        Assert.Contains(cause, Assert.Throws<PictureFormatException>(() => Picture.Decode(file, "a.bmp")).Message);
    }

    [Fact]
    public void The_bitmap_that_was_reported_is_opaque_and_read_by_rows()
    {
        using var reader = PictureReader.Open(Shared.Path("cases", "pictures", "rle4.bmp"));
        Assert.Equal((false, false), (reader.HasAlpha, reader.DecodesWhole));
    }

    [Theory]
    [InlineData(0xC0, 12, "a JPEG of 12 bits a sample"), InlineData(0xC1, 12, "a JPEG of 12 bits a sample"),
        InlineData(0xC3, 8, "a lossless JPEG"), InlineData(0xC3, 16, "a lossless JPEG"), InlineData(0xC5, 8, "a hierarchical JPEG")]
    [InlineData(0xC9, 8, "a JPEG that is packed arithmetically"), InlineData(0xCA, 8, "a JPEG that is packed arithmetically"),
        InlineData(0xCB, 8, "a lossless JPEG that is packed arithmetically"), InlineData(0xCD, 8, "a hierarchical JPEG that is packed"),
        InlineData(0xF7, 8, "a JPEG-LS picture")]
    public void A_sound_JPEG_of_a_kind_that_is_not_read_is_named(byte marker, byte precision, string kind)
    {
        var file = new TinyJpeg(16, 16, (1, 1)).ToFile();
        var frame = file.AsSpan().IndexOf<byte>([0xFF, 0xC0]);
        (file[frame + 1], file[frame + 4]) = (marker, precision);
        var message = Assert.Throws<PictureFormatException>(() => Picture.Decode(file, "a.jpg")).Message;
        Assert.Contains($"it is {kind}", message);
        Assert.Contains("save it again", message);
        Assert.DoesNotContain("damaged", message);
    }

    [Fact]
    public void The_12_bit_JPEG_that_was_reported() =>
        Assert.Contains("12 bits", Assert.Throws<PictureFormatException>(
            () => Picture.Load(Shared.Path("cases", "pictures", "j_12bit.jpg"))).Message);

    [Fact]
    public void JPEGs_of_two_components_are_named() =>
        Assert.Contains("it has 2 components",
            Assert.Throws<PictureFormatException>(() => Picture.Decode(new TinyJpeg(16, 16, (1, 1), (1, 1)).ToFile(), "a.jpg")).Message);
}
