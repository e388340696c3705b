using SuperResolution.Imaging;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Imaging;

/// <summary>LR images made by MATLAB, equal to the byte (x8: the same computation without rounding between the passes).</summary>
public class ResizeGoldenTests
{
    private static readonly string[] set5 = ["baby", "bird", "butterfly", "head", "woman"];

    public static TheoryData<string, int, int> Eras()
    {
        var data = new TheoryData<string, int, int>();
        foreach (var scale in new[] { 2, 3, 4 })
            for (var image = 0; image < 5; image++)
            {
                data.Add("mirror", scale, image);
                data.Add("replicate", scale, image);
            }
        return data;
    }

    [Theory, MemberData(nameof(Eras))]
    public void Imresize_equals_MATLAB_to_the_byte(string era, int scale, int image)
    {
        var file = era == "mirror" ? $"{set5[image]}x{scale}.png" : $"img_00{image + 1}_SRF_{scale}_LR.png";
        var golden = Picture.Load(Shared.Path("golden", "imresize", era, $"x{scale}", file));
        var hr = Picture.Load(Shared.Path("datasets", "Set5", set5[image] + ".png")).CropToMultipleOf(scale);

        var lr = Resize.Imresize(hr, 1.0 / scale, border: era == "mirror" ? Border.Mirror : Border.Replicate);

        Assert.Equal((golden.Width, golden.Height, golden.Channels), (lr.Width, lr.Height, lr.Channels));
        Assert.Equal(golden.Pixels, lr.Pixels);
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void Imresize_of_a_tensor_equals_MATLAB_at_x8_when_rounded_once(int image)
    {
        var golden = Picture.Load(Shared.Path("golden", "imresize", "mirror", "x8", $"{set5[image]}x8.png"));
        var hr = Picture.Load(Shared.Path("datasets", "Set5", set5[image] + ".png")).CropToMultipleOf(8);
        using var tensor = hr.ToTensor();
        using var small = Resize.Imresize(tensor, 1.0 / 8);

        Assert.Equal(golden.Pixels, Picture.FromTensor(small).Pixels);
    }
}
