namespace SuperResolution.Winograd;

/// <summary>
/// Runs 3×3 convolutions (stride 1, zero padding 1) by Winograd's minimal filtering F(4×4, 3×3): a quarter of the multiplications.
/// </summary>
/// <remarks>
/// The result does not depend on the number of threads: each output tile is computed by one thread, always in the same order. One job at a
/// time; a second thread's call waits. <see cref="WorkspaceBytes"/> is all that it allocates, at the first layer of so many channels.
/// </remarks>
public sealed class WinogradEngine : IDisposable
{
    private readonly Lock gate = new();
    private readonly ITeamWork work;
    private readonly ThreadTeam team;

    /// <summary>Makes an engine with threads of its own.</summary>
    /// <param name="threads">How many threads compute, the caller's included; from 1.</param>
    /// <param name="width">The vectors; null: the widest that this processor has. Others work as well, slowly: for tests.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one thread.</exception>
    /// <exception cref="PlatformNotSupportedException">
    /// No width is given, and this processor has none (see <see cref="VectorWidths.Widest"/>).
    /// </exception>
    public WinogradEngine(int threads, VectorWidth? width = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Width = width ?? VectorWidths.Widest
            ?? throw new PlatformNotSupportedException("This processor has neither AVX-512F nor AVX2 with FMA.");
        work = Width == VectorWidth.Bits512
            ? new TileWork<Simd512, System.Runtime.Intrinsics.Vector512<float>>(threads)
            : new TileWork<Simd256, System.Runtime.Intrinsics.Vector256<float>>(threads);
        team = new ThreadTeam(threads, work.Do);
    }

    /// <summary>The vectors that it computes with.</summary>
    public VectorWidth Width { get; }

    /// <summary>Bytes of the threads' buffers so far.</summary>
    public long WorkspaceBytes => work.WorkspaceBytes;

    /// <summary>output = second(first(activation(convolution(concatenation of the inputs) + bias))).</summary>
    /// <param name="layer">Weights, bias and activation, transformed for <see cref="Width"/>.</param>
    /// <param name="inputs">The pieces of the input, read where they lie; of <see cref="WinogradConvolution.Pieces"/> channels.</param>
    /// <param name="output">Where the answer goes: none of the inputs.</param>
    /// <param name="first">A residual sum, or nothing.</param>
    /// <param name="second">Another one after the first, or nothing.</param>
    /// <exception cref="ArgumentException">Sizes, channels or widths that do not fit, or an output that is an input.</exception>
    public void Run(WinogradConvolution layer, ReadOnlySpan<FeatureMaps> inputs, FeatureMaps output, Residual first = default,
        Residual second = default)
    {
        Check(layer, inputs, output, first, second);
        lock (gate)
        {
            work.Begin(layer, inputs, output, first, second);
            team.Run();
            work.End();
        }
    }

    /// <summary>Ends the threads and frees their buffers.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            team.Dispose();
            work.Dispose();
        }
    }

    private void Check(WinogradConvolution layer, ReadOnlySpan<FeatureMaps> inputs, FeatureMaps output, Residual first, Residual second)
    {
        if (layer.Width != Width)
            throw new ArgumentException($"The layer was transformed for {layer.Width}, the engine computes with {Width}.");
        if (inputs.Length != layer.Pieces.Length)
            throw new ArgumentException($"The layer takes {layer.Pieces.Length} pieces, {inputs.Length} were given.");
        for (var i = 0; i < inputs.Length; i++)
        {
            RequireSize(inputs[i], output, layer.Pieces[i], "An input");
            if (ReferenceEquals(inputs[i], output))
                throw new ArgumentException("The output cannot be one of the inputs: neighbours still need them.");
        }
        RequireSize(output, output, layer.Outputs, "The output");
        if (first.Maps is { } one) RequireSize(one, output, layer.Outputs, "A residual");
        if (second.Maps is not { } two) return;
        RequireSize(two, output, layer.Outputs, "A residual");
        if (first.Maps is null) throw new ArgumentException("There is a second residual but no first one.");
    }

    private static void RequireSize(FeatureMaps maps, FeatureMaps output, int channels, string what)
    {
        if ((maps.Pictures, maps.Height, maps.Width, maps.Channels) != (output.Pictures, output.Height, output.Width, channels))
            throw new ArgumentException(
                $"{what} has {maps.Pictures} × {maps.Height} × {maps.Width} pixels of {maps.Channels} channels; "
                + $"{output.Pictures} × {output.Height} × {output.Width} of {channels} are needed.");
    }
}
