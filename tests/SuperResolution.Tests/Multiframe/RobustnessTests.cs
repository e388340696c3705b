using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Multiframe;

namespace SuperResolution.Tests.Multiframe;

public sealed class RobustnessTests
{
    private static Picture Flat(int side, byte value) => new(side, side, 1, [.. Enumerable.Repeat(value, side * side)]);

    private static FlowField Still(int side) => FlowField.Of(default, side, side);

    [Fact]
    public void An_equal_frame_is_trusted_everywhere()
    {
        var scene = SyntheticImages.DeadLeaves(2, 48, 48);
        Assert.All(new Robustness().Of(scene, scene, Still(48)).Values.ToArray(), r => Assert.Equal(1, r));
    }

    [Fact]
    public void A_small_difference_gives_the_value_of_the_formula()
    {
        // In units of 255: variance v = 5² + 1/12; d = 8; d_md² = 2v/9 = 5.574; d² shrinks by (64/69.574)² to 54.156; σ² = 8v/9 = 22.296;
        // 12·exp(−54.156/22.296) − 0.12 = 0.937.
        var map = new Robustness(NoiseModel.White(5)).Of(Flat(32, 100), Flat(32, 108), Still(32));
        Assert.Equal(0.937, map[16, 16], 0.001);
    }

    [Fact]
    public void What_differs_is_not_trusted_nor_is_what_lies_within_two_pixels()
    {
        var other = new MovingObject(Flat(8, 200), 20, 20, 0, 0).Over(Flat(64, 100), 0); // its 3×3 means reach from 19 to 28
        var map = new Robustness(NoiseModel.White(2)).Of(Flat(64, 100), other, Still(64));
        for (var i = 0; i < 64 * 64; i++)
            Assert.Equal(i % 64 is >= 17 and <= 30 && i / 64 is >= 17 and <= 30 ? 0 : 1, map[i % 64, i / 64]);
    }

    [Fact]
    public void Where_the_motion_is_irregular_less_is_trusted()
    {
        var (basis, frame, noise) = (Flat(64, 100), Flat(64, 108), NoiseModel.White(5));
        var flow = Still(64);
        flow[0, 0] = (0.9, 0); // over M_th = 0.8 against its neighbours
        var map = new Robustness(noise).Of(basis, frame, flow);
        Assert.Equal(0.937, map[60, 60], 0.001);
        Assert.Equal(2 * 0.08813 - 0.12, map[8, 40 - 16], 0.001); // tile (0, 1) has the odd one beside it: s₁ = 2
    }

    [Fact]
    public void Places_that_the_frame_does_not_show_are_not_trusted()
    {
        var scene = Flat(64, 100);
        var map = new Robustness().Of(scene, scene, FlowField.Of(new HandMotion(10, 0, 0), 64, 64));
        Assert.Equal(0, map[60, 30]);
        Assert.Equal(1, map[40, 30]);
    }

    [Fact]
    public void Frames_of_another_size_are_refused() =>
        Assert.Throws<ArgumentException>(() => new Robustness().Of(Flat(32, 1), Flat(48, 1), Still(32)));
}
