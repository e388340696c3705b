using SuperResolution.Imaging;

namespace SuperResolution.Multiframe;

/// <summary>How far a frame may be trusted at each pixel of the base, 0…1 (Wronski et al., section 5.2).</summary>
/// <remarks>
/// R = clamp(s·exp(−d²/σ²) − t, 0, 1), then the minimum over 5×5 pixels. d is the difference of the 3×3 means of base and aligned frame
/// over all channels, made smaller where noise explains it: d·d²/(d² + d_md²). σ² is the variance in the base's 3×3 pixels, at least what
/// noise alone makes of it. s is <see cref="Irregular"/> where the displacements of neighbouring tiles differ by more than
/// <see cref="FlowLimit"/>, else <see cref="Regular"/>. Differs from the paper: d_md² and σ_md² are in closed form (2·variance/9 and
/// 8·variance/9, summed over the channels), where the paper has tables from a simulation that includes clipping; means between pixels are
/// interpolated.
/// </remarks>
/// <param name="Noise">The noise of the frames.</param>
public sealed record Robustness(NoiseModel Noise = default)
{
    /// <summary>t.</summary>
    public double Offset { get; init; } = 0.12;

    /// <summary>s₁: where the motion is irregular.</summary>
    public double Irregular { get; init; } = 2;

    /// <summary>s₂: elsewhere.</summary>
    public double Regular { get; init; } = 12;

    /// <summary>M_th in pixels of a frame.</summary>
    public double FlowLimit { get; init; } = 0.8;

    /// <summary>The map of one frame.</summary>
    /// <param name="basis">The base frame.</param>
    /// <param name="frame">The other one, of the same size and kind.</param>
    /// <param name="flow">Where the base's content lies in it.</param>
    /// <returns>A value for each pixel of the base; 0 where the frame does not show it.</returns>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public FloatPlane Of(Picture basis, Picture frame, FlowField flow)
    {
        FrameSizes.Require([basis, frame]);
        var channels = Enumerable.Range(0, basis.Channels)
            .Select(c => (Basis: FloatPlane.Channel(basis, c), Frame: BoxMean(FloatPlane.Channel(frame, c)))).ToArray();
        var raw = new FloatPlane(basis.Width, basis.Height);
        Parallel.For(0, basis.Height, y =>
        {
            for (var x = 0; x < basis.Width; x++) raw.Samples[(y * basis.Width) + x] = (float)Trust(channels, flow, x, y);
        });
        return Least(raw);
    }

    private double Trust((FloatPlane Basis, FloatPlane Frame)[] channels, FlowField flow, int x, int y)
    {
        var (dx, dy) = flow.At(x, y);
        if (x + dx < 0 || y + dy < 0 || x + dx > channels[0].Basis.Width - 1 || y + dy > channels[0].Basis.Height - 1) return 0;
        double apart = 0, variance = 0, noiseApart = 0, noiseVariance = 0;
        foreach (var (basis, frame) in channels)
        {
            var (mean, squares) = (0.0, 0.0);
            for (var i = 0; i < 9; i++)
            {
                double sample = basis[x + (i % 3) - 1, y + (i / 3) - 1];
                (mean, squares) = (mean + (sample / 9), squares + (sample * sample / 9));
            }
            var (difference, noise) = (mean - frame.At(x + dx, y + dy), Noise.Variance(mean));
            apart += difference * difference;
            variance += squares - (mean * mean);
            noiseApart += 2 * noise / 9;
            noiseVariance += 8 * noise / 9;
        }
        var shrunk = apart / (apart + noiseApart); // noiseApart is above 0: rounding is noise
        var s = flow.Span(x / flow.TileSize, y / flow.TileSize) > FlowLimit ? Irregular : Regular;
        return Math.Clamp((s * Math.Exp(-apart * shrunk * shrunk / Math.Max(variance, noiseVariance))) - Offset, 0, 1);
    }

    private static FloatPlane BoxMean(FloatPlane plane)
    {
        var result = new FloatPlane(plane.Width, plane.Height);
        for (var y = 0; y < plane.Height; y++)
        {
            for (var x = 0; x < plane.Width; x++)
            {
                var sum = 0f;
                for (var i = 0; i < 9; i++) sum += plane[x + (i % 3) - 1, y + (i / 3) - 1];
                result.Samples[(y * plane.Width) + x] = sum / 9;
            }
        }
        return result;
    }

    /// <summary>The minimum over 5×5 pixels: first along rows, then along columns.</summary>
    private static FloatPlane Least(FloatPlane plane)
    {
        return Pass(Pass(plane, 1, 0), 0, 1);

        static FloatPlane Pass(FloatPlane from, int dx, int dy)
        {
            var to = new FloatPlane(from.Width, from.Height);
            for (var y = 0; y < from.Height; y++)
            {
                for (var x = 0; x < from.Width; x++)
                {
                    var least = float.MaxValue;
                    for (var i = -2; i <= 2; i++) least = Math.Min(least, from[x + (i * dx), y + (i * dy)]);
                    to.Samples[(y * from.Width) + x] = least;
                }
            }
            return to;
        }
    }
}
