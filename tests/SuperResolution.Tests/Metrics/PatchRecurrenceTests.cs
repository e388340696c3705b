using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Metrics;

namespace SuperResolution.Tests.Metrics;

public sealed class PatchRecurrenceTests
{
    private static Picture Noise(int seed) =>
        Distortions.GaussianNoise(new Picture(96, 96, 1, [.. Enumerable.Repeat((byte)128, 96 * 96)]), 20, seed);

    [Fact]
    public void A_repeating_picture_finds_its_patches_again()
    {
        var tile = Noise(1).Crop(0, 0, 16, 16);
        var repeated = new Picture(96, 96, 1, [.. Enumerable.Range(0, 96 * 96).Select(i => tile[i % 96 % 16, i / 96 % 16, 0])]);
        Assert.InRange(PatchRecurrence.Within(repeated), 0, 1e-6);
        Assert.InRange(PatchRecurrence.Between(repeated, Noise(2)), 0.5, 2);
    }

    [Fact]
    public void Noise_has_no_relatives_but_itself()
    {
        var (a, b) = (Noise(1), Noise(2));
        Assert.InRange(PatchRecurrence.Between(a, a), 0, 1e-6);
        Assert.InRange(PatchRecurrence.Within(a), 0.5, 1.5);
        Assert.Equal(PatchRecurrence.Within(a), PatchRecurrence.Between(a, b), 0.05);
    }

    [Fact]
    public void Contrast_and_brightness_of_the_asking_picture_count_as_they_should()
    {
        // Twice the contrast: ‖2q − p‖² / ‖2q‖² with p = q is 1/4.
        var quiet = SyntheticImages.DeadLeaves(1, 96, 96).ToGray();
        var half = new Picture(96, 96, 1, [.. quiet.Pixels.ToArray().Select(v => (byte)(v / 2))]);
        Assert.InRange(PatchRecurrence.Between(new Picture(96, 96, 1, [.. half.Pixels.ToArray().Select(v => (byte)(2 * v))]), half), 0,
            0.26);
        Assert.Equal(0, PatchRecurrence.Between(half, Distortions.LuminanceShift(half, 40)), 1e-6);
    }

    [Fact]
    public void Small_pictures_are_refused() =>
        Assert.Contains("at least 32×32 pixels",
            Assert.Throws<ArgumentException>(() => PatchRecurrence.Within(new Picture(31, 40, 1, new byte[31 * 40]))).Message);
}
