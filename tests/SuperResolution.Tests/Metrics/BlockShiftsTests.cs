using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Metrics;

namespace SuperResolution.Tests.Metrics;

public sealed class BlockShiftsTests
{
    private static readonly Picture scene = Distortions.GaussianBlur(SyntheticImages.DeadLeaves(5, 208, 160).ToGray(), 1.5);

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);

    [Theory, InlineData(0), InlineData(0.3), InlineData(-0.5), InlineData(1.25), InlineData(-2)]
    public void A_known_shift_is_found_to_a_tenth_of_a_pixel(double shift)
    {
        var found = BlockShifts.Of(Distortions.Shift(scene, shift), scene);
        Assert.Equal(12, found.Count); // 4 × 3 blocks of 48 pixels in 202 × 154
        Assert.Equal(-shift, Median(found.Select(s => s.X)), 0.1); // it has to move back
        Assert.Equal(0, Median(found.Select(s => s.Y)), 0.05);
    }

    [Fact]
    public void Rows_are_shifted_downwards()
    {
        var moved = scene.Crop(0, 0, 208, 158);
        var found = BlockShifts.Of(moved, scene.Crop(0, 2, 208, 158));
        Assert.Equal(-2, Median(found.Select(s => s.Y)), 0.02);
        Assert.Equal(0, Median(found.Select(s => s.X)), 0.02);
    }

    [Fact]
    public void Brightness_and_contrast_do_not_matter()
    {
        var darker = new Picture(208, 160, 1, [.. scene.Pixels.ToArray().Select(v => (byte)(20 + (v / 2)))]);
        Assert.All(BlockShifts.Of(darker, scene), s => Assert.InRange(Math.Abs(s.X) + Math.Abs(s.Y), 0, 0.03));
    }

    [Fact]
    public void What_was_made_from_the_reference_lies_where_it_should()
    {
        var hr = SyntheticImages.Facade(2, 240, 240);
        foreach (var scale in new[] { 2, 3, 4 })
            Assert.InRange(Median(BlockShifts.Of(Interpolation.Bicubic(scale).Upscale(Resize.Imresize(hr, 1.0 / scale)), hr)
                .Select(s => Math.Sqrt((s.X * s.X) + (s.Y * s.Y)))), 0, 0.1);
    }

    [Fact]
    public void A_shift_is_found_beyond_blur_and_noise()
    {
        var hr = SyntheticImages.DeadLeaves(7, 240, 240);
        var lr = Distortions.GaussianNoise(Interpolation.Bicubic(4).Upscale(Resize.Imresize(Distortions.Shift(hr, 0.5), 0.25)), 3);
        var found = BlockShifts.Of(lr, hr);
        Assert.True(found.Count >= 8, $"{found.Count} of 16 blocks");
        Assert.Equal(-0.5, Median(found.Select(s => s.X)), 0.08);
        Assert.Equal(0, Median(found.Select(s => s.Y)), 0.08);
    }

    [Fact]
    public void An_edge_alone_says_nothing()
    {
        var edge = new Picture(60, 60, 1, [.. Enumerable.Range(0, 3600).Select(i => (byte)(i % 60 < 30 ? 40 : 200))]);
        Assert.Empty(BlockShifts.Of(edge, edge));
    }

    [Fact]
    public void Flat_blocks_and_those_beyond_reach_are_left_out()
    {
        Assert.Empty(BlockShifts.Of(new Picture(60, 60, 1, [.. Enumerable.Repeat((byte)7, 3600)]),
            new Picture(60, 60, 1, [.. Enumerable.Repeat((byte)7, 3600)])));
        Assert.True(BlockShifts.Of(Distortions.Shift(scene, 6), scene).Count < 12);
        Assert.Contains("do not fit into 50×50 gray",
            Assert.Throws<ArgumentException>(
                () => BlockShifts.Of(new Picture(50, 50, 1, new byte[2500]), new Picture(50, 50, 1, new byte[2500]))).Message);
    }
}
