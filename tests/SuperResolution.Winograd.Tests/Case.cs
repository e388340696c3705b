namespace SuperResolution.Winograd.Tests;

/// <summary>A convolution with random numbers, its answer by the engine, and its answer by definition in double precision.</summary>
internal sealed class Case : IDisposable
{
    private readonly Random random;
    private readonly float[] weights, bias, slopes;
    private readonly FeatureMaps[] inputs;
    private readonly FeatureMaps output;
    private readonly FeatureMaps? first, second;

    public Case(int seed, VectorWidth width, int pictures, int height, int w, int[] pieces, int outputs, int slopeCount = 0,
        int residuals = 0, bool hasBias = true)
    {
        random = new Random(seed);
        var channels = pieces.Sum();
        weights = Values(channels * outputs * 9, Math.Sqrt(2.0 / (9 * channels)));
        bias = hasBias ? Values(outputs, 0.1) : [];
        slopes = Values(slopeCount, 0.5);
        inputs = [.. pieces.Select(piece => Maps(pictures, height, w, piece))];
        output = new FeatureMaps(pictures, height, w, outputs);
        first = residuals > 0 ? Maps(pictures, height, w, outputs) : null;
        second = residuals > 1 ? Maps(pictures, height, w, outputs) : null;
        Layer = new WinogradConvolution(width, pieces, outputs, weights, bias, slopes);
    }

    public WinogradConvolution Layer { get; }

    public FeatureMaps[] Inputs => inputs;

    public FeatureMaps Output => output;

    public void Run(WinogradEngine engine) => engine.Run(Layer, inputs, output, new Residual(first, 0.2f), new Residual(second, -0.5f));

    /// <summary>The largest error of a run, as a share of the largest Σ|weight|·|input| + |bias| of any output.</summary>
    public double LargestError()
    {
        double worst = 0, largest = 0;
        for (var n = 0; n < output.Pictures; n++)
        {
            for (var row = 0; row < output.Height; row++)
            {
                for (var column = 0; column < output.Width; column++)
                {
                    for (var channel = 0; channel < output.Channels; channel++)
                    {
                        var (right, size) = ByDefinition(n, row, column, channel);
                        var error = Math.Abs(output[n, row, column][channel] - right);
                        if (!(error <= worst)) worst = error; // NaN is an error too
                        largest = Math.Max(largest, size);
                    }
                }
            }
        }
        return worst / largest;
    }

    public void Dispose()
    {
        Layer.Dispose();
        output.Dispose();
        first?.Dispose();
        second?.Dispose();
        foreach (var input in inputs) input.Dispose();
    }

    private (double Value, double Size) ByDefinition(int n, int row, int column, int channel)
    {
        double sum = bias.Length > 0 ? bias[channel] : 0, size = Math.Abs(sum);
        var k = 0;
        foreach (var input in inputs)
        {
            for (var c = 0; c < input.Channels; c++, k++)
            {
                for (var tap = 0; tap < 9; tap++)
                {
                    var (r, x) = (row + tap / 3 - 1, column + tap % 3 - 1);
                    if (r < 0 || x < 0 || r >= input.Height || x >= input.Width) continue;
                    var product = (double)weights[(channel * Layer.Inputs + k) * 9 + tap] * input[n, r, x][c];
                    (sum, size) = (sum + product, size + Math.Abs(product));
                }
            }
        }
        if (slopes.Length > 0) sum = Math.Max(0, sum) + (slopes[slopes.Length > 1 ? channel : 0] * Math.Min(0, sum));
        if (first is not null) sum = (0.2f * sum) + first[n, row, column][channel];
        if (second is not null) sum = (-0.5 * sum) + second[n, row, column][channel];
        size += Math.Abs(first is null ? 0 : first[n, row, column][channel])
            + Math.Abs(second is null ? 0 : second[n, row, column][channel]);
        return (sum, size);
    }

    private FeatureMaps Maps(int pictures, int height, int w, int channels)
    {
        var maps = new FeatureMaps(pictures, height, w, channels);
        maps.CopyFrom(Values(pictures * height * w * channels, 1));
        return maps;
    }

    /// <summary>Uniform in ±√3·deviation.</summary>
    private float[] Values(int count, double deviation) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() - 0.5) * Math.Sqrt(12) * deviation))];
}
