using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Metrics;

namespace SuperResolution.Tests.Metrics;

public class EqualMseTests
{
    private static readonly Picture scene = SyntheticImages.StillLife(3, 128, 128).ToGray();

    [Fact]
    public void Six_distortions_reach_309_to_half_a_unit()
    {
        var jpeg = Distortions.Jpeg(scene, 1);
        TunedDistortion[] tuned =
        [
            EqualMse.Tune(scene, s => Distortions.LuminanceShift(scene, s), 309, most: 100),
            EqualMse.Tune(scene, s => Distortions.ContrastStretch(scene, s), 309, most: 3),
            EqualMse.Tune(scene, s => Distortions.GaussianNoise(scene, s), 309, most: 100),
            EqualMse.Tune(scene, s => Distortions.ImpulseNoise(scene, s), 309, most: 1),
            EqualMse.Tune(scene, s => Distortions.GaussianBlur(scene, s), 309, most: 20),
            EqualMse.Tune(scene, s => Distortions.Blend(scene, jpeg, s), 309, most: 3),
        ];
        Assert.All(tuned, result => Assert.InRange(Psnr.Mse(scene, result.Picture), 308.5, 309.5));
        Assert.All(tuned, result => Assert.Equal(Psnr.Mse(scene, result.Picture), result.Mse));
    }

    [Fact]
    public void What_cannot_be_reached_is_said() =>
        Assert.Contains("below the wanted",
            Assert.Throws<ArgumentException>(() => EqualMse.Tune(scene, s => Distortions.LuminanceShift(scene, s), 309, most: 5)).Message);

    [Fact]
    public void A_jump_is_said() =>
        Assert.Contains("jumps over",
            Assert.Throws<ArgumentException>(
                () => EqualMse.Tune(scene, s => s < 0.5 ? scene : Distortions.LuminanceShift(scene, 50), 309, most: 1)).Message);
}
