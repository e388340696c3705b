using System.Runtime.InteropServices;
using SuperResolution.Imaging;
using static TorchSharp.torch;

namespace SuperResolution.Training;

/// <summary>Training pairs for colour networks: aligned LR and HR patches of pictures that are decoded once and held as 8 bit.</summary>
/// <remarks>
/// LR is MATLAB's bicubic of the whole picture, rounded to 8 bit, as in the papers (SRGAN: arXiv 1609.04802, section 3.2; ESRGAN: arXiv
/// 1809.00219, section 4.1). Batch n depends on the seed and on n alone.
/// Pictures are drawn in proportion to their number of positions; LR and HR are turned and mirrored alike (8 ways). Memory: 3 bytes for
/// each HR and LR pixel. Batches may be made by several threads at a time (<see cref="Prefetcher"/>).
/// </remarks>
public sealed class RgbPatches
{
    /// <summary>What pictures may take unless said otherwise: 2 GiB, some 230 pictures of DIV2K.</summary>
    public const long DefaultMemory = 1L << 31;

    private readonly List<Pair> pairs = [];
    private readonly long[] lastPosition;
    private readonly int scale, patch, batch;
    private readonly long seed;

    /// <summary>Decodes all pictures and makes their LR side.</summary>
    /// <param name="pictures">
    /// HR pictures; those smaller than one patch are left out, gray ones become RGB. Read once, one at a time.
    /// </param>
    /// <param name="scale">2, 3, 4 …</param>
    /// <param name="patch">p, the side of an LR patch in pixels; HR patches have scale · p.</param>
    /// <param name="batch">N, the patches in a batch.</param>
    /// <param name="seed">Chooses the data order.</param>
    /// <param name="memory">Most bytes that the pictures may take.</param>
    /// <exception cref="ArgumentException">No picture is large enough.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Scale, patch or batch is below 1.</exception>
    /// <exception cref="InvalidOperationException">The pictures take more memory; the message says how much.</exception>
    public RgbPatches(IEnumerable<Picture> pictures, int scale, int patch, int batch, long seed, long memory = DefaultMemory)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(patch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        (this.scale, this.patch, this.batch, this.seed) = (scale, patch, batch, seed);
        foreach (var picture in pictures)
        {
            var (columns, rows) = ((picture.Width / scale) - patch + 1, (picture.Height / scale) - patch + 1);
            if (columns < 1 || rows < 1) continue;
            var lrPixels = (long)(picture.Width / scale) * (picture.Height / scale);
            Bytes += 3 * lrPixels * ((scale * scale) + 1);
            if (Bytes > memory) pairs.Clear(); // the rest is only counted, for the message
            if (Bytes > memory) continue;
            var hr = picture.ToRgb().CropToMultipleOf(scale);
            pairs.Add(new Pair(hr, Resize.Imresize(hr, 1.0 / scale), columns, rows));
        }
        if (Bytes > memory)
            throw new InvalidOperationException(
                $"The training pictures take {Bytes:N0} bytes, more than the {memory:N0} they may have. Use fewer or smaller pictures " +
                $"(ImageSet.Take, Picture.Crop), or allow more with the parameter '{nameof(memory)}' if this machine has it.");
        if (pairs.Count == 0)
            throw new ArgumentException($"No training picture has {scale * patch}×{scale * patch} pixels, the size of one HR patch.");
        long total = 0;
        lastPosition = [.. pairs.Select(pair => total += (long)pair.Columns * pair.Rows)];
    }

    /// <summary>How many different patches there are, turned ones not counted.</summary>
    public long Count => lastPosition[^1];

    /// <summary>What the pictures take in memory.</summary>
    public long Bytes { get; }

    /// <summary>
    /// The batch of step <paramref name="step"/>: (N, 3, p, p) and (N, 3, scale·p, scale·p), float32 in [0, 1], on the CPU. The caller
    /// owns both.
    /// </summary>
    public (Tensor Lr, Tensor Hr) Batch(long step)
    {
        using var scope = NewDisposeScope();
        var side = scale * patch;
        var (lr, hr) = (empty(batch, 3, patch, patch, float32, CPU), empty(batch, 3, side, side, float32, CPU));
        var lrPatches = MemoryMarshal.Cast<byte, float>(lr.bytes);
        var hrPatches = MemoryMarshal.Cast<byte, float>(hr.bytes);
        var random = new CounterRandom(seed, step);
        for (var n = 0; n < batch; n++)
        {
            var position = random.Below(Count);
            var index = Array.BinarySearch(lastPosition, position + 1);
            if (index < 0) index = ~index; // the first picture whose last position lies behind
            var pair = pairs[index];
            position = lastPosition[index] - 1 - position;
            var (x, y, turn) = ((int)(position % pair.Columns), (int)(position / pair.Columns), (int)random.Below(8));
            PatchCopy.Rgb(pair.Hr, scale * x, scale * y, side, turn, hrPatches.Slice(n * 3 * side * side, 3 * side * side));
            PatchCopy.Rgb(pair.Lr, x, y, patch, turn, lrPatches.Slice(n * 3 * patch * patch, 3 * patch * patch));
        }
        return (lr.MoveToOuterDisposeScope(), hr.MoveToOuterDisposeScope());
    }

    private sealed record Pair(Picture Hr, Picture Lr, int Columns, int Rows);
}
