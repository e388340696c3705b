using static TorchSharp.torch;

namespace SuperResolution.Imaging;

/// <summary>An upscaler that works on one tile of the picture after the other, so that memory does not grow with the picture.</summary>
/// <remarks>
/// Each tile is upscaled with <see cref="Overlap"/> LR pixels more on each side, which are cut off afterwards; at the picture's own
/// border there is nothing to add, and the inner upscaler meets the border as it would in the whole picture. The parts start at
/// multiples of 4 LR pixels, so that networks that first fold 2×2 or 4×4 pixels into channels fold the same ones.
/// <para>Where the overlap is at least the inner upscaler's <see cref="Upscaler.Reach"/>, the result is that of the whole picture.
/// Tensors: to 1e-6 of the largest value, because kernels may sum in another order for another size. Pictures: an 8-bit sample differs, by
/// one level, only where its value lies so close to the middle between two levels. Interpolation at ×2, ×4 and ×8 is equal to the byte;
/// at other scales, whose weights are not exact in binary and whose results are rounded twice, up to two levels at fewer than 5e-4
/// of the samples (at ×6, where values in the middle are frequent, 2 %).</para>
/// <para>Where the reach is larger or unknown, seams fall quickly with the overlap. Measured on Urban100 at ×4 beside one seam, largest
/// error of values in 0…1: trained SRResNet of 8 blocks (reach 24) 0.26 without overlap, 4e-2 with 4, 6e-3 with 8, 3e-4 with 12 (one level
/// in
/// 1e-4 of the samples), 5e-5 with 16, rounding from 20 on; trained VDSR (reach 7) 0.19, 4e-3, and rounding from 7 on.
/// Deeper networks have not been measured; 24 is chosen with some room for them.</para>
/// <para>Memory: SRCNN to 3840×2160 at ×4 takes 9.8 GB whole and 0.7 GB in tiles of 128, at equal bytes.</para>
/// </remarks>
public sealed partial class TiledUpscaler : Upscaler
{
    /// <summary>Tile side in LR pixels that suits most networks.</summary>
    public const int DefaultTile = 128;

    /// <summary>The overlap in LR pixels where the reach is unknown or larger.</summary>
    public const int DefaultOverlap = 24;

    private const int Grid = 4;

    private readonly Upscaler inner;

    /// <summary>Puts tiles around an upscaler.</summary>
    /// <param name="inner">What upscales a tile.</param>
    /// <param name="tile">
    /// Tile side in LR pixels without the overlap, at least 1; tiles of one picture have equal sides to one pixel.
    /// </param>
    /// <param name="overlap">LR pixels, at least 0; null: the inner upscaler's reach, at most <see cref="DefaultOverlap"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The tile is below 1 or the overlap below 0.</exception>
    public TiledUpscaler(Upscaler inner, int tile = DefaultTile, int? overlap = null)
    {
        if (tile < 1)
            throw new ArgumentOutOfRangeException(
                nameof(tile), $"The tile side is {tile} LR pixels; it must be at least 1 ({DefaultTile} suits most networks).");
        if (overlap < 0)
            throw new ArgumentOutOfRangeException(nameof(overlap), $"The overlap is {overlap} LR pixels; it cannot be negative.");
        (this.inner, Tile, Overlap) = (inner, tile, overlap ?? Math.Min(inner.Reach ?? DefaultOverlap, DefaultOverlap));
    }

    /// <summary>Largest tile side in LR pixels, without the overlap.</summary>
    public int Tile { get; }

    /// <summary>How many LR pixels are added to a tile on each side.</summary>
    public int Overlap { get; }

    /// <inheritdoc/>
    public override string Name => inner.Name;

    /// <inheritdoc/>
    public override int Scale => inner.Scale;

    /// <inheritdoc/>
    public override bool RestoresLuma => inner.RestoresLuma;

    /// <inheritdoc/>
    public override int? Reach => inner.Reach;

    /// <summary>How many tiles a picture of this size is cut into.</summary>
    /// <param name="width">LR pixels.</param>
    /// <param name="height">LR pixels.</param>
    public int Count(int width, int height) => Parts(width).Length * Parts(height).Length;

    /// <summary>As the inner upscaler; only the result is held whole. Batches go through tile by tile.</summary>
    /// <param name="lr">(N, C, h, w) in [0, 1].</param>
    public override Tensor Upscale(Tensor lr)
    {
        if (lr.dim() != 4) throw new ArgumentException($"Upscaling needs (N, C, h, w), not ({string.Join(", ", lr.shape)}).");
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var (height, width) = ((int)lr.size(2), (int)lr.size(3));
        var result = empty(lr.size(0), lr.size(1), (long)height * Scale, (long)width * Scale, float32, CPU);
        foreach (var y in Parts(height))
        {
            foreach (var x in Parts(width))
            {
                using var tile = NewDisposeScope();
                var sr = inner.Upscale(lr.narrow(2, y.From, y.Length).narrow(3, x.From, x.Length).contiguous());
                Kept(result, 2, y.Start, y.Size).narrow(3, (long)x.Start * Scale, (long)x.Size * Scale)
                    .copy_(Kept(sr, 2, y.Start - y.From, y.Size).narrow(3, (long)(x.Start - x.From) * Scale, (long)x.Size * Scale));
            }
        }
        return result.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Picture Upscale(Picture lr) => Upscale(lr, null);

    /// <inheritdoc/>
    public override Picture UpscaleAlpha(Picture alpha) => inner.UpscaleAlpha(alpha);

    /// <summary>
    /// From an 8-bit picture to an 8-bit picture: tiles are written into the result one by one, and no float image of the whole is ever
    /// made.
    /// </summary>
    /// <param name="lr">Gray or RGB.</param>
    /// <param name="progress">Called after each tile with the number of finished tiles and of all.</param>
    /// <param name="cancel">Stops before the next tile.</param>
    /// <exception cref="ArgumentException">The result would be over <see cref="Picture.MaxPixels"/>.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing is left behind.</exception>
    public Picture Upscale(Picture lr, Action<int, int>? progress, CancellationToken cancel = default)
    {
        var (width, height, channels) = (lr.Width * (long)Scale, lr.Height * (long)Scale, lr.Channels);
        if (width * height > Picture.MaxPixels)
            throw new ArgumentException($"{lr} at ×{Scale} would be over {Picture.MaxPixels:N0} pixels. Cut it into parts first.");
        var (pixels, done, count) = (GC.AllocateUninitializedArray<byte>((int)(width * height) * channels), 0, Count(lr.Width, lr.Height));
        foreach (var y in Parts(lr.Height))
        {
            foreach (var x in Parts(lr.Width))
            {
                cancel.ThrowIfCancellationRequested();
                var sr = inner.Upscale(lr.Crop(x.From, y.From, x.Length, y.Length));
                CopyKept(sr, x, y, pixels, (int)width * channels, y.Start * Scale);
                progress?.Invoke(++done, count);
            }
        }
        return new Picture((int)width, (int)height, channels, pixels);
    }

    private Tensor Kept(Tensor image, int dimension, int start, int size) =>
        image.narrow(dimension, (long)start * Scale, (long)size * Scale);

    /// <summary>
    /// One axis in parts of equal size to one pixel: a last tile of a few pixels would cost as much overlap as a whole one.
    /// </summary>
    private Part[] Parts(int length)
    {
        var count = (length + Tile - 1) / Tile;
        return [.. Enumerable.Range(0, count).Select(i => Cut((int)((long)length * i / count), (int)((long)length * (i + 1) / count)))];

        Part Cut(int start, int end)
        {
            var from = Math.Max(0, start - Overlap) / Grid * Grid;
            var to = Math.Min((long)length, ((long)end + Overlap + Grid - 1) / Grid * Grid);
            return new Part(start, end - start, from, (int)to - from);
        }
    }

    /// <summary>What is kept (from Start, Size long), and what is upscaled for it (from From, Length long), in LR pixels.</summary>
    private readonly record struct Part(int Start, int Size, int From, int Length);
}
