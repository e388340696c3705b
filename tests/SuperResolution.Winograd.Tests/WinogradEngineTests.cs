namespace SuperResolution.Winograd.Tests;

/// <summary>The engine against the definition of a convolution, in double precision.</summary>
public sealed class WinogradEngineTests
{
    /// <summary>The README derives a bound for the worst case, which is larger; this is twice the largest error that was seen.</summary>
    private const double Bound = 2e-6;

    [Theory]
    [InlineData(VectorWidth.Bits256)]
    [InlineData(VectorWidth.Bits512)]
    public void Every_size_of_a_picture_up_to_11_by_11_is_the_convolution(VectorWidth width)
    {
        using var engine = new WinogradEngine(1, width);
        for (var height = 1; height <= 11; height++)
        {
            for (var columns = 1; columns <= 11; columns++)
            {
                using var some = new Case(height * 100 + columns, width, 2, height, columns, [3], 5);
                some.Run(engine);
                Assert.InRange(some.LargestError(), 0, Bound);
            }
        }
    }

    [Theory]
    [InlineData(VectorWidth.Bits256)]
    [InlineData(VectorWidth.Bits512)]
    public void Any_number_of_channels_pieces_activations_residuals_and_threads(VectorWidth width)
    {
        using var one = new WinogradEngine(1, width);
        using var three = new WinogradEngine(3, width);
        var random = new Random(22);
        for (var i = 0; i < 700; i++)
        {
            var pieces = Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(1, 40)).ToArray();
            var outputs = random.Next(1, 70);
            var slopes = random.Next(3) switch { 0 => 0, 1 => 1, _ => outputs };
            using var some = new Case(
                i, width, random.Next(1, 3), random.Next(1, 10), random.Next(1, 10), pieces, outputs, slopes, random.Next(3),
                random.Next(2) == 0);
            some.Run(i % 2 == 0 ? one : three);
            Assert.InRange(some.LargestError(), 0, Bound);
        }
    }

    [Theory]
    [InlineData(VectorWidth.Bits256)]
    [InlineData(VectorWidth.Bits512)]
    public void Threads_do_not_change_a_bit(VectorWidth width)
    {
        using var one = new WinogradEngine(1, width);
        using var four = new WinogradEngine(4, width);
        using var some = new Case(1, width, 2, 37, 41, [64, 32], 64, 1, 1);
        some.Run(one);
        var first = Values(some.Output);
        some.Run(four);
        Assert.Equal(first, Values(some.Output));
    }

    [Theory]
    [InlineData(VectorWidth.Bits256)]
    [InlineData(VectorWidth.Bits512)]
    public void What_is_not_a_number_reaches_its_neighbours_and_nobody_far_away(VectorWidth width)
    {
        using var engine = new WinogradEngine(2, width);
        foreach (var value in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
        {
            using var some = new Case(2, width, 1, 16, 16, [20], 20, 1);
            some.Inputs[0][0, 8, 8][19] = value;
            some.Run(engine);
            for (var row = 0; row < 16; row++)
            {
                for (var column = 0; column < 16; column++)
                {
                    var near = Math.Abs(row - 8) <= 1 && Math.Abs(column - 8) <= 1;
                    var far = row < 4 || row >= 12 || column < 4 || column >= 12; // tiles that do not see it
                    foreach (var y in some.Output[0, row, column])
                    {
                        if (near) Assert.False(float.IsFinite(y), $"{value} got lost at ({row}, {column})");
                        if (far) Assert.True(float.IsFinite(y), $"{value} got as far as ({row}, {column})");
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(VectorWidth.Bits256)]
    [InlineData(VectorWidth.Bits512)]
    public void No_float_beyond_its_buffers_is_read_or_written(VectorWidth width)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Guarded memory is made by Linux' mmap.");
        NativeBuffer.Guarded = true;
        try
        {
            using var engine = new WinogradEngine(2, width);
            for (var i = 0; i < 60; i++)
            {
                var random = new Random(i);
                using var some = new Case(
                    i, width, random.Next(1, 3), random.Next(1, 14), random.Next(1, 14), [random.Next(1, 50), random.Next(1, 20)],
                    random.Next(1, 50), 1, 2);
                some.Run(engine); // a touch of the page behind a buffer ends the process
                Assert.InRange(some.LargestError(), 0, Bound);
            }
        }
        finally
        {
            NativeBuffer.Guarded = false;
        }
    }

    [Theory]
    [InlineData(VectorWidth.Bits256)]
    [InlineData(VectorWidth.Bits512)]
    public void A_second_run_allocates_nothing(VectorWidth width)
    {
        using var engine = new WinogradEngine(1, width);
        using var some = new Case(3, width, 1, 20, 20, [32, 16], 32, 1, 1);
        for (var i = 0; i < 50; i++) some.Run(engine);
        var (workspace, before) = (engine.WorkspaceBytes, GC.GetAllocatedBytesForCurrentThread());
        for (var i = 0; i < 10; i++) some.Run(engine);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(workspace, engine.WorkspaceBytes);
        // 36 positions × (3 chunks × 8 tiles + 8 tiles × 2) vectors of 64 bytes, and the border's tile
        Assert.InRange(workspace, 1, 200_000);
    }

    [Fact]
    public void The_chosen_points_are_more_exact_than_the_usual_ones()
    {
        // One-dimensional F(4, 3) in single precision against the definition; the two-dimensional transform applies it twice.
        double Error(double a, double b)
        {
            double a2 = a * a, b2 = b * b, n = 1 / (2 * a2 * (a2 - b2)), m = 1 / (2 * b2 * (b2 - a2));
            double[,] bt =
            {
                { a2 * b2, 0, -a2 - b2, 0, 1, 0 }, { 0, -a * b2, -b2, a, 1, 0 }, { 0, a * b2, -b2, -a, 1, 0 },
                { 0, -a2 * b, -a2, b, 1, 0 }, { 0, a2 * b, -a2, -b, 1, 0 }, { 0, a2 * b2, 0, -a2 - b2, 0, 1 },
            };
            double[,] g = { { 1 / (a2 * b2), 0, 0 }, { n, a * n, a2 * n }, { n, -a * n, a2 * n }, { m, b * m, b2 * m },
                { m, -b * m, b2 * m }, { 0, 0, 1 } };
            double[,] at = { { 1, 1, 1, 1, 1, 0 }, { 0, a, -a, b, -b, 0 }, { 0, a2, a2, b2, b2, 0 },
                { 0, a * a2, -a * a2, b * b2, -b * b2, 1 } };
            var (random, sum) = (new Random(4), 0.0);
            for (var i = 0; i < 4000; i++)
            {
                var d = Enumerable.Range(0, 6).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray();
                var taps = Enumerable.Range(0, 3).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray();
                var products = new float[6];
                for (var k = 0; k < 6; k++)
                {
                    var (x, u) = (0f, 0.0);
                    for (var j = 0; j < 6; j++) x += (float)bt[k, j] * d[j];
                    for (var j = 0; j < 3; j++) u += g[k, j] * taps[j];
                    products[k] = x * (float)u;
                }
                for (var o = 0; o < 4; o++)
                {
                    var (y, right) = (0f, 0.0);
                    for (var k = 0; k < 6; k++) y += (float)at[o, k] * products[k];
                    for (var j = 0; j < 3; j++) right += (double)taps[j] * d[o + j];
                    sum += (y - right) * (y - right);
                }
            }
            return Math.Sqrt(sum / 16000);
        }
        Assert.InRange(Error(1, 2) / Error(Points.A, Points.B), 1.3, 1.45); // 1.38; squared in two dimensions
    }

    [Fact]
    public void What_does_not_fit_is_said()
    {
        const VectorWidth width = VectorWidth.Bits256;
        Assert.Throws<ArgumentOutOfRangeException>(() => new WinogradEngine(0));
        Assert.Contains("10 weights",
            Assert.Throws<ArgumentException>(() => new WinogradConvolution(width, [1], 1, new float[10], [], [])).Message);
        Assert.Contains("2 biases", Assert.Throws<ArgumentException>(
            () => new WinogradConvolution(width, [1], 1, new float[9], new float[2], [])).Message);
        Assert.Contains("3 slopes", Assert.Throws<ArgumentException>(
            () => new WinogradConvolution(width, [1], 2, new float[18], [], new float[3])).Message);
        using var engine = new WinogradEngine(1, width);
        using var layer = new WinogradConvolution(width, [1], 1, new float[9], [], []);
        using FeatureMaps x = new(1, 4, 4, 1), y = new(1, 4, 5, 1);
        Assert.Contains("1 × 4 × 4 pixels", Assert.Throws<ArgumentException>(() => engine.Run(layer, [x], y)).Message);
        Assert.Contains("cannot be one of the inputs", Assert.Throws<ArgumentException>(() => engine.Run(layer, [x], x)).Message);
        Assert.Contains("2 were given", Assert.Throws<ArgumentException>(() => engine.Run(layer, [x, x], x)).Message);
    }

    private static float[] Values(FeatureMaps maps)
    {
        var values = new float[maps.Pictures * maps.Channels * maps.Height * maps.Width];
        maps.CopyTo(values);
        return values;
    }
}
