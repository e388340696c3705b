namespace SuperResolution.Multiframe;

/// <summary>
/// Displacements to fractions of a pixel: the translation that makes a tile of the base most like the frame (Lucas and Kanade 1981, in the
/// inverse compositional form of Baker and Matthews 2004).
/// </summary>
/// <param name="basis">The smoothed base frame.</param>
/// <param name="frame">The smoothed other frame.</param>
internal sealed class LucasKanade(FloatPlane basis, FloatPlane frame)
{
    private const double Farthest = 1.5; // pixels from where block matching had put it; beyond, the iteration has lost its tile

    /// <summary>Refines a displacement.</summary>
    /// <param name="window">First column, first row and side in pixels; parts outside of either frame do not count.</param>
    /// <param name="start">Where to start.</param>
    /// <param name="iterations">How often.</param>
    /// <param name="leastStructure">
    /// Mean squared gradient in the weakest direction, below which a window says nothing about the displacement in that direction.
    /// </param>
    /// <returns>The displacement, or null where the window has too little structure or the iteration loses it.</returns>
    public (double X, double Y)? Refine(
        (int Left, int Top, int Side) window, (double X, double Y) start, int iterations, double leastStructure)
    {
        var flow = start;
        for (var iteration = 0; iteration < iterations; iteration++)
        {
            // Gradients are those of the base: they stay the same in all iterations. What changes is which pixels lie within the frame.
            double xx = 0, xy = 0, yy = 0, bx = 0, by = 0;
            var count = 0;
            for (var y = Math.Max(1, window.Top); y < Math.Min(basis.Height - 1, window.Top + window.Side); y++)
            {
                for (var x = Math.Max(1, window.Left); x < Math.Min(basis.Width - 1, window.Left + window.Side); x++)
                {
                    var (u, v) = (x + flow.X, y + flow.Y);
                    if (u < 1 || v < 1 || u > frame.Width - 2 || v > frame.Height - 2) continue;
                    var (gx, gy) = ((basis[x + 1, y] - basis[x - 1, y]) / 2, (basis[x, y + 1] - basis[x, y - 1]) / 2);
                    var error = basis[x, y] - Cubic.At(frame, u, v);
                    (xx, xy, yy, bx, by, count) =
                        (xx + (gx * gx), xy + (gx * gy), yy + (gy * gy), bx + (gx * error), by + (gy * error), count + 1);
                }
            }
            var weakest = (xx + yy - Math.Sqrt(((xx - yy) * (xx - yy)) + (4 * xy * xy))) / 2;
            if (count == 0 || weakest < leastStructure * count) return null;
            var determinant = (xx * yy) - (xy * xy);
            flow = (flow.X + (((yy * bx) - (xy * by)) / determinant), flow.Y + (((xx * by) - (xy * bx)) / determinant));
            if (Math.Max(Math.Abs(flow.X - start.X), Math.Abs(flow.Y - start.Y)) > Farthest) return null;
        }
        return flow;
    }

    /// <summary>Mean absolute difference of a window and its counterpart; infinite where the frame does not show it.</summary>
    public double Residual((int Left, int Top, int Side) window, (double X, double Y) flow)
    {
        var (sum, count) = (0.0, 0);
        for (var y = Math.Max(0, window.Top); y < Math.Min(basis.Height, window.Top + window.Side); y++)
        {
            for (var x = Math.Max(0, window.Left); x < Math.Min(basis.Width, window.Left + window.Side); x++)
            {
                var (u, v) = (x + flow.X, y + flow.Y);
                if (u < 0 || v < 0 || u > frame.Width - 1 || v > frame.Height - 1) continue;
                (sum, count) = (sum + Math.Abs(basis[x, y] - Cubic.At(frame, u, v)), count + 1);
            }
        }
        return count == 0 ? double.PositiveInfinity : sum / count;
    }
}
