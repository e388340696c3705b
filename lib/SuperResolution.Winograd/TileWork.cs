using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace SuperResolution.Winograd;

/// <summary>One convolution at a time, shared among the members of a team.</summary>
internal interface ITeamWork : IDisposable
{
    long WorkspaceBytes { get; }

    void Begin(WinogradConvolution layer, ReadOnlySpan<FeatureMaps> inputs, FeatureMaps output, Residual first, Residual second);

    void Do(int member);

    void End();
}

/// <summary>The three steps of a convolution on blocks of tiles, with vectors of one width.</summary>
/// <remarks>
/// A block is as many 4×4 output tiles as <see cref="ISimd{V}.Product"/> sums up at a time. A member takes a block, transforms its input
/// (all channels, to the second-level cache), and for each block of output channels makes 36 products (first-level cache), transforms them
/// back and stores. While it multiplies, it has the lines fetched that it will write, and those that the next block reads: without that
/// the transforms of pictures that do not fit the cache take three times as long.
/// </remarks>
internal sealed unsafe class TileWork<S, V>(int members) : ITeamWork
    where S : ISimd<V>
    where V : struct
{
    /// <summary>Blocks that a member takes at a time: neighbours, so that what is fetched ahead is used.</summary>
    private const int Run = 4;
    private const int Side = 6, Positions = WinogradConvolution.Positions;

    private static readonly int Block = 2 * S.Lanes;

    // From position to position a vector more than needed: addresses that lie a multiple of 4 KB apart would evict each other.
    private static readonly nint ProductStride = (nint)(S.Tiles * Block) + S.Lanes;

    private readonly Buffers[] buffers = [.. Enumerable.Range(0, members).Select(_ => new Buffers())];
    private WinogradConvolution layer = null!;
    private FeatureMaps output = null!;
    private FeatureMaps[] inputs = [];
    private int[] channelsOfChunks = [];
    private Target target;
    private nint positionStride;
    private int height, width, across, down, tiles, blocks, next;

    public long WorkspaceBytes => buffers.Sum(buffer => buffer.Bytes);

    public void Begin(WinogradConvolution layer, ReadOnlySpan<FeatureMaps> inputs, FeatureMaps output, Residual first, Residual second)
    {
        (this.layer, this.output) = (layer, output);
        if (this.inputs.Length != inputs.Length) this.inputs = new FeatureMaps[inputs.Length];
        inputs.CopyTo(this.inputs);
        (height, width) = (output.Height, output.Width);
        (across, down) = ((width + 3) / 4, (height + 3) / 4);
        tiles = checked(output.Pictures * across * down);
        (blocks, next) = ((tiles + S.Tiles - 1) / S.Tiles, 0);
        target = new Target
        {
            Data = output.Data,
            Bias = layer.Bias,
            Slopes = layer.Activates ? layer.Slopes : null,
            First = first.Maps is { } one ? one.Data : null,
            Second = second.Maps is { } two ? two.Data : null,
            FirstScale = first.Scale,
            SecondScale = second.Scale,
            Row = (nint)width * output.Stride,
            Column = output.Stride,
        };
        Chunk();
    }

    public void Do(int member)
    {
        for (int from; (from = Interlocked.Add(ref next, Run) - Run) < blocks;)
        {
            var end = Math.Min(from + Run, blocks);
            for (var block = from; block < end; block++) Convolve(buffers[member], block, block + 1 < end);
        }
    }

    public void End()
    {
        Array.Clear(inputs);
        (layer, output, target) = (null!, null!, default);
    }

    public void Dispose()
    {
        foreach (var buffer in buffers) buffer.Dispose();
    }

    /// <summary>
    /// Divides the input's channels into vectors. The last one of a piece may be partly empty: the products stop at its last channel.
    /// </summary>
    private void Chunk()
    {
        var count = 0;
        foreach (var piece in layer.Pieces) count += (piece + S.Lanes - 1) / S.Lanes;
        if (channelsOfChunks.Length != count + 1) channelsOfChunks = new int[count + 1];
        var chunk = 0;
        foreach (var piece in layer.Pieces)
        {
            for (var left = piece; left > 0; left -= S.Lanes) channelsOfChunks[chunk++] = Math.Min(left, S.Lanes);
        }
        channelsOfChunks[chunk] = 0; // the end
        positionStride = (nint)(count * S.Tiles * S.Lanes) + S.Lanes;
        var widest = 0;
        foreach (var input in inputs) widest = Math.Max(widest, input.Stride);
        foreach (var buffer in buffers) buffer.Require(Positions * positionStride, Positions * ProductStride, (long)Positions * widest);
    }

    private void Convolve(Buffers buffer, int block, bool nextFollows)
    {
        var (first, chunk) = (block * S.Tiles, 0);
        var count = Math.Min(S.Tiles, tiles - first);
        foreach (var input in inputs)
        {
            TransformInput(buffer, input, chunk, first, count);
            chunk += (input.Channels + S.Lanes - 1) / S.Lanes;
        }
        fixed (int* chunks = channelsOfChunks)
        {
            for (var outputs = 0; outputs < layer.Blocks; outputs++)
            {
                var weights = layer.Weights + ((long)outputs * Positions * layer.Inputs * Block);
                for (var position = 0; position < Positions; position++, weights += (long)layer.Inputs * Block)
                {
                    if (outputs == 0) Fetch(output, first, count, 0, 4, position);
                    if (outputs == layer.Blocks - 1 && nextFollows)
                    {
                        foreach (var input in inputs)
                            Fetch(input, first + S.Tiles, Math.Min(S.Tiles, tiles - first - S.Tiles), -1, Side, position);
                    }
                    S.Product(buffer.Input + (position * positionStride), S.Tiles * S.Lanes, chunks, weights,
                        buffer.Products + (position * ProductStride));
                }
                TransformBack(buffer, outputs * Block, first, count);
            }
        }
    }

    private void TransformInput(Buffers buffer, FeatureMaps input, int chunk, int first, int count)
    {
        var data = input.Data;
        var stride = input.Stride;
        for (var i = 0; i < count; i++)
        {
            var (picture, top, left) = Place(first + i);
            float* from;
            nint row;
            if (top > 0 && left > 0 && top + Side - 1 <= height && left + Side - 1 <= width)
            {
                from = data + (((long)picture * height + top - 1) * width + left - 1) * stride;
                row = (nint)width * stride;
            }
            else
            {
                from = Padded(buffer.Patch, data + ((long)picture * height * width * stride), top - 1, left - 1, stride);
                row = Side * stride;
            }
            var to = buffer.Input + ((nint)chunk * S.Tiles + i) * S.Lanes;
            for (var c = 0; c < input.Channels; c += S.Lanes, to += S.Tiles * S.Lanes)
                TileTransforms<S, V>.Input(from + c, row, stride, to, positionStride);
        }
    }

    /// <summary>A tile that reaches over the picture's border, with zeros there.</summary>
    private float* Padded(float* patch, float* picture, int top, int left, int stride)
    {
        var to = patch;
        for (var r = top; r < top + Side; r++)
        {
            for (var c = left; c < left + Side; c++, to += stride)
            {
                var pixel = new Span<float>(to, stride);
                if ((uint)r < (uint)height && (uint)c < (uint)width)
                    new ReadOnlySpan<float>(picture + ((long)r * width + c) * stride, stride).CopyTo(pixel);
                else pixel.Clear();
            }
        }
        return patch;
    }

    private void TransformBack(Buffers buffer, int channel, int first, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var (picture, top, left) = Place(first + i);
            var at = (((long)picture * height + top) * width + left) * output.Stride + channel;
            for (var c = 0; c < Block && channel + c < output.Stride; c += S.Lanes)
            {
                TileTransforms<S, V>.Output(
                    buffer.Products + (i * Block) + c, ProductStride, at + c, Math.Min(4, height - top), Math.Min(4, width - left),
                    channel + c, target, buffer.Half);
            }
        }
    }

    /// <summary>Has a share of the lines around some tiles fetched to the second-level cache.</summary>
    private void Fetch(FeatureMaps maps, int first, int count, int above, int rows, int position)
    {
        if (!Sse.IsSupported) return;
        var lines = count * rows;
        for (var i = position * lines / Positions; i < (position + 1) * lines / Positions; i++)
        {
            var (picture, top, left) = Place(first + i / rows);
            var row = top + above + i % rows;
            if ((uint)row >= (uint)height) continue;
            var at = maps.Data + (((long)picture * height + row) * width + left) * maps.Stride;
            for (var end = at + 4 * maps.Stride; at < end; at += FeatureMaps.Quantum) Sse.Prefetch1(at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (int Picture, int Top, int Left) Place(int tile)
    {
        var (line, x) = Math.DivRem(tile, across);
        var (picture, y) = Math.DivRem(line, down);
        return (picture, y * 4, x * 4);
    }

    /// <summary>What one member computes in.</summary>
    private sealed class Buffers : IDisposable
    {
        private readonly NativeBuffer half = new(4 * Side * S.Lanes);
        private NativeBuffer input = new(0), products = new(0), patch = new(0);

        public float* Input => input.Data;

        public float* Products => products.Data;

        public float* Patch => patch.Data;

        public float* Half => half.Data;

        public long Bytes => sizeof(float) * (input.Length + products.Length + patch.Length + half.Length);

        public void Require(long inputs, long results, long border)
        {
            Grow(ref input, inputs);
            Grow(ref products, results);
            Grow(ref patch, border);
        }

        public void Dispose()
        {
            foreach (var buffer in (NativeBuffer[])[input, products, patch, half]) buffer.Dispose();
        }

        private static void Grow(ref NativeBuffer buffer, long floats)
        {
            if (buffer.Length >= floats) return;
            buffer.Dispose();
            buffer = new NativeBuffer(floats);
        }
    }
}
