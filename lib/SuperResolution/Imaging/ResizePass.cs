using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace SuperResolution.Imaging;

/// <summary>One pass of a separable resize: every output row is a weighted sum of input rows, in double precision.</summary>
/// <remarks>Sums run tap after tap without fused operations, so that ties round as in MATLAB, whatever the processor.</remarks>
internal sealed class ResizePass(ResizeWeights plan)
{
    // Columns are worked on in strips: the input rows that an output needs then stay in the processor's nearest cache.
    private const int Strip = 128;

    // So many rows are turned upright at a time for the horizontal pass, and make full vectors side by side.
    private const int Band = 32;

    // So many pixels of all rows of a band fit into the nearest cache.
    private const int Tile = 64;

    private readonly double[] ring = new double[plan.Span * Strip], sums = new double[Strip];
    private readonly int[] held = new int[plan.Span];

    /// <summary>The vertical pass: <paramref name="row"/> samples in each row, as many output rows as the plan has outputs.</summary>
    public void Rows<TFrom, TTo>(ReadOnlySpan<TFrom> from, Span<TTo> to, int row) where TFrom : unmanaged where TTo : unmanaged
    {
        for (var x = 0; x < row; x += Strip)
        {
            var columns = Math.Min(Strip, row - x);
            Array.Fill(held, -1);
            for (var i = 0; i < plan.Outputs; i++)
            {
                for (var (k, end) = plan.Taps(i); k < end; k++)
                {
                    // Each input row is converted to double once and stays in a ring while outputs need it.
                    var (y, slot) = (plan.Indices[k], plan.Slots[k]);
                    if (held[slot] == y) continue;
                    ToDouble(from.Slice((y * row) + x, columns), ring.AsSpan(slot * Strip, columns));
                    held[slot] = y;
                }
                Sum(i, columns);
                FromDouble(sums.AsSpan(0, columns), to.Slice((i * row) + x, columns));
            }
        }
    }

    /// <summary>The horizontal pass: bands of rows are transposed, so that it is the vertical one.</summary>
    public void Columns<TFrom, TTo>(ReadOnlySpan<TFrom> from, Span<TTo> to, int width, int height, int channels)
        where TFrom : unmanaged where TTo : unmanaged
    {
        var (upright, done) = (new TFrom[width * Band * channels], new TTo[plan.Outputs * Band * channels]);
        for (var y = 0; y < height; y += Band)
        {
            var rows = Math.Min(Band, height - y);
            var band = rows * channels;
            Copy(from[(y * width * channels)..], channels, width * channels, upright, band, channels, width, rows, channels);
            Rows(upright, done.AsSpan(0, plan.Outputs * band), band);
            Copy(done, band, channels, to[(y * plan.Outputs * channels)..], channels, plan.Outputs * channels, plan.Outputs, rows,
                channels);
        }
    }

    private void Sum(int i, int columns)
    {
        ref var lines = ref MemoryMarshal.GetArrayDataReference(ring);
        var (start, end) = plan.Taps(i);
        var (slots, weights) = (plan.Slots, plan.Weights);
        var step = Vector<double>.Count;
        for (var x = 0; x < columns; x += 4 * step) // Strip is a multiple of this; what lies beyond the columns is not used
        {
            Vector<double> a = default, b = default, c = default, d = default;
            for (var k = start; k < end; k++)
            {
                ref var line = ref Unsafe.Add(ref lines, (slots[k] * Strip) + x);
                var weight = new Vector<double>(weights[k]);
                a += Vector.LoadUnsafe(ref line) * weight;
                b += Vector.LoadUnsafe(ref line, (nuint)step) * weight;
                c += Vector.LoadUnsafe(ref line, (nuint)(2 * step)) * weight;
                d += Vector.LoadUnsafe(ref line, (nuint)(3 * step)) * weight;
            }
            a.CopyTo(sums, x);
            b.CopyTo(sums, x + step);
            c.CopyTo(sums, x + (2 * step));
            d.CopyTo(sums, x + (3 * step));
        }
    }

    /// <summary>
    /// Copies a band of pixels between two orders, each given by the steps to the next pixel along the band and across it.
    /// </summary>
    private static void Copy<T>(ReadOnlySpan<T> from, int fromAlong, int fromAcross, Span<T> to, int toAlong, int toAcross, int length,
        int rows, int channels)
        where T : unmanaged
    {
        for (var start = 0; start < length; start += Tile)
        {
            var end = Math.Min(length, start + Tile);
            for (var row = 0; row < rows; row++)
            {
                var (source, target) = ((start * fromAlong) + (row * fromAcross), (start * toAlong) + (row * toAcross));
                for (var i = start; i < end; i++, source += fromAlong, target += toAlong)
                {
                    to[target] = from[source];
                    if (channels == 1) continue;
                    to[target + 1] = from[source + 1];
                    to[target + 2] = from[source + 2];
                }
            }
        }
    }

    private static void ToDouble<T>(ReadOnlySpan<T> from, Span<double> to) where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<T, float>(from), to);
            return;
        }
        if (typeof(T) == typeof(double))
        {
            MemoryMarshal.Cast<T, double>(from).CopyTo(to);
            return;
        }
        var bytes = MemoryMarshal.Cast<T, byte>(from);
        var at = 0;
        for (; at <= bytes.Length - Vector<byte>.Count; at += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(bytes[at..]), out var low, out var high);
            var eighth = to.Slice(at, Vector<byte>.Count);
            Widen(low, eighth);
            Widen(high, eighth[Vector<ushort>.Count..]);
        }
        for (; at < bytes.Length; at++) to[at] = bytes[at];

        static void Widen(Vector<ushort> samples, Span<double> to)
        {
            Vector.Widen(samples, out var low, out var high);
            Vector.Widen(Vector.ConvertToSingle(low.As<uint, int>()), out var first, out var second);
            Vector.Widen(Vector.ConvertToSingle(high.As<uint, int>()), out var third, out var fourth);
            first.CopyTo(to);
            second.CopyTo(to[Vector<double>.Count..]);
            third.CopyTo(to[(2 * Vector<double>.Count)..]);
            fourth.CopyTo(to[(3 * Vector<double>.Count)..]);
        }
    }

    private static void FromDouble<T>(ReadOnlySpan<double> from, Span<T> to) where T : unmanaged
    {
        if (typeof(T) == typeof(float)) TensorPrimitives.ConvertTruncating(from, MemoryMarshal.Cast<T, float>(to));
        else if (typeof(T) == typeof(double)) from.CopyTo(MemoryMarshal.Cast<T, double>(to));
        else Round(from, MemoryMarshal.Cast<T, byte>(to));
    }

    /// <summary>Half away from zero, clamped to 0…255.</summary>
    private static void Round(ReadOnlySpan<double> from, Span<byte> to)
    {
        var at = 0;
        for (; at <= to.Length - Vector<byte>.Count; at += Vector<byte>.Count)
        {
            var part = from.Slice(at, Vector<byte>.Count);
            Vector.Narrow(Narrow(part), Narrow(part[Vector<ushort>.Count..])).CopyTo(to[at..]);
        }
        for (; at < to.Length; at++) to[at] = (byte)Math.Clamp(from[at] + 0.5, 0, 255);

        // Whole numbers up to 255 are exact in every type on the way.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector<ushort> Narrow(ReadOnlySpan<double> from) =>
            Vector.Narrow(Whole(from).As<int, uint>(), Whole(from[Vector<int>.Count..]).As<int, uint>());

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector<int> Whole(ReadOnlySpan<double> from) =>
            Vector.ConvertToInt32Native(Vector.Narrow(Rounded(from), Rounded(from[Vector<double>.Count..])));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector<double> Rounded(ReadOnlySpan<double> from) =>
            Vector.Floor(Vector.MinNative(Vector.MaxNative(new Vector<double>(from), Vector<double>.Zero), new Vector<double>(255))
                + new Vector<double>(0.5));
    }
}
