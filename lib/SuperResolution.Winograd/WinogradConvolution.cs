namespace SuperResolution.Winograd;

/// <summary>
/// One 3×3 convolution (stride 1, zero padding 1) with its bias and activation, transformed once for an engine of a certain width.
/// </summary>
/// <remarks>
/// Immutable, so several engines may use it at a time. The transformed weights take four times the room of the original ones:
/// [block of output channels][position 0…35][input channel][2 vectors of output channels].
/// </remarks>
public sealed unsafe class WinogradConvolution : IDisposable
{
    internal const int Positions = 36;

    private readonly NativeBuffer weights, bias, slopes;
    private readonly int[] pieces;

    /// <summary>Transforms the weights, in double precision.</summary>
    /// <param name="width">The width of the engine that will run it.</param>
    /// <param name="pieces">Channels of each input: one number, or one for each piece of a concatenation, in order.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="oihw">The weights as LibTorch has them, (outputs, inputs, 3, 3).</param>
    /// <param name="bias">One value for each output channel; empty for none.</param>
    /// <param name="slopes">
    /// The activation x ↦ max(0, x) + slope · min(0, x): empty for none, one value for all channels (0: ReLU, else leaky ReLU), or one for
    /// each (PReLU).
    /// </param>
    /// <exception cref="ArgumentException">Numbers of values that do not fit together.</exception>
    public WinogradConvolution(
        VectorWidth width, ReadOnlySpan<int> pieces, int outputs, ReadOnlySpan<float> oihw, ReadOnlySpan<float> bias,
        ReadOnlySpan<float> slopes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        foreach (var channels in pieces) ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1, nameof(pieces));
        var inputs = 0;
        foreach (var channels in pieces) inputs = checked(inputs + channels);
        if (inputs == 0 || oihw.Length != (long)inputs * outputs * 9)
            throw new ArgumentException($"{oihw.Length} weights are not those of a 3×3 convolution of {inputs} channels to {outputs}.");
        if (bias.Length != 0 && bias.Length != outputs)
            throw new ArgumentException($"{bias.Length} biases do not fit {outputs} output channels.");
        if (slopes.Length > 1 && slopes.Length != outputs)
            throw new ArgumentException($"{slopes.Length} slopes do not fit {outputs} output channels.");

        (Width, Inputs, Outputs, this.pieces) = (width, inputs, outputs, pieces.ToArray());
        Block = width == VectorWidth.Bits512 ? 32 : 16;
        Blocks = (outputs + Block - 1) / Block;
        weights = new NativeBuffer((long)Blocks * Positions * inputs * Block);
        this.bias = new NativeBuffer(Blocks * Block);
        this.slopes = new NativeBuffer(Blocks * Block);
        Activates = slopes.Length > 0;
        bias.CopyTo(new Span<float>(this.bias.Data, outputs));
        var padded = new Span<float>(this.slopes.Data, outputs);
        if (slopes.Length == 1) padded.Fill(slopes[0]);
        else slopes.CopyTo(padded);
        Transform(oihw);
    }

    /// <summary>The width of the vectors that the weights were laid out for.</summary>
    public VectorWidth Width { get; }

    /// <summary>Input channels of all pieces together.</summary>
    public int Inputs { get; }

    /// <summary>Output channels.</summary>
    public int Outputs { get; }

    /// <summary>Channels of each input, in the order in which <see cref="WinogradEngine.Run"/> takes them.</summary>
    public ReadOnlySpan<int> Pieces => pieces;

    internal bool Activates { get; }

    /// <summary>Output channels whose sums are in registers together: two vectors.</summary>
    internal int Block { get; }

    internal int Blocks { get; }

    internal float* Weights => weights.Data != null ? weights.Data : throw new ObjectDisposedException(nameof(WinogradConvolution));

    internal float* Bias => bias.Data;

    internal float* Slopes => slopes.Data;

    /// <inheritdoc/>
    public void Dispose()
    {
        weights.Dispose();
        bias.Dispose();
        slopes.Dispose();
    }

    /// <summary>G g Gᵀ for each pair of channels.</summary>
    private void Transform(ReadOnlySpan<float> oihw)
    {
        var g = Points.G;
        Span<double> rows = stackalloc double[18];
        for (var output = 0; output < Outputs; output++)
        {
            for (var input = 0; input < Inputs; input++)
            {
                var taps = oihw.Slice((output * Inputs + input) * 9, 9);
                for (var r = 0; r < 6; r++)
                {
                    for (var c = 0; c < 3; c++) rows[r * 3 + c] = g[r, 0] * taps[c] + g[r, 1] * taps[3 + c] + g[r, 2] * taps[6 + c];
                }
                var to = weights.Data + ((long)(output / Block) * Positions * Inputs + input) * Block + output % Block;
                for (var position = 0; position < Positions; position++, to += (long)Inputs * Block)
                {
                    var (r, c) = (position / 6 * 3, position % 6);
                    *to = (float)(rows[r] * g[c, 0] + rows[r + 1] * g[c, 1] + rows[r + 2] * g[c, 2]);
                }
            }
        }
    }
}
