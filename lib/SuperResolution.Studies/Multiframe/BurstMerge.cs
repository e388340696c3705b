using SuperResolution.Imaging;

namespace SuperResolution.Multiframe;

/// <summary>
/// Handheld multi-frame super-resolution (Wronski et al., SIGGRAPH 2019, arXiv 1905.03277): many aliased frames become one larger picture.
/// </summary>
/// <remarks>
/// C(x) = Σ_n Σ_i c_{n,i}·w_{n,i}·R_n / Σ_n Σ_i w_{n,i}·R_n with w = exp(−½·dᵀΩ⁻¹d): every pixel of the result is the mean of the 3×3
/// samples of each frame around its place, each weighted by the kernel and by the frame's robustness (eq. 1 and 4). Frames are gray or RGB
/// pictures of equal exposure; the paper's are raw, one colour for each sample, and the merge replaces demosaicing. Nothing is sharpened:
/// the result is as soft as the sensor's pixels are large. Deterministic.
/// </remarks>
/// <param name="Scale">How many times as large the result is.</param>
/// <param name="Noise">The noise of the frames, from which the parameters follow.</param>
public sealed record BurstMerge(int Scale, NoiseModel Noise = default)
{
    /// <summary>Parameters of the kernels; null: by the signal-to-noise ratio of the base frame.</summary>
    public KernelSettings? Kernels { get; init; }

    /// <summary>The alignment; null: tiles of 16 pixels.</summary>
    public FrameAlignment? Alignment { get; init; }

    /// <summary>Who is trusted; null: the paper's values.</summary>
    public Robustness? Robustness { get; init; }

    /// <summary>False: all frames are trusted everywhere. For comparisons only, things that move leave ghosts.</summary>
    public bool Robust { get; init; } = true;

    /// <summary>Aligns and merges a burst.</summary>
    /// <param name="frames">The base frame first; all of one size.</param>
    /// <exception cref="ArgumentException">No frames, different sizes, a scale under 1, or frames smaller than a tile.</exception>
    public MergedBurst Merge(IReadOnlyList<Picture> frames)
    {
        FrameSizes.Require(frames);
        return Merge(frames, (Alignment ?? new FrameAlignment(Noise)).Align(frames[0], [.. frames.Skip(1)]));
    }

    /// <summary>Merges a burst whose displacements are known.</summary>
    /// <param name="frames">The base frame first; all of one size.</param>
    /// <param name="flows">Displacements of all frames but the base.</param>
    /// <exception cref="ArgumentException">
    /// No frames, different sizes, a scale under 1, or not one flow for each frame but the base.
    /// </exception>
    public MergedBurst Merge(IReadOnlyList<Picture> frames, IReadOnlyList<FlowField> flows)
    {
        FrameSizes.Require(frames);
        if (Scale < 1 || flows.Count != frames.Count - 1)
            throw new ArgumentException($"A merge needs a scale from 1 (here {Scale}) and displacements of all frames but the first: " +
                $"{frames.Count - 1}, here {flows.Count}.");
        var kernels = new SteerableKernels(frames[0], Noise, Kernels);
        var trust = flows.Select((flow, i) => Robust ? (Robustness ?? new Robustness(Noise)).Of(frames[0], frames[i + 1], flow)
            : Ones(frames[0])).ToArray();
        var (width, height, channels) = (frames[0].Width * Scale, frames[0].Height * Scale, frames[0].Channels);
        var pixels = new byte[width * height * channels];
        Parallel.For(0, height, y =>
        {
            var sums = new double[channels + 1]; // one for each channel, and that of the weights
            for (var x = 0; x < width; x++)
            {
                var (u, v) = (((x + 0.5) / Scale) - 0.5, ((y + 0.5) / Scale) - 0.5); // the place in the base frame
                var inverse = Inverse(kernels.CovarianceAt(u, v));
                Array.Clear(sums);
                Accumulate(frames[0], u, v, inverse, 1, sums);
                for (var n = 0; n < flows.Count; n++)
                {
                    var (dx, dy) = flows[n].At(u, v);
                    var robustness = trust[n].At(u, v);
                    if (robustness > 0) Accumulate(frames[n + 1], u + dx, v + dy, inverse, robustness, sums);
                }
                for (var c = 0; c < channels; c++)
                    pixels[(((y * width) + x) * channels) + c] = (byte)Math.Clamp(Math.Floor((sums[c] / sums[channels]) + 0.5), 0, 255);
            }
        });
        return new MergedBurst(new Picture(width, height, channels, pixels), flows, trust, kernels);
    }

    /// <summary>Adds the 3×3 samples of a frame around (x, y).</summary>
    private static void Accumulate(
        Picture frame, double x, double y, (double XX, double XY, double YY) inverse, double robustness, double[] sums)
    {
        var (middleX, middleY) = ((int)Math.Round(x), (int)Math.Round(y));
        for (var row = Math.Max(0, middleY - 1); row <= Math.Min(frame.Height - 1, middleY + 1); row++)
        {
            for (var column = Math.Max(0, middleX - 1); column <= Math.Min(frame.Width - 1, middleX + 1); column++)
            {
                var (dx, dy) = (column - x, row - y);
                var exponent = 0.5 * ((inverse.XX * dx * dx) + (2 * inverse.XY * dx * dy) + (inverse.YY * dy * dy));
                if (exponent > 40 && sums[frame.Channels] > 0) continue; // a weight of 4e-18 adds nothing
                var weight = robustness * Math.Exp(-exponent);
                for (var c = 0; c < frame.Channels; c++) sums[c] += weight * frame[column, row, c];
                sums[frame.Channels] += weight;
            }
        }
    }

    private static (double XX, double XY, double YY) Inverse((double XX, double XY, double YY) matrix)
    {
        var determinant = (matrix.XX * matrix.YY) - (matrix.XY * matrix.XY);
        return (matrix.YY / determinant, -matrix.XY / determinant, matrix.XX / determinant);
    }

    private static Plane Ones(Picture frame) => new(frame.Width, frame.Height, [.. Enumerable.Repeat(1f, frame.Width * frame.Height)]);
}

/// <summary>A merged burst, and what was found out on the way.</summary>
/// <param name="Result">The base frame, enlarged.</param>
/// <param name="Flows">Displacements of all frames but the base, in their order.</param>
/// <param name="Robustness">How far these frames were trusted, for each pixel of the base.</param>
/// <param name="Kernels">The kernels.</param>
public sealed record MergedBurst(Picture Result, IReadOnlyList<FlowField> Flows, IReadOnlyList<Plane> Robustness, SteerableKernels Kernels)
{
    /// <summary>Mean over pixels of the number of frames that took part, the base included.</summary>
    public double EffectiveFrames => 1 + Robustness.Sum(map => (double)map.Values.ToArray().Average());
}
