using SuperResolution.Imaging;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Imaging;

/// <summary>Luma and chroma against the definitions: MATLAB's rgb2ycbcr and rgb2gray, ITU-R BT.601 and BT.709.</summary>
public class ColorSpaceTests
{
    [Theory] // rgb2ycbcr of uint8 values: 16 + 65.481 r + 128.553 g + 24.966 b, rounded
    [InlineData(255, 255, 255, 235), InlineData(0, 0, 0, 16), InlineData(255, 0, 0, 81), InlineData(0, 255, 0, 145),
        InlineData(0, 0, 255, 41), InlineData(128, 128, 128, 126)]
    public void Limited_BT601_luma(int r, int g, int b, int luma) => Assert.Equal(luma, Luma(r, g, b, LumaStandard.Bt601Limited));

    [Theory] // rgb2gray: 0.2989 r + 0.5870 g + 0.1140 b, rounded
    [InlineData(255, 255, 255, 255), InlineData(0, 0, 0, 0), InlineData(255, 0, 0, 76), InlineData(0, 255, 0, 150),
        InlineData(0, 0, 255, 29), InlineData(128, 128, 128, 128)]
    public void Full_BT601_luma(int r, int g, int b, int luma) => Assert.Equal(luma, Luma(r, g, b, LumaStandard.Bt601Full));

    [Theory] // 16 + 219 · (0.2126 r + 0.7152 g + 0.0722 b)
    [InlineData(255, 255, 255, 235), InlineData(0, 0, 0, 16), InlineData(255, 0, 0, 63), InlineData(0, 255, 0, 173),
        InlineData(0, 0, 255, 32)]
    public void Limited_BT709_luma(int r, int g, int b, int luma) => Assert.Equal(luma, Luma(r, g, b, LumaStandard.Bt709Limited));

    [Fact]
    public void Full_luma_of_every_gray_is_that_gray() =>
        Assert.All(Enumerable.Range(0, 256), value => Assert.Equal(value, Luma(value, value, value, LumaStandard.Bt601Full)));

    [Fact]
    public void A_gray_picture_is_its_own_luma()
    {
        var gray = new Picture(2, 1, 1, [7, 250]);
        Assert.All(Enum.GetValues<LumaStandard>(), standard => Assert.Same(gray, ColorSpace.Luma(gray, standard)));
    }

    [Fact]
    public void Grays_have_a_chroma_of_128()
    {
        using var scope = NewDisposeScope();
        var grays = linspace(0, 1, 256).view(1, 1, 16, 16).expand(1, 3, 16, 16);
        var chroma = ColorSpace.ToYCbCr(grays).narrow(1, 1, 2);
        Assert.InRange((chroma - (128 / 255f)).abs().max().item<float>(), 0, 1e-6f);
    }

    [Fact]
    public void Luma_of_tensors_and_pictures_agree_before_rounding()
    {
        using var scope = NewDisposeScope();
        var picture = Noise();
        var y = ColorSpace.ToYCbCr(picture.ToTensor()).narrow(1, 0, 1);
        Assert.Equal(ColorSpace.Luma(picture).Pixels, Picture.FromTensor(y).Pixels);
    }

    [Fact]
    public void YCbCr_and_back_differs_by_less_than_a_millionth()
    {
        using var scope = NewDisposeScope();
        var rgb = Noise().ToTensor().to(float64);
        Assert.InRange((ColorSpace.ToRgb(ColorSpace.ToYCbCr(rgb)) - rgb).abs().max().item<double>(), 0, 1e-12);
        var single = rgb.to(float32);
        Assert.InRange((ColorSpace.ToRgb(ColorSpace.ToYCbCr(single)) - single).abs().max().item<float>(), 0, 1e-6f);
    }

    [Theory, InlineData(1, 1, 4, 4), InlineData(1, 4, 4, 4), InlineData(3, 4, 4)]
    public void Colours_need_three_planes(params int[] shape)
    {
        using var tensor = zeros([.. shape.Select(side => (long)side)]);
        Assert.Contains($"not ({string.Join(", ", shape)})", Assert.Throws<ArgumentException>(() => ColorSpace.ToYCbCr(tensor)).Message);
    }

    private static int Luma(int r, int g, int b, LumaStandard standard) =>
        ColorSpace.Luma(new Picture(1, 1, 3, [(byte)r, (byte)g, (byte)b]), standard)[0, 0, 0];

    private static Picture Noise()
    {
        var pixels = new byte[61 * 47 * 3];
        new Random(3).NextBytes(pixels);
        return new Picture(61, 47, 3, pixels);
    }
}
