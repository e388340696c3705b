using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Multiframe;

namespace SuperResolution.Tests.Multiframe;

public sealed class BurstSimulationTests
{
    private static readonly Picture scene = SyntheticImages.DeadLeaves(5, 96, 64);

    private static Picture Flat(int side, byte value) => new(side, side, 1, [.. Enumerable.Repeat(value, side * side)]);

    private static double Deviation(Picture picture)
    {
        var mean = picture.Pixels.ToArray().Average(v => (double)v);
        return Math.Sqrt(picture.Pixels.ToArray().Average(v => (v - mean) * (v - mean)));
    }

    [Fact]
    public void The_base_frame_holds_the_means_of_2_by_2_pixels()
    {
        var frame = new BurstSimulation(2, 3).Take(scene).Frames[0];
        Assert.Equal((48, 32, 3), (frame.Width, frame.Height, frame.Channels));
        for (var i = 0; i < 48 * 32 * 3; i++)
        {
            var (x, y, c) = (i / 3 % 48 * 2, i / 3 / 48 * 2, i % 3);
            var sum = scene[x, y, c] + scene[x + 1, y, c] + scene[x, y + 1, c] + scene[x + 1, y + 1, c];
            Assert.Equal((sum + 2) / 4, frame[x / 2, y / 2, c]); // halves are rounded up
        }
    }

    [Fact]
    public void A_motion_by_whole_pixels_of_the_scene_moves_its_content()
    {
        var burst = new BurstSimulation(1, 2) { Tremor = 3, Rotation = 0, Seed = 4 }.Take(scene);
        var motion = burst.Motions[1];
        Assert.True(Math.Abs(motion.X) > 0.1 && Math.Abs(motion.Y) > 0.1);
        // A pixel of the frame is the bilinear interpolation of the scene at its place, less the motion.
        var (u, v) = (40 - motion.X, 30 - motion.Y);
        var (left, up) = ((int)Math.Floor(u), (int)Math.Floor(v));
        var (a, b) = (u - left, v - up);
        var expected = ((1 - b) * (((1 - a) * scene[left, up, 1]) + (a * scene[left + 1, up, 1])))
            + (b * (((1 - a) * scene[left, up + 1, 1]) + (a * scene[left + 1, up + 1, 1])));
        Assert.Equal(expected, burst.Frames[1][40, 30, 1], 0.51);
    }

    [Theory, InlineData(3, 5), InlineData(0, 0), InlineData(40.5, 17.25)]
    public void The_origin_of_a_moved_place_is_the_place(double x, double y)
    {
        var motion = new HandMotion(1.25, -2.5, 3);
        var (dx, dy) = motion.FlowAt(x, y, 80, 60);
        var (u, v) = motion.Origin(x + dx, y + dy, 80, 60);
        Assert.Equal(x, u, 1e-9);
        Assert.Equal(y, v, 1e-9);
    }

    [Fact]
    public void Detail_beyond_the_grid_comes_through_as_aliases_which_bicubic_shrinking_removes()
    {
        // Stripes of 3 pixels: a third of a cycle per pixel, two thirds per pixel of a frame, over its Nyquist frequency of a half.
        var stripes = new Picture(96, 96, 1, [.. Enumerable.Range(0, 96 * 96).Select(i => (byte)(i % 96 % 3 == 0 ? 200 : 50))]);
        // half of the scene's 70.7 survives the mean over two pixels
        Assert.InRange(Deviation(new BurstSimulation(2, 1).Take(stripes).Frames[0]), 30, 40);
        Assert.InRange(Deviation(Resize.Imresize(stripes, 0.5).Shave(4)), 0, 15);
    }

    [Theory, InlineData(0, 0.0004), InlineData(0.004, 0), InlineData(0.002, 0.0002)]
    public void Noise_has_the_variance_of_the_model(double shot, double read)
    {
        var noise = new NoiseModel(shot, read);
        foreach (var value in new byte[] { 60, 128, 190 })
        {
            var frame = new BurstSimulation(1, 2) { Tremor = 0, Rotation = 0, Noise = noise, Seed = 9 }.Take(Flat(200, value)).Frames[1];
            Assert.Equal(1, Deviation(frame) / (255 * Math.Sqrt(noise.Variance(value / 255.0))), 0.02); // 40,000 samples: ±0.0035
            Assert.Equal(value, frame.Pixels.ToArray().Average(v => (double)v), 0.25);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_burst_and_another_one_another()
    {
        var simulation = new BurstSimulation(2, 4) { Noise = NoiseModel.White(3), Seed = 7 };
        var (one, same, other) = (simulation.Take(scene), simulation.Take(scene), (simulation with { Seed = 8 }).Take(scene));
        Assert.Equal(one.Motions, same.Motions);
        for (var i = 0; i < 4; i++) Assert.Equal(one.Frames[i].Pixels.ToArray(), same.Frames[i].Pixels.ToArray());
        Assert.NotEqual(one.Motions[1], other.Motions[1]);
        Assert.NotEqual(one.Frames[0].Pixels.ToArray(), other.Frames[0].Pixels.ToArray());
        Assert.Equal(default, one.Motions[0]);
    }

    [Fact]
    public void Tremor_and_rotation_have_the_deviations_that_were_asked_for()
    {
        var motions = new BurstSimulation(1, 400) { Tremor = 2, Rotation = 0.1 }.Take(Flat(16, 128)).Motions;
        double Rms(Func<HandMotion, double> part) => Math.Sqrt(motions.Skip(1).Average(motion => part(motion) * part(motion)));
        Assert.Equal(2, Rms(motion => motion.X), 0.2); // 399 values: ±0.07
        Assert.Equal(2, Rms(motion => motion.Y), 0.2);
        Assert.Equal(0.1, Rms(motion => motion.Degrees), 0.01);
        var fractions = motions.Skip(1).Select(motion => motion.X - Math.Floor(motion.X)).ToArray();
        // uniform: 100 ± 8.7
        Assert.All(Enumerable.Range(0, 4), quarter => Assert.InRange(fractions.Count(f => (int)(4 * f) == quarter), 75, 125));
    }

    [Fact]
    public void An_object_moves_over_the_scene_and_is_cut_at_its_border()
    {
        var over = new MovingObject(Flat(10, 255), 90, 60, -5, 1).Over(scene, 0);
        Assert.Equal(255, over[90, 60, 0]);
        Assert.Equal(255, over[95, 63, 2]);
        Assert.Equal(scene[89, 60, 0], over[89, 60, 0]);
        Assert.Equal(255, new MovingObject(Flat(10, 255), 90, 60, -5, 1).Over(scene, 2)[80, 62, 1]);
        Assert.Equal(scene.Pixels.ToArray(), new MovingObject(Flat(10, 255), 90, 60, 50, 0).Over(scene, 1).Pixels.ToArray());
    }

    [Fact]
    public void What_the_sensor_sees_is_the_truth_for_small_photosites_and_softer_for_large_ones()
    {
        Assert.Equal(scene.Pixels.ToArray(), new BurstSimulation(2, 1) { Photosite = 0.5 }.Take(scene).Seen.Pixels.ToArray());
        Assert.True(Deviation(new BurstSimulation(2, 1).Take(scene).Seen) < Deviation(scene));
    }

    [Fact]
    public void What_makes_no_burst_is_refused()
    {
        Assert.Contains("0 frames", Assert.Throws<ArgumentException>(() => new BurstSimulation(2, 0).Take(scene)).Message,
            StringComparison.Ordinal);
        Assert.Contains("under 16 pixels", Assert.Throws<ArgumentException>(() => new BurstSimulation(8, 2).Take(scene)).Message,
            StringComparison.Ordinal);
        Assert.Contains("photosite (2)",
            Assert.Throws<ArgumentException>(() => new BurstSimulation(2, 2) { Photosite = 2 }.Take(scene)).Message,
            StringComparison.Ordinal);
        Assert.Contains("from 1 to 3",
            Assert.Throws<ArgumentOutOfRangeException>(() => new BurstSimulation(2, 3).Take(scene).First(4)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => NoiseModel.White(-1));
    }
}
