using CsCheck;
using SuperResolution.Imaging;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Imaging;

/// <summary>What must hold for every picture and every scale.</summary>
public class ResizeTests
{
    private static readonly Gen<double> scales =
        Gen.OneOf(Gen.Const(0.3), Gen.Const(1.7), Gen.Const(1 / 3.0), Gen.Const(2.0), Gen.Const(4.0), Gen.Const(0.25),
            Gen.Double[0.05, 5]);

    private static readonly Gen<Picture> pictures =
        from width in Gen.OneOf(Gen.Int[1, 40], Gen.Int[80, 150]) // strips of columns, bands of rows and vectors have their edges in there
        from height in Gen.OneOf(Gen.Int[1, 40], Gen.Int[60, 70])
        from gray in Gen.Bool
        from pixels in Gen.Byte.Array[width * height * (gray ? 1 : 3)]
        select new Picture(width, height, gray ? 1 : 3, pixels);

    private static readonly Gen<(Picture Picture, double Scale, ResizeKernel Kernel, Border Border)> cases =
        Gen.Select(pictures, scales, Gen.Enum<ResizeKernel>(), Gen.Enum<Border>());

    [Fact]
    public void The_result_equals_a_plain_loop_to_the_byte() => Check(60, (picture, scale, kernel, border) =>
    {
        var expected = Plain(Plain(picture, picture.Height, scale, kernel, border, vertical: true), picture.Width, scale, kernel, border,
            vertical: false);
        AssertSame(expected, Resize.Imresize(picture, scale, kernel, border));
    });

    [Fact]
    public void Sides_are_rounded_up() => Check(60, (picture, scale, kernel, border) =>
    {
        var result = Resize.Imresize(picture, scale, kernel, border);
        Assert.Equal(((int)Math.Ceiling((picture.Width * scale) - 1e-9), (int)Math.Ceiling((picture.Height * scale) - 1e-9),
            picture.Channels), (result.Width, result.Height, result.Channels));
    });

    [Fact]
    public void A_constant_picture_stays_constant() => Check(60, (picture, scale, kernel, border) =>
    {
        var value = picture[0, 0, 0];
        var flat = new Picture(picture.Width, picture.Height, picture.Channels, [.. Enumerable.Repeat(value, picture.Pixels.Length)]);
        Assert.Equal(-1, Resize.Imresize(flat, scale, kernel, border).Pixels.IndexOfAnyExcept(value));
    });

    [Fact]
    public void Scale_1_changes_nothing() => Check(30, (picture, _, kernel, border) =>
        AssertSame(picture, Resize.Imresize(picture, 1, kernel, border)));

    [Fact]
    public void Mirroring_before_and_after_is_the_same_for_whole_factors() => Check(40, (picture, scale, kernel, border) =>
    {
        var divisor = (int)Math.Round(1 / scale);
        // of two equally near pixels the right one is taken
        if (scale < 1 && (divisor > Math.Min(picture.Width, picture.Height) || kernel == ResizeKernel.Nearest)) return;
        var factor = scale < 1 ? 1.0 / divisor : Math.Round(scale);
        var cut = scale < 1 ? picture.CropToMultipleOf(divisor) : picture;
        using var scope = NewDisposeScope();
        var there = Resize.Imresize(cut.ToTensor().flip(2, 3), factor, kernel, border);
        var back = Resize.Imresize(cut.ToTensor(), factor, kernel, border).flip(2, 3);
        Assert.InRange((there - back).abs().max().item<float>(), 0, 1e-6f);
    });

    [Fact]
    public void Tensors_and_pictures_agree_within_the_rounding_between_the_passes() => Check(60, (picture, scale, kernel, border) =>
    {
        using var scope = NewDisposeScope();
        var a = Resize.Imresize(picture, scale, kernel, border).ToTensor();
        var b = Resize.Imresize(picture.ToTensor(), scale, kernel, border);
        Assert.Equal(a.shape, b.shape);
        if (kernel == ResizeKernel.Bicubic) return; // its overshoot is clamped between the passes, which has no bound of one level
        Assert.InRange((a - b).abs().max().item<float>(), 0, 1.01f / 255);
    });

    [Fact]
    public void Bicubic_tensors_and_pictures_agree_where_nothing_overshoots()
    {
        using var scope = NewDisposeScope();
        var picture = new Picture(50, 40, 3, [.. Enumerable.Range(0, 6000).Select(i => (byte)(60 + (i / 3 % 50) + (i / 150) + (i % 3)))]);
        foreach (var scale in new[] { 0.25, 0.3, 0.5, 1.7, 3 })
        {
            var difference = Resize.Imresize(picture, scale).ToTensor() - Resize.Imresize(picture.ToTensor(), scale);
            Assert.InRange(difference.abs().max().item<float>(), 0, 1.15f / 255); // 1.14: the kernel's gain on the first rounding
        }
    }

    [Fact]
    public void The_weights_of_every_output_sum_to_1() =>
        Gen.Select(Gen.Int[1, 50], scales, Gen.Enum<ResizeKernel>(), Gen.Enum<Border>()).Sample((side, scale, kernel, border) =>
    {
        var weights = ResizeWeights.Of(side, Resize.Length(side, scale), scale, kernel, border);
        for (var i = 0; i < weights.Outputs; i++)
        {
            var (start, end) = weights.Taps(i);
            Assert.Equal(1, weights.Weights[start..end].Sum(), 1e-12);
            Assert.All(weights.Indices[start..end], index => Assert.InRange(index, 0, side - 1));
        }
    }, iter: 100, threads: 1);

    [Theory] // u = x/s + 0.5(1 − 1/s), in this order: another one picks other pixels where an output lies in the middle between two
    [InlineData(1 / 3.0), InlineData(1 / 6.0), InlineData(1 / 7.0), InlineData(0.3), InlineData(0.75), InlineData(1.1), InlineData(1.5),
        InlineData(1.7), InlineData(3), InlineData(5)]
    public void The_weights_are_those_of_MATLABs_formula_to_the_last_bit(double scale)
    {
        foreach (var (kernel, width, value) in (
            (ResizeKernel, double, Func<double, double>)[])[(ResizeKernel.Nearest, 1, Box), (ResizeKernel.Bilinear, 2, Triangle),
            (ResizeKernel.Bicubic, 4, Cubic)])
        {
            var (shrinks, plan) = (scale < 1 && kernel != ResizeKernel.Nearest,
                ResizeWeights.Of(300, Resize.Length(300, scale), scale, kernel, Border.Replicate));
            for (var x = 1; x <= plan.Outputs; x++)
            {
                var (u, reach) = ((x / scale) + (0.5 * (1 - (1 / scale))), shrinks ? width / scale : width);
                var left = Math.Floor(u - (reach / 2));
                var taps = Enumerable.Range(0, (int)Math.Ceiling(reach) + 2)
                    .Select(p => (At: left + p, Weight: shrinks ? scale * value(scale * (u - (left + p))) : value(u - (left + p))))
                        .Where(tap => tap.Weight != 0).ToList();
                var sum = taps.Aggregate(0.0, (total, tap) => total + tap.Weight);
                var (start, end) = plan.Taps(x - 1);
                Assert.Equal(taps.Select(tap => tap.Weight / sum), plan.Weights[start..end]);
                Assert.Equal(taps.Select(tap => (int)Math.Clamp(tap.At, 1, 300) - 1), plan.Indices[start..end]);
            }
        }

        static double Box(double x) => x is >= -0.5 and < 0.5 ? 1 : 0;
        static double Triangle(double x) => x is >= -1 and < 0 ? x + 1 : x is >= 0 and <= 1 ? 1 - x : 0;
        static double Cubic(double x)
        {
            var (a, a2) = (Math.Abs(x), x * x);
            return a <= 1 ? (1.5 * (a2 * a)) - (2.5 * a2) + 1 : a <= 2 ? (-0.5 * (a2 * a)) + (2.5 * a2) - (4 * a) + 2 : 0;
        }
    }

    [Fact] // (27 + 0.5)/1.1 − 0.5 is 24.5 in another order of operations, and 24 was taken
    public void Nearest_takes_MATLABs_pixel_where_two_are_equally_near() =>
        Assert.Equal((25, 45, 55), Resize.Imresize(
            new Picture(100, 1, 1, [.. Enumerable.Range(0, 100).Select(i => (byte)i)]), 1.1, ResizeKernel.Nearest) is var large
            ? (large[27, 0, 0], large[49, 0, 0], large[60, 0, 0]) : default);

    [Theory, InlineData(1), InlineData(3)]
    public void Nearest_repeats_pixels(int channels)
    {
        var picture = new Picture(5, 3, channels, [.. Enumerable.Range(0, 15 * channels).Select(i => (byte)(i * 5))]);
        var large = Resize.Imresize(picture, 2, ResizeKernel.Nearest);
        for (var y = 0; y < 6; y++)
            for (var x = 0; x < 10; x++)
                for (var c = 0; c < channels; c++) Assert.Equal(picture[x / 2, y / 2, c], large[x, y, c]);
    }

    [Fact] // imresize([0 100], 2, 'bilinear') = 0 25 75 100
    public void Bilinear_doubles_a_step_as_MATLAB_does() =>
        Assert.Equal([0, 25, 75, 100, 0, 25, 75, 100],
            Resize.Imresize(new Picture(2, 1, 1, [0, 100]), 2, ResizeKernel.Bilinear).Pixels.ToArray());

    [Fact]
    public void Batches_of_planes_are_scaled_one_by_one()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        var images = rand([2, 3, 9, 7], generator: generator);
        var together = Resize.Imresize(images, 1.7);
        Assert.Equal([2, 3, 16, 12], together.shape);
        for (var n = 0; n < 2; n++)
            for (var c = 0; c < 3; c++)
                Assert.True(together.narrow(0, n, 1).narrow(1, c, 1).equal(
                    Resize.Imresize(images.narrow(0, n, 1).narrow(1, c, 1), 1.7)).all().item<bool>());
    }

    [Theory, InlineData(0), InlineData(-2), InlineData(double.NaN), InlineData(double.PositiveInfinity),
        InlineData(double.NegativeInfinity), InlineData(1e6), InlineData(1e-9), InlineData(double.Epsilon)]
    public void Impossible_scales_are_refused(double scale)
    {
        var picture = new Picture(30, 20, 1, new byte[600]);
        Assert.Contains("30×20", Assert.Throws<ArgumentOutOfRangeException>(() => Resize.Imresize(picture, scale)).Message);
        using var tensor = picture.ToTensor();
        Assert.Throws<ArgumentOutOfRangeException>(() => Resize.Imresize(tensor, scale));
    }

    [Fact]
    public void The_smallest_scale_makes_one_pixel_of_a_picture() =>
        Assert.Equal("1×1 gray", Resize.Imresize(new Picture(30, 20, 1, new byte[600]), 1.0 / 65536, ResizeKernel.Bilinear).ToString());

    [Fact]
    public void Tensors_need_four_dimensions()
    {
        using var tensor = zeros(3, 4, 4);
        Assert.Contains("(3, 4, 4)", Assert.Throws<ArgumentException>(() => Resize.Imresize(tensor, 2)).Message);
    }

    private static void Check(int iterations, Action<Picture, double, ResizeKernel, Border> property) =>
        cases.Sample((one) => property(one.Picture, one.Scale, one.Kernel, one.Border), iter: iterations, threads: 1);

    /// <summary>One pass, sample by sample, in the order of MATLAB's sums.</summary>
    private static Picture Plain(Picture from, int side, double scale, ResizeKernel kernel, Border border, bool vertical)
    {
        var plan = ResizeWeights.Of(side, Resize.Length(side, scale), scale, kernel, border);
        var (width, height) = vertical ? (from.Width, plan.Outputs) : (plan.Outputs, from.Height);
        var pixels = new byte[width * height * from.Channels];
        for (var at = 0; at < pixels.Length; at++)
        {
            var (x, y, c) = (at / from.Channels % width, at / from.Channels / width, at % from.Channels);
            var sum = 0.0;
            for (var (k, end) = plan.Taps(vertical ? y : x); k < end; k++)
                sum += plan.Weights[k] * (vertical ? from[x, plan.Indices[k], c] : from[plan.Indices[k], y, c]);
            pixels[at] = (byte)Math.Clamp(Math.Floor(sum + 0.5), 0, 255);
        }
        return new Picture(width, height, from.Channels, pixels);
    }

    private static void AssertSame(Picture expected, Picture actual)
    {
        Assert.Equal((expected.Width, expected.Height, expected.Channels), (actual.Width, actual.Height, actual.Channels));
        Assert.Equal(expected.Pixels, actual.Pixels);
    }
}
