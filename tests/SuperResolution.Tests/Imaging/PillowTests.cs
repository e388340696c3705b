using SuperResolution.Imaging;

namespace SuperResolution.Tests.Imaging;

/// <summary>Decoded pixels equal Pillow's (libpng, libjpeg-turbo, libwebp) to the byte.</summary>
public class PillowTests(Pillow pillow) : IClassFixture<Pillow>
{
    [Theory]
    [InlineData("rgb.png", 3), InlineData("gray.png", 1), InlineData("palette.png", 3), InlineData("palette4.png", 3),
        InlineData("bits.png", 1)]
    [InlineData("rgba.png", 3), InlineData("la.png", 1)]
    [InlineData("444.jpg", 3), InlineData("420.jpg", 3), InlineData("422.jpg", 3), InlineData("progressive.jpg", 3),
        InlineData("gray.jpg", 1)]
    [InlineData("gray.bmp", 1), InlineData("rgb.bmp", 3), InlineData("palette.bmp", 3), InlineData("rgba.bmp", 3)]
    [InlineData("lossless.webp", 3), InlineData("alpha.webp", 3), InlineData("lossy.webp", 3)]
    public void Decoded_pixels_equal_Pillows(string name, int channels)
    {
        var (file, pixels) = pillow.Get(name);
        var picture = Picture.Load(file);
        Assert.Equal((37, 29, channels), (picture.Width, picture.Height, picture.Channels));
        Assert.Equal(pixels, picture.Pixels.ToArray());
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7), InlineData(8)]
    public void Photographs_are_turned_as_their_EXIF_says(int orientation)
    {
        var (file, pixels) = pillow.Get($"turned{orientation}.jpg");
        var picture = Picture.Load(file);
        Assert.Equal(orientation >= 5 ? (29, 37) : (37, 29), (picture.Width, picture.Height));
        Assert.Equal(pixels, picture.Pixels.ToArray());
    }
}
