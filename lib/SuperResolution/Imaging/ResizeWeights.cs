using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace SuperResolution.Imaging;

/// <summary>For one axis: which input samples make each output sample, with which weights (MATLAB's "contributions").</summary>
internal sealed class ResizeWeights
{
    private readonly int[] starts;

    private ResizeWeights(int[] starts, int[] indices, double[] weights)
    {
        (this.starts, Indices, Weights) = (starts, indices, weights);
        for (var i = 0; i < Outputs; i++)
        {
            var taps = indices.AsSpan(starts[i]..starts[i + 1]);
            Span = Math.Max(Span, TensorPrimitives.Max<int>(taps) - TensorPrimitives.Min<int>(taps) + 1);
        }
        Slots = Array.ConvertAll(indices, index => index % Span);
    }

    /// <summary>Input positions of all taps, output after output.</summary>
    public int[] Indices { get; }

    /// <summary>The weights beside <see cref="Indices"/>; those of one output sum to 1.</summary>
    public double[] Weights { get; }

    /// <summary>How many outputs there are.</summary>
    public int Outputs => starts.Length - 1;

    /// <summary>
    /// The largest distance between two taps of one output, plus 1: a ring of so many input samples holds all that an output needs.
    /// </summary>
    public int Span { get; }

    /// <summary>The places of <see cref="Indices"/> in that ring.</summary>
    public int[] Slots { get; }

    /// <summary>The taps of output <paramref name="i"/>: a range of <see cref="Indices"/> and <see cref="Weights"/>.</summary>
    public (int Start, int End) Taps(int i) => (starts[i], starts[i + 1]);

    public static ResizeWeights Of(int input, int output, double scale, ResizeKernel kernel, Border border)
    {
        // As MATLAB has it, operation by operation: where an output lies in the middle between two inputs, the last bit decides.
        var (stretch, width) = scale < 1 && kernel != ResizeKernel.Nearest ? (scale, Width(kernel) / scale) : (1, Width(kernel));
        var (starts, indices, weights) = (new int[output + 1], new List<int>(), new List<double>());
        for (var i = 0; i < output; i++)
        {
            var centre = ((i + 1) / scale) + (0.5 * (1 - (1 / scale))); // counted from 1
            var left = Math.Floor(centre - (width / 2));
            for (var tap = 0; tap < Math.Ceiling(width) + 2; tap++)
            {
                var weight = stretch * Value(kernel, stretch * (centre - (left + tap)));
                if (weight == 0) continue;
                indices.Add(Inside((int)left + tap - 1, input, border));
                weights.Add(weight);
            }
            starts[i + 1] = indices.Count;
            var sum = 0.0;
            for (var k = starts[i]; k < weights.Count; k++) sum += weights[k];
            for (var k = starts[i]; k < weights.Count; k++) weights[k] /= sum;
        }
        return new ResizeWeights(starts, [.. indices], [.. weights]);
    }

    private static double Width(ResizeKernel kernel) => kernel switch { ResizeKernel.Nearest => 1, ResizeKernel.Bilinear => 2, _ => 4 };

    /// <summary>The kernel itself, not stretched.</summary>
    public static double Value(ResizeKernel kernel, double x)
    {
        var a = Math.Abs(x);
        var (a2, a3) = (a * a, a * a * a);
        return kernel switch
        {
            ResizeKernel.Nearest => x is >= -0.5 and < 0.5 ? 1 : 0,
            ResizeKernel.Bilinear => Math.Max(0, 1 - a),
            _ => a <= 1 ? (1.5 * a3) - (2.5 * a2) + 1 : a <= 2 ? (-0.5 * a3) + (2.5 * a2) - (4 * a) + 2 : 0,
        };
    }

    /// <summary>The sample that stands at position <paramref name="j"/>, which may lie outside.</summary>
    public static int Inside(int j, int input, Border border)
    {
        if (border == Border.Replicate) return Math.Clamp(j, 0, input - 1);
        var period = 2 * input;
        j = ((j % period) + period) % period;
        return j < input ? j : period - 1 - j;
    }
}
