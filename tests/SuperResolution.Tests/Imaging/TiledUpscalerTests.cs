using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Models;
using SuperResolution.Weights;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Imaging;

public class TiledUpscalerTests
{
    private const double Rounding = 1e-5; // of the largest value; kernels may sum in another order for another size

    [Theory] // 1×1, smaller than a tile, prime sides, one row; the last column is the tile
    [InlineData(1, 1, 8), InlineData(5, 3, 8), InlineData(31, 29, 8), InlineData(17, 1, 4), InlineData(7, 11, 1), InlineData(40, 24, 7)]
    public void Tiles_of_tensors_equal_the_whole_where_the_overlap_is_the_reach(int width, int height, int tile)
    {
        foreach (var (channels, batch) in ((int, int)[])[(1, 3), (3, 1)])
        {
            using var scope = NewDisposeScope();
            using var network = He();
            using var stack = new RandomStack(channels, 3, 4);
            var lr = rand([batch, channels, height, width], generator: new Generator((ulong)width));
            Upscaler[] upscalers = [Interpolation.Nearest(2), Interpolation.Bilinear(3), Interpolation.Bicubic(4),
                Interpolation.Bicubic(3), new LumaUpscaler(network, 2), new LumaUpscaler(network, 3), stack];
            Assert.All(upscalers, upscaler =>
                Assert.InRange(Error(upscaler.Upscale(lr), new TiledUpscaler(upscaler, tile).Upscale(lr)), 0, Rounding));
        }
    }

    [Theory] // with weights k/2^n all sums are exact; thirds, fifths … meet ties at .5 from either side, in each of two passes
    [InlineData(2, 0, 0), InlineData(4, 0, 0), InlineData(8, 0, 0), InlineData(3, 2, 5e-4), InlineData(5, 2, 5e-4),
        InlineData(6, 2, 0.03), InlineData(7, 2, 5e-4)]
    public void Tiles_of_pictures_equal_the_whole_picture_by_interpolation(int scale, int levels, double share)
    {
        foreach (var picture in (Picture[])[SyntheticImages.DeadLeaves(1, 61, 47), SyntheticImages.Facade(2, 37, 53).ToGray(),
            SyntheticImages.DeadLeaves(3, 16, 16).Crop(0, 0, 5, 3)])
            foreach (var upscaler in (Upscaler[])[Interpolation.Nearest(scale), Interpolation.Bilinear(scale),
                Interpolation.Bicubic(scale)])
                AssertNear(upscaler.Upscale(picture), new TiledUpscaler(upscaler, 16).Upscale(picture), levels, share);
    }

    [Theory, InlineData(2), InlineData(3), InlineData(4)]
    public void Tiles_of_pictures_equal_the_whole_picture_by_the_SRCNN_that_ships(int scale)
    {
        var upscaler = TrainedWeights.Open($"srcnn-9-5-5-x{scale}");
        var picture = SyntheticImages.DeadLeaves(4, 71, 59);
        // a value within 1e-6 of n + ½ may go either way
        AssertNear(upscaler.Upscale(picture), new TiledUpscaler(upscaler, 24).Upscale(picture), levels: 1, share: 5e-4);
    }

    [Fact]
    public void Less_overlap_than_the_reach_leaves_seams_that_shrink_with_the_overlap()
    {
        using var scope = NewDisposeScope();
        using var stack = new RandomStack(3, 2, 8);
        var lr = rand([1, 3, 64, 64], generator: new Generator(1));
        var whole = stack.Upscale(lr);
        var seams = ((int[])[0, 4, 8]).Select(overlap => Error(whole, new TiledUpscaler(stack, 32, overlap).Upscale(lr))).ToArray();

        Assert.InRange(seams[0], 1e-2, 10);
        Assert.InRange(seams[1], 2 * Rounding, seams[0]);
        Assert.InRange(seams[2], 0, Rounding);
    }

    [Theory, InlineData(2), InlineData(4)]
    public void Networks_that_fold_pixels_into_channels_fold_the_same_ones_in_every_tile(int fold)
    {
        using var scope = NewDisposeScope();
        using var stack = new RandomStack(3, 2, 3, fold);
        var lr = rand([1, 3, 43, 59], generator: new Generator(1));
        Assert.InRange(Error(stack.Upscale(lr), new TiledUpscaler(stack, 13).Upscale(lr)), 0, Rounding);
    }

    [Fact]
    public void A_4K_picture_never_becomes_a_tensor_larger_than_a_tile_and_its_overlap()
    {
        using var stack = new RandomStack(3, 4, 2);
        var lr = SyntheticImages.Gratings(1, 480, 270);

        var sr = new TiledUpscaler(stack, tile: 64, overlap: 8).Upscale(lr);

        Assert.Equal((1920, 1080), (sr.Width, sr.Height));
        Assert.Equal(8 * 5, stack.Shapes.Count);
        // up to 3 more to a multiple of 4
        Assert.All(stack.Shapes, shape => Assert.True(shape[2] <= 64 + 16 + 6 && shape[3] <= 64 + 16 + 6 && shape[0] * shape[1] == 3));
    }

    [Fact]
    public void Progress_counts_the_tiles_and_cancelling_stops_before_the_next_one()
    {
        using var stack = new RandomStack(1, 2, 2);
        var lr = SyntheticImages.Gratings(1, 40, 30).ToGray();
        var tiled = new TiledUpscaler(stack, 16);
        var told = new List<(int, int)>();
        tiled.Upscale(lr, (done, total) => told.Add((done, total)));
        Assert.Equal([(1, 6), (2, 6), (3, 6), (4, 6), (5, 6), (6, 6)], told);
        Assert.Equal(6, tiled.Count(40, 30));

        using var cancel = new CancellationTokenSource();
        stack.Shapes.Clear();
        Assert.Throws<OperationCanceledException>(() => tiled.Upscale(lr, (done, _) => { if (done == 2) cancel.Cancel(); }, cancel.Token));
        Assert.Equal(2, stack.Shapes.Count);
    }

    [Fact]
    public void The_overlap_is_the_reach_where_that_is_known_and_affordable()
    {
        using var network = He();
        using var deep = new RandomStack(1, 2, 60);
        Assert.Equal(2, new TiledUpscaler(Interpolation.Bicubic(2)).Overlap);
        Assert.Equal(6, new TiledUpscaler(new LumaUpscaler(network, 2)).Overlap);
        Assert.Equal(TiledUpscaler.DefaultOverlap, new TiledUpscaler(deep).Overlap);
        Assert.Equal(5, new TiledUpscaler(deep, 8, 5).Overlap);
    }

    [Fact]
    public void Impossible_tiles_are_refused()
    {
        Assert.Contains("is 0 LR", Assert.Throws<ArgumentOutOfRangeException>(
            () => new TiledUpscaler(Interpolation.Bicubic(2), 0)).Message);
        Assert.Contains("is -1 LR", Assert.Throws<ArgumentOutOfRangeException>(
            () => new TiledUpscaler(Interpolation.Bicubic(2), 8, -1)).Message);
        Assert.Contains("over", Assert.Throws<ArgumentException>(
            () => new TiledUpscaler(Interpolation.Nearest(8)).Upscale(new Picture(3000, 3000, 1, new byte[9_000_000]))).Message);
    }

    [Theory] // one LR pixel is changed in the middle; which output pixels notice?
    [InlineData(0, 2, 0), InlineData(1, 2, 1), InlineData(2, 2, 2), InlineData(2, 3, 2), InlineData(2, 4, 2), InlineData(3, 2, 6),
        InlineData(3, 4, 4), InlineData(4, 2, 4)]
    public void Reach_is_how_far_a_changed_pixel_is_seen(int which, int scale, int reach)
    {
        using var scope = NewDisposeScope();
        using var network = He();
        using var stack = new RandomStack(1, scale, 4);
        Upscaler upscaler = which switch
        {
            3 => new LumaUpscaler(network, scale),
            4 => stack,
            _ => new Interpolation((ResizeKernel)which, scale),
        };
        var lr = rand([1, 1, 33, 33], generator: new Generator(2));
        var changed = lr.clone();
        changed[0, 0, 16, 16] = changed[0, 0, 16, 16] + 1;

        var seen = (upscaler.Upscale(changed) - upscaler.Upscale(lr)).abs().gt(0).nonzero().narrow(1, 2, 2).div(scale, RoundingMode.floor);

        Assert.Equal(reach, upscaler.Reach);
        Assert.Equal(reach, (seen - 16).abs().max().item<long>());
    }

    private static Srcnn He()
    {
        var network = new Srcnn(SrcnnShape.Net955);
        Initialization.He(network, new Generator(1));
        return network;
    }

    private static double Error(Tensor whole, Tensor tiled) =>
        (whole - tiled).abs().max().item<float>() / Math.Max(1, whole.abs().max().item<float>());

    private static void AssertNear(Picture a, Picture b, int levels, double share)
    {
        Assert.Equal((a.Width, a.Height, a.Channels), (b.Width, b.Height, b.Channels));
        var differences = Enumerable.Range(0, a.Pixels.Length).Select(i => Math.Abs(a.Pixels[i] - b.Pixels[i])).ToList();
        Assert.InRange(differences.Max(), 0, levels);
        Assert.InRange(differences.Average(d => d > 0 ? 1.0 : 0), 0, share);
    }
}
