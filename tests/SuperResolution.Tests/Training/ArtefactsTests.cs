using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Training;

namespace SuperResolution.Tests.Training;

public class ArtefactsTests
{
    private static readonly Picture hr = SyntheticImages.DeadLeaves(5, 96, 96);

    [Theory]
    [InlineData(2), InlineData(4)]
    public void A_checkerboard_of_2_levels_is_found_and_a_clean_picture_is_not(int scale)
    {
        var clean = Resize.Imresize(Resize.Imresize(hr, 1.0 / scale), scale);
        Assert.InRange(Artefacts.Checkerboard(hr, clean, scale), 0, 0.5 * GanHealth.LargestCheckerboard);
        Assert.InRange(Artefacts.Checkerboard(hr, Changed(clean, (x, y, _) => (x + y) % 2 == 0 ? 2 : -2), scale),
            GanHealth.LargestCheckerboard, 2.1);
    }

    [Theory]
    [InlineData(2), InlineData(4)]
    public void A_checkerboard_alone_has_its_amplitude(int scale) =>
        Assert.Equal(3, Artefacts.Checkerboard(Gray, Changed(Gray, (x, y, _) => (x + y) % 2 == 0 ? 3 : -3), scale), 1e-9);

    [Fact]
    public void Period_3_is_found_at_scale_3()
    {
        var sr = Changed(Gray, (x, y, _) => x % 3 == 0 && y % 3 == 0 ? 6 : 0);
        Assert.Equal(6 * Math.Sqrt(8) / 9, Artefacts.Checkerboard(Gray, sr, 3), 1e-9); // standard deviation of one 6 among nine
    }

    [Fact]
    public void Brightness_ramps_and_patterns_of_another_period_are_none()
    {
        Assert.Equal(0, Artefacts.Checkerboard(Gray, Changed(Gray, (_, _, _) => 5), 4), 1e-9);
        Assert.Equal(0, Artefacts.Checkerboard(Gray, Changed(Gray, (x, y, _) => x - y), 2), 1e-9);
        Assert.InRange(Artefacts.Checkerboard(Gray, Changed(Gray, (x, _, _) => x % 5 == 0 ? 4 : -1), 4), 0, 0.1);
    }

    [Fact]
    public void A_colour_shift_is_measured_per_channel()
    {
        var lr = Resize.Imresize(SyntheticImages.Facade(2, 96, 96), 0.25);
        var sr = Resize.Imresize(lr, 4);
        Assert.InRange(Artefacts.Colour(lr, sr).Largest, 0, 0.3);

        var middle = new Picture(96, 96, 3, [.. Enumerable.Repeat((byte)100, 96 * 96 * 3)]);
        var shift = Artefacts.Colour(Resize.Imresize(middle, 0.25), Changed(middle, (_, _, channel) => channel == 2 ? -3 : channel));
        Assert.Equal(new ColourShift(0, 1, -3), shift);
        Assert.Equal(3, shift.Largest);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Artefacts.Checkerboard(Gray, hr.Crop(0, 0, 90, 96), 2));
        Assert.Throws<ArgumentException>(() => Artefacts.Colour(Gray, hr.Crop(0, 0, 90, 96)));
    }

    private static Picture Gray { get; } = new(96, 96, 1, [.. Enumerable.Repeat((byte)128, 96 * 96)]);

    private static Picture Changed(Picture picture, Func<int, int, int, int> by)
    {
        var pixels = picture.Pixels.ToArray();
        for (var i = 0; i < pixels.Length; i++)
        {
            var pixel = i / picture.Channels;
            pixels[i] = (byte)Math.Clamp(pixels[i] + by(pixel % picture.Width, pixel / picture.Width, i % picture.Channels), 0, 255);
        }
        return new Picture(picture.Width, picture.Height, picture.Channels, pixels);
    }
}
