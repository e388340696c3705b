using SuperResolution.Imaging;

namespace SuperResolution.Multiframe;

/// <summary>
/// Finds where the content of the base frame lies in another frame, tile by tile: block matching from coarse to fine, then Lucas–Kanade to
/// fractions of a pixel (Wronski et al., section 4).
/// </summary>
/// <remarks>
/// Works on luma. Differs from the paper: levels of the pyramid are halves (there 1, 2, 4, 4); the luma is smoothed before the last step,
/// since aliases move otherwise than the content does; a tile's window reaches half a tile into its neighbours; tiles without structure in
/// both directions take the median displacement of all others, so that they do not draw their neighbours aside; and a tile that block
/// matching has put elsewhere than most goes with them where that fits about as well.
/// </remarks>
/// <param name="Noise">The noise of the frames: structure has to stand out of it.</param>
public sealed record FrameAlignment(NoiseModel Noise = default)
{
    private const double Smoothing = 1.0; // pixels
    private const double Doubt = 1.25; // how much worse the common motion may fit a tile before its own is believed

    /// <summary>Side of a tile in pixels; the paper takes 16, 32 or 64 by the signal-to-noise ratio (<see cref="TileFor"/>).</summary>
    public int Tile { get; init; } = 16;

    /// <summary>The most levels of the pyramid.</summary>
    public int Levels { get; init; } = 4;

    /// <summary>Iterations of Lucas–Kanade; the paper has 3.</summary>
    public int Iterations { get; init; } = 3;

    /// <summary>The paper's tile size: 64 up to a signal-to-noise ratio of 14, 32 up to 22, 16 above.</summary>
    /// <param name="snr">See <see cref="NoiseModel.Snr"/>.</param>
    public static int TileFor(double snr) => snr <= 14 ? 64 : snr <= 22 ? 32 : 16;

    /// <summary>Aligns one frame.</summary>
    /// <param name="basis">The base frame.</param>
    /// <param name="frame">The other one, of the same size and kind.</param>
    /// <exception cref="ArgumentException">The sizes differ, or a frame is smaller than a tile.</exception>
    public FlowField Align(Picture basis, Picture frame) => Align(basis, [frame])[0];

    /// <summary>Aligns frames.</summary>
    /// <param name="basis">The base frame.</param>
    /// <param name="frames">The others, of the same size and kind.</param>
    /// <exception cref="ArgumentException">The sizes differ, or a frame is smaller than a tile.</exception>
    public IReadOnlyList<FlowField> Align(Picture basis, IReadOnlyList<Picture> frames)
    {
        FrameSizes.Require([basis, .. frames]);
        if (Tile < 4 || Tile > Math.Min(basis.Width, basis.Height) || Levels < 1 || Iterations < 1)
            throw new ArgumentException($"Tiles of {Tile} pixels (at least 4), {Levels} levels and {Iterations} iterations (at least 1) " +
                $"do not fit frames of {basis}.");
        var luma = FloatPlane.Luma(basis);
        var (pyramid, smooth) = (BlockMatching.Pyramid(luma, Tile, Levels), luma.Smoothed(Smoothing));
        return [.. frames.Select(frame => Align(pyramid, smooth, FloatPlane.Luma(frame), basis.Channels == 1 ? 1 : FloatPlane.LumaNoise))];
    }

    private FlowField Align(List<FloatPlane> basis, FloatPlane smooth, FloatPlane frame, double share)
    {
        var whole = BlockMatching.Match(basis, BlockMatching.Pyramid(frame, Tile, Levels), Tile);
        var refinement = new LucasKanade(smooth, frame.Smoothed(Smoothing));
        // Derivatives of noise of variance σ² after a Gaussian of s pixels have the variance σ²/(8π·s⁴). Twice its deviation is structure,
        // and a level of 255 at least.
        var least = (4 * share * Noise.Variance(0.5) / (8 * Math.PI * Math.Pow(Smoothing, 4))) + (1 / (255.0 * 255));
        var fine = new (double X, double Y)?[whole.Columns * whole.Rows];
        var common = Median([.. Enumerable.Range(0, fine.Length).Select(i => whole[i % whole.Columns, i / whole.Columns])]);
        Parallel.For(0, fine.Length, i =>
        {
            var window = (((i % whole.Columns) * Tile) - (Tile / 2), ((i / whole.Columns) * Tile) - (Tile / 2), 2 * Tile);
            var found = whole[i % whole.Columns, i / whole.Columns];
            fine[i] = refinement.Refine(window, found, Iterations, least);
            if (Math.Abs(found.X - common.X) < 1 && Math.Abs(found.Y - common.Y) < 1) return;
            // Structure that repeats fits at several places. Where the common motion fits about as well, it is the likelier one.
            if (refinement.Refine(window, common, Iterations, least) is { } likely
                && (fine[i] is not { } own || refinement.Residual(window, likely) < Doubt * refinement.Residual(window, own)))
                fine[i] = likely;
        });
        var sure = fine.OfType<(double X, double Y)>().ToList();
        var rest = sure.Count == 0 ? (0, 0) : Median(sure);
        return new FlowField(Tile, whole.Columns, whole.Rows, [.. fine.Select(flow => flow ?? rest)]);
    }

    private static (double X, double Y) Median(List<(double X, double Y)> flows)
    {
        double Of(Func<(double X, double Y), double> part) => flows.Select(part).Order().ElementAt(flows.Count / 2);
        return (Of(flow => flow.X), Of(flow => flow.Y));
    }
}
