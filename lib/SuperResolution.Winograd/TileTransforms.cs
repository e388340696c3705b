using System.Runtime.CompilerServices;

namespace SuperResolution.Winograd;

/// <summary>
/// Bᵀ d B of a 6×6 input tile and Aᵀ M A of a 6×6 tile of products, for one vector of channels (see <see cref="Points"/>).
/// </summary>
/// <remarks>
/// <code>
/// Bᵀ = | 1   0  -5/2   0   1  0 |     Aᵀ = | 1  1   1   1   1   0 |
///      | 0  -b    -2   a   1  0 |          | 0  a  -a   b  -b   0 |
///      | 0   b    -2  -a   1  0 |          | 0  a²  a²  b²  b²  0 |
///      | 0  -a    -½   b   1  0 |          | 0  a³ -a³  b³ -b³  1 |
///      | 0   a    -½  -b   1  0 |
///      | 0   1     0 -5/2  0  1 |
/// </code>
/// The rows of a point and of its negative share their even and odd parts.
/// </remarks>
internal static unsafe class TileTransforms<S, V>
    where S : ISimd<V>
    where V : struct
{
    /// <summary>Transforms a tile of the input.</summary>
    /// <param name="d">The tile's first pixel.</param>
    /// <param name="row">Floats from row to row.</param>
    /// <param name="column">Floats from pixel to pixel.</param>
    /// <param name="to">Where position 0 goes.</param>
    /// <param name="stride">Floats from position to position.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Input(float* d, nint row, nint column, float* to, nint stride)
    {
        float* d1 = d + column, d2 = d1 + column, d3 = d2 + column, d4 = d3 + column, d5 = d4 + column;
        InputRow(Ends(d, row), Ends(d1, row), Ends(d2, row), Ends(d3, row), Ends(d4, row), Ends(d5, row), to, stride);

        Pair(d + row, row, Points.A1, Points.B1, Points.B2, out var p0, out var m0);
        Pair(d1 + row, row, Points.A1, Points.B1, Points.B2, out var p1, out var m1);
        Pair(d2 + row, row, Points.A1, Points.B1, Points.B2, out var p2, out var m2);
        Pair(d3 + row, row, Points.A1, Points.B1, Points.B2, out var p3, out var m3);
        Pair(d4 + row, row, Points.A1, Points.B1, Points.B2, out var p4, out var m4);
        Pair(d5 + row, row, Points.A1, Points.B1, Points.B2, out var p5, out var m5);
        InputRow(p0, p1, p2, p3, p4, p5, to + 6 * stride, stride);
        InputRow(m0, m1, m2, m3, m4, m5, to + 12 * stride, stride);

        Pair(d + row, row, Points.B1, Points.A1, Points.A2, out p0, out m0);
        Pair(d1 + row, row, Points.B1, Points.A1, Points.A2, out p1, out m1);
        Pair(d2 + row, row, Points.B1, Points.A1, Points.A2, out p2, out m2);
        Pair(d3 + row, row, Points.B1, Points.A1, Points.A2, out p3, out m3);
        Pair(d4 + row, row, Points.B1, Points.A1, Points.A2, out p4, out m4);
        Pair(d5 + row, row, Points.B1, Points.A1, Points.A2, out p5, out m5);
        InputRow(p0, p1, p2, p3, p4, p5, to + 18 * stride, stride);
        InputRow(m0, m1, m2, m3, m4, m5, to + 24 * stride, stride);

        d += row;
        InputRow(Ends(d, row), Ends(d1 + row, row), Ends(d2 + row, row), Ends(d3 + row, row), Ends(d4 + row, row), Ends(d5 + row, row),
            to + 30 * stride, stride);
    }

    /// <summary>
    /// Transforms products back to 4×4 outputs: adds the bias, activates, adds residuals, and stores what lies inside of the picture.
    /// </summary>
    /// <param name="m">Position 0 of the products.</param>
    /// <param name="stride">Floats from position to position.</param>
    /// <param name="at">Floats from the maps' begin to the tile's first pixel and channel, in the output as in the residuals.</param>
    /// <param name="rows">Rows of the tile that lie inside, 1 to 4.</param>
    /// <param name="columns">Columns of the tile that lie inside, 1 to 4.</param>
    /// <param name="channel">First of the output channels, for bias and slopes.</param>
    /// <param name="target">Where the outputs go, and what is done to them.</param>
    /// <param name="half">Room for 24 vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Output(float* m, nint stride, long at, int rows, int columns, int channel, in Target target, float* half)
    {
        V a = S.All(Points.A1), b = S.All(Points.B1), a2 = S.All(Points.A2), b2 = S.All(Points.B2), a3 = S.All(Points.A3),
            b3 = S.All(Points.B3);
        var to = half;
        for (var j = 0; j < 6; j++, m += stride, to += S.Lanes)
        {
            V m1 = S.Load(m + 6 * stride), m2 = S.Load(m + 12 * stride), m3 = S.Load(m + 18 * stride), m4 = S.Load(m + 24 * stride);
            V sum1 = S.Add(m1, m2), difference1 = S.Subtract(m1, m2), sum2 = S.Add(m3, m4), difference2 = S.Subtract(m3, m4);
            S.Store(S.Add(S.Add(S.Load(m), sum1), sum2), to);
            S.Store(S.MultiplyAdd(a, difference1, S.Multiply(b, difference2)), to + 6 * S.Lanes);
            S.Store(S.MultiplyAdd(a2, sum1, S.Multiply(b2, sum2)), to + 12 * S.Lanes);
            S.Store(S.MultiplyAdd(a3, difference1, S.MultiplyAdd(b3, difference2, S.Load(m + 30 * stride))), to + 18 * S.Lanes);
        }
        var bias = S.Load(target.Bias + channel);
        for (var i = 0; i < rows; i++, half += 6 * S.Lanes, at += target.Row)
        {
            V m1 = S.Load(half + S.Lanes), m2 = S.Load(half + 2 * S.Lanes), m3 = S.Load(half + 3 * S.Lanes),
                m4 = S.Load(half + 4 * S.Lanes);
            V sum1 = S.Add(m1, m2), difference1 = S.Subtract(m1, m2), sum2 = S.Add(m3, m4), difference2 = S.Subtract(m3, m4);
            Finish(S.Add(S.Add(S.Add(S.Load(half), sum1), sum2), bias), at, channel, target);
            if (columns > 1)
                Finish(S.MultiplyAdd(a, difference1, S.MultiplyAdd(b, difference2, bias)), at + target.Column, channel, target);
            if (columns > 2) Finish(S.MultiplyAdd(a2, sum1, S.MultiplyAdd(b2, sum2, bias)), at + 2 * target.Column, channel, target);
            if (columns > 3)
            {
                var last = S.Add(S.Load(half + 5 * S.Lanes), bias);
                Finish(S.MultiplyAdd(a3, difference1, S.MultiplyAdd(b3, difference2, last)), at + 3 * target.Column, channel, target);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(V y, long at, int channel, in Target target)
    {
        if (target.Slopes != null)
        {
            var zero = S.All(0); // y is the second operand, so NaN stays NaN
            y = S.MultiplyAdd(S.Load(target.Slopes + channel), S.Min(zero, y), S.Max(zero, y));
        }
        if (target.First != null)
        {
            y = S.MultiplyAdd(y, S.All(target.FirstScale), S.Load(target.First + at));
            if (target.Second != null) y = S.MultiplyAdd(y, S.All(target.SecondScale), S.Load(target.Second + at));
        }
        S.Store(y, target.Data + at);
    }

    /// <summary>The rows of 0 and ∞: d0 − (a² + b²)·d2 + d4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Ends(float* d, nint row) =>
        S.MultiplyAdd(S.All(-Points.A2 - Points.B2), S.Load(d + 2 * row), S.Add(S.Load(d), S.Load(d + 4 * row)));

    /// <summary>The rows of ±x: (d4 − y²·d2) ± (x·d3 − y·d1), d from d1 on; y is the other point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pair(float* d, nint row, float x, float y, float y2, out V plus, out V minus)
    {
        var even = S.MultiplyAdd(S.All(-y2), S.Load(d + row), S.Load(d + 3 * row));
        var odd = S.MultiplyAdd(S.All(-y), S.Load(d), S.Multiply(S.All(x), S.Load(d + 2 * row)));
        (plus, minus) = (S.Add(even, odd), S.Subtract(even, odd));
    }

    /// <summary>One row times B, stored to six positions.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void InputRow(V d0, V d1, V d2, V d3, V d4, V d5, float* to, nint stride)
    {
        V a = S.All(Points.A1), b = S.All(Points.B1), ends = S.All(-Points.A2 - Points.B2);
        S.Store(S.MultiplyAdd(ends, d2, S.Add(d0, d4)), to);
        V even = S.MultiplyAdd(S.All(-Points.B2), d2, d4), odd = S.MultiplyAdd(S.All(-Points.B1), d1, S.Multiply(a, d3));
        S.Store(S.Add(even, odd), to + stride);
        S.Store(S.Subtract(even, odd), to + 2 * stride);
        even = S.MultiplyAdd(S.All(-Points.A2), d2, d4);
        odd = S.MultiplyAdd(S.All(-Points.A1), d1, S.Multiply(b, d3));
        S.Store(S.Add(even, odd), to + 3 * stride);
        S.Store(S.Subtract(even, odd), to + 4 * stride);
        S.Store(S.MultiplyAdd(ends, d3, S.Add(d1, d5)), to + 5 * stride);
    }
}
