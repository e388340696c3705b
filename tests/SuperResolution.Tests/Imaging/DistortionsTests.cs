using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Metrics;

namespace SuperResolution.Tests.Imaging;

public class DistortionsTests
{
    private static readonly Picture scene = SyntheticImages.StillLife(3, 96, 80).ToGray();

    public static TheoryData<string, double> Kinds => new()
    {
        { "shift of luminance", 60 }, { "contrast", 1 }, { "noise", 60 }, { "impulses", 0.3 }, { "blur", 6 }, { "shift", 0.9 },
            { "rotation", 2 }, { "blend", 1 },
    };

    private static Picture Distort(string kind, Picture picture, double strength) => kind switch
    {
        "shift of luminance" => Distortions.LuminanceShift(picture, strength),
        "contrast" => Distortions.ContrastStretch(picture, strength),
        "noise" => Distortions.GaussianNoise(picture, strength, seed: 5),
        "impulses" => Distortions.ImpulseNoise(picture, strength, seed: 5),
        "blur" => Distortions.GaussianBlur(picture, strength),
        "shift" => Distortions.Shift(picture, strength),
        "rotation" => Distortions.Rotate(picture, strength),
        _ => Distortions.Blend(picture, Distortions.Jpeg(picture, 5), strength),
    };

    [Theory, MemberData(nameof(Kinds))]
    public void Nothing_happens_at_0_and_the_error_grows_with_the_strength(string kind, double most)
    {
        Assert.Equal(scene.Pixels, Distort(kind, scene, 0).Pixels);

        var errors = Enumerable.Range(0, 9).Select(i => Psnr.Mse(scene, Distort(kind, scene, most * i / 8))).ToArray();
        Assert.All(errors.Zip(errors.Skip(1)), pair => Assert.True(pair.First < pair.Second, $"{kind}: {string.Join(", ", errors)}"));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void The_same_call_gives_the_same_bytes(string kind, double most) =>
        Assert.Equal(Distort(kind, scene, most / 2).Pixels, Distort(kind, scene, most / 2).Pixels);

    [Theory, MemberData(nameof(Kinds))]
    public void Colours_are_distorted_like_grays(string kind, double most)
    {
        // Up to rounding at random, and but for JPEG, which stores colours at half the resolution.
        var (gray, rgb) = (Distort(kind, scene, most / 2), Distort(kind, scene.ToRgb(), most / 2));
        Assert.Equal(3, rgb.Channels);
        if (kind is "noise" or "blend") return; // noise is drawn per sample
        Assert.All(Enumerable.Range(0, gray.Pixels.Length), i => Assert.InRange(rgb.Pixels[i * 3] - gray.Pixels[i], -1, 1));
    }

    [Fact]
    public void A_luminance_shift_of_17_58_has_an_error_of_309() => // 17.58² = 309.06, and at most 1/4 for the rounding at random
        Assert.InRange(Psnr.Mse(Flat(100), Distortions.LuminanceShift(Flat(100), 17.58)), 309, 309.5);

    [Fact]
    public void Gaussian_noise_of_sigma_10_has_an_error_of_100() =>
        Assert.InRange(Psnr.Mse(Flat(128), Distortions.GaussianNoise(Flat(128), 10)), 98, 102.5);

    [Fact]
    public void A_tenth_of_impulses_changes_a_tenth_of_the_pixels()
    {
        var noisy = Distortions.ImpulseNoise(Flat(128), 0.1);
        Assert.InRange(noisy.Pixels.ToArray().Count(sample => sample != 128) / (256.0 * 256), 0.095, 0.105);
        Assert.All(noisy.Pixels.ToArray(), sample => Assert.True(sample is 0 or 128 or 255));
    }

    [Fact]
    public void A_contrast_stretch_of_1_doubles_the_distance_to_the_mean()
    {
        var pixels = Enumerable.Range(0, 256 * 256).Select(i => (byte)(i % 2 == 0 ? 90 : 110)).ToArray();
        var stretched = Distortions.ContrastStretch(new Picture(256, 256, 1, pixels), 1);
        Assert.Equal([80, 120], stretched.Pixels.ToArray().Distinct().Order().Select(sample => (int)sample));
    }

    [Fact]
    public void A_blur_keeps_the_mean_and_spreads_a_point_as_a_Gaussian()
    {
        var pixels = new byte[65 * 65];
        pixels[(32 * 65) + 32] = 255;
        var blurred = Distortions.GaussianBlur(new Picture(65, 65, 1, pixels), 2);
        Assert.InRange(blurred[32, 32, 0], 10, 11); // 255 / (2π · 2²) = 10.15
        Assert.InRange(blurred.Pixels.ToArray().Sum(sample => sample), 215, 295);
        Assert.InRange(Distortions.GaussianBlur(Flat(77), 3).Pixels.ToArray().Average(sample => sample), 76.99, 77.01);
    }

    [Fact]
    public void A_shift_by_whole_pixels_moves_pixels_to_the_right()
    {
        var moved = Distortions.Shift(scene, 3);
        Assert.Equal(scene.Crop(0, 0, 93, 80).Pixels, moved.Crop(3, 0, 93, 80).Pixels);
        // the mirror image
        Assert.Equal([scene[2, 7, 0], scene[1, 7, 0], scene[0, 7, 0]], [moved[0, 7, 0], moved[1, 7, 0], moved[2, 7, 0]]);
    }

    [Fact]
    public void A_quarter_turn_is_counter_clockwise_and_exact()
    {
        var square = scene.Crop(0, 0, 64, 64);
        var turned = Distortions.Rotate(square, 90);
        // the left column, read downwards, becomes the lower row
        for (var i = 0; i < 64; i++) Assert.InRange(turned[i, 63, 0] - square[0, i, 0], -1, 1);
    }

    private static Picture Flat(byte value) => new(256, 256, 1, [.. Enumerable.Repeat(value, 256 * 256)]);
}
