using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Multiframe;

namespace SuperResolution.Tests.Multiframe;

public sealed class FrameAlignmentTests
{
    private static readonly Picture scene = SyntheticImages.DeadLeaves(5, 320, 240);

    private static double[] Errors(SimulatedBurst burst, IReadOnlyList<FlowField> flows)
    {
        var (width, height) = (burst.Frames[0].Width, burst.Frames[0].Height);
        return [.. flows.SelectMany((flow, i) => Enumerable.Range(0, flow.Rows * flow.Columns).Select(t =>
        {
            var (x, y) = (((t % flow.Columns) + 0.5) * flow.TileSize - 0.5, ((t / flow.Columns) + 0.5) * flow.TileSize - 0.5);
            var ((u, v), (a, b)) = (burst.Motions[i + 1].FlowAt(x, y, width, height), flow.At(x, y));
            return Math.Sqrt(((u - a) * (u - a)) + ((v - b) * (v - b)));
        })).Order()];
    }

    [Theory] // measured medians: 0.012, 0.017, 0.040 and 0.021 pixels; 90 % below 0.019, 0.032, 0.076 and 0.042
    [InlineData(1, 0, 0.02, 0.03), InlineData(1, 5, 0.025, 0.05), InlineData(1, 15, 0.05, 0.1), InlineData(0.5, 5, 0.03, 0.06)]
    public void Known_motion_is_recovered(double photosite, double sigma, double median, double ninetyPercent)
    {
        var noise = NoiseModel.White(sigma);
        var burst = new BurstSimulation(2, 16) { Photosite = photosite, Noise = noise, Seed = 1 }.Take(scene);
        var errors = Errors(burst, new FrameAlignment(noise).Align(burst.Frames[0], [.. burst.Frames.Skip(1)]));
        Assert.InRange(errors[errors.Length / 2], 0, median);
        Assert.InRange(errors[errors.Length * 9 / 10], 0, ninetyPercent);
    }

    [Fact] // measured: median 0.09 and at most 0.69 pixels; block matching alone is up to 14 pixels off, by a period of the bricks
    public void Bricks_that_fit_at_many_places_are_put_where_the_hand_has_moved_them()
    {
        var burst = new BurstSimulation(2, 16) { Photosite = 0.5, Seed = 1 }.Take(SyntheticImages.Facade(3, 240, 180));
        var errors = Errors(burst, new FrameAlignment().Align(burst.Frames[0], [.. burst.Frames.Skip(1)]));
        Assert.InRange(errors[errors.Length / 2], 0, 0.12);
        Assert.InRange(errors[^1], 0, 1);
    }

    [Fact]
    public void Large_shifts_are_found_on_the_pyramid()
    {
        // what was at (0, 0) is at (16, −11)
        var flow = new FrameAlignment().Align(scene.Crop(40, 40, 160, 128), scene.Crop(24, 51, 160, 128));
        var inner = Enumerable.Range(0, flow.Rows * flow.Columns).Where(i => i / flow.Columns > 0 && i % flow.Columns < flow.Columns - 1)
            .Select(i => flow[i % flow.Columns, i / flow.Columns]).ToList();
        Assert.True(inner.Count(f => Math.Abs(f.X - 16) < 0.02 && Math.Abs(f.Y + 11) < 0.02) > 0.9 * inner.Count);
    }

    [Fact]
    public void A_frame_without_structure_stays_where_it_is()
    {
        var flat = new Picture(64, 64, 1, [.. Enumerable.Repeat((byte)90, 64 * 64)]);
        var flow = new FrameAlignment(NoiseModel.White(3))
            .Align(Distortions.GaussianNoise(flat, 3, 1), Distortions.GaussianNoise(flat, 3, 2));
        Assert.All(Enumerable.Range(0, 16), i => Assert.Equal((0, 0), flow[i % 4, i / 4]));
    }

    [Fact]
    public void A_field_is_bilinear_between_the_centres_of_tiles()
    {
        var flow = FlowField.Of(new HandMotion(0.5, -1, 1), 64, 48);
        Assert.Equal((4, 3), (flow.Columns, flow.Rows));
        var (x, y) = new HandMotion(0.5, -1, 1).FlowAt(20, 30, 64, 48);
        Assert.Equal(x, flow.At(20, 30).X, 1e-9); // a rotation is linear in the place
        Assert.Equal(y, flow.At(20, 30).Y, 1e-9);
        Assert.Equal(flow[0, 0], flow.At(-5, 0));
    }

    [Theory, InlineData(14, 64), InlineData(22, 32), InlineData(22.5, 16)]
    public void Tiles_are_as_large_as_the_paper_has_them(double snr, int tile) => Assert.Equal(tile, FrameAlignment.TileFor(snr));

    [Fact]
    public void Frames_of_another_size_are_refused_and_so_are_tiles_that_do_not_fit()
    {
        var error = Assert.Throws<ArgumentException>(() => new FrameAlignment().Align(scene, [scene, scene.Crop(0, 0, 300, 240)]));
        Assert.Contains("Frame 2 is 300×240 RGB, frame 0 is 320×240 RGB", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new FrameAlignment().Align(scene, scene.ToGray()));
        Assert.Contains("Tiles of 16",
            Assert.Throws<ArgumentException>(() => new FrameAlignment().Align(scene.Middle(12), scene.Middle(12))).Message,
            StringComparison.Ordinal);
    }
}
