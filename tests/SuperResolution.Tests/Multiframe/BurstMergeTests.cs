using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Metrics;
using SuperResolution.Multiframe;

namespace SuperResolution.Tests.Multiframe;

public sealed class BurstMergeTests
{
    private static readonly Picture facade = SyntheticImages.Facade(3, 320, 240), leaves = SyntheticImages.DeadLeaves(5, 320, 240);

    private static double Db(Picture picture, Picture truth) => Psnr.Of(picture.Shave(16), truth.Shave(16));

    // measured: 25.34 against 21.85 dB on the façade, 28.79 against 26.74 on the leaves; the mean of bicubic frames has 22.42 and 27.83
    [Theory]
    [InlineData("façade", 3.0), InlineData("leaves", 1.8)]
    public void Noise_free_translations_give_more_than_bicubic_interpolation_of_one_frame(string what, double gain)
    {
        var burst = new BurstSimulation(2, 16) { Photosite = 0.5, Rotation = 0, Seed = 1 }.Take(what == "leaves" ? leaves : facade);
        var merged = new BurstMerge(2).Merge(burst.Frames);
        var db = Db(merged.Result, burst.Truth);
        Assert.True(db > Db(Interpolation.Bicubic(2).Upscale(burst.Frames[0]), burst.Truth) + gain, $"{db:0.00} dB");
        Assert.True(db > Db(AlignedAverage.Of(burst.Frames, merged.Flows, 2), burst.Truth) + (gain / 4), $"{db:0.00} dB");
    }

    [Fact]
    public void More_frames_are_better_and_known_motion_is_at_least_as_good_as_found_motion()
    {
        var noise = NoiseModel.White(5);
        var burst = new BurstSimulation(2, 8) { Photosite = 0.5, Noise = noise, Seed = 1 }.Take(facade);
        double Of(int frames) => Db(new BurstMerge(2, noise).Merge(burst.First(frames).Frames).Result, burst.Truth);
        var (one, four, eight) = (Of(1), Of(4), Of(8));
        Assert.True(one < four - 1 && four < eight, $"{one:0.00} {four:0.00} {eight:0.00}");
        var known = new BurstMerge(2, noise)
            .Merge(burst.Frames, [.. burst.Motions.Skip(1).Select(motion => FlowField.Of(motion, 160, 120))]);
        Assert.InRange(Db(known.Result, burst.Truth), eight, eight + 0.5);
    }

    [Fact]
    public void On_flat_areas_noise_falls_with_the_square_root_of_the_number_of_frames()
    {
        var noise = NoiseModel.White(10);
        var burst = new BurstSimulation(2, 16) { Noise = noise, Seed = 2 }.Take(
            new Picture(160, 160, 1, [.. Enumerable.Repeat((byte)128, 160 * 160)]));
        // one width everywhere: only the frames average
        var merge = new BurstMerge(2, noise) { Kernels = new KernelSettings(0.3, 1, 0, 1e9) };
        double Deviation(int frames)
        {
            var samples = merge.Merge(burst.First(frames).Frames).Result.Shave(8).Pixels.ToArray();
            var mean = samples.Average(v => (double)v);
            return Math.Sqrt(samples.Average(v => (v - mean) * (v - mean)));
        }
        var one = Deviation(1);
        Assert.InRange(one, 7, 10);
        foreach (var frames in new[] { 2, 4, 16 }) Assert.Equal(1, Deviation(frames) * Math.Sqrt(frames) / one, 0.06);
    }

    [Fact] // measured in the object's surroundings: 25.76 dB, 21.52 without robustness, 25.45 for bicubic interpolation of one frame
    public void A_moving_object_leaves_no_ghosts()
    {
        var noise = NoiseModel.White(5);
        var passer = new MovingObject(SyntheticImages.Gratings(1, 48, 48), 100, 90, 9, 4);
        var burst = new BurstSimulation(2, 8) { Photosite = 0.5, Noise = noise, Seed = 3, Object = passer }.Take(leaves);
        double Around(Picture picture) => Psnr.Of(picture.Crop(92, 82, 150, 100), burst.Truth.Crop(92, 82, 150, 100));
        var merge = new BurstMerge(2, noise);
        var robust = merge.Merge(burst.Frames);
        var ghosts = Around((merge with { Robust = false }).Merge(burst.Frames).Result);
        Assert.True(Around(robust.Result) > ghosts + 3, $"{Around(robust.Result):0.00} dB, {ghosts:0.00} with ghosts");
        Assert.True(Around(robust.Result) > Around(Interpolation.Bicubic(2).Upscale(burst.Frames[0])) - 0.5);
        Assert.InRange(robust.EffectiveFrames, 6, 7.9);
    }

    [Fact]
    public void A_constant_burst_stays_constant_and_one_frame_is_enough()
    {
        var flat = new Picture(32, 24, 3, [.. Enumerable.Range(0, 32 * 24 * 3).Select(i => (byte)(40 + (50 * (i % 3))))]);
        var merged = new BurstMerge(3).Merge([flat]).Result;
        Assert.Equal((96, 72), (merged.Width, merged.Height));
        Assert.All(Enumerable.Range(0, 96 * 72 * 3), i => Assert.Equal(40 + (50 * (i % 3)), merged.Pixels[i]));
    }

    [Fact]
    public void The_result_is_the_same_every_time_and_gray_frames_give_a_gray_picture()
    {
        var burst = new BurstSimulation(2, 4) { Noise = NoiseModel.White(3) }.Take(leaves.ToGray());
        var (one, other) = (new BurstMerge(2, burst.Noise).Merge(burst.Frames), new BurstMerge(2, burst.Noise).Merge(burst.Frames));
        Assert.Equal(1, one.Result.Channels);
        Assert.Equal(one.Result.Pixels.ToArray(), other.Result.Pixels.ToArray());
    }

    [Fact]
    public void What_is_no_burst_is_refused()
    {
        Assert.Contains("at least one frame", Assert.Throws<ArgumentException>(() => new BurstMerge(2).Merge([])).Message,
            StringComparison.Ordinal);
        Assert.Contains("Frame 1 is 240×240 RGB",
            Assert.Throws<ArgumentException>(() => new BurstMerge(2).Merge([leaves, leaves.Middle(240)])).Message,
            StringComparison.Ordinal);
        Assert.Contains("all frames but the first: 1, here 0",
            Assert.Throws<ArgumentException>(() => new BurstMerge(2).Merge([leaves, leaves], [])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => AlignedAverage.Of([leaves], [FlowField.Of(default, 320, 240)], 2));
        Assert.Throws<ArgumentException>(() => new BurstMerge(0).Merge([leaves]));
    }
}
