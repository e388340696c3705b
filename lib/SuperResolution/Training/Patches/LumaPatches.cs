using System.Runtime.InteropServices;
using SuperResolution.Imaging;
using static TorchSharp.torch;

namespace SuperResolution.Training;

/// <summary>Training pairs for SRCNN: patches of a bicubically upscaled luma and of the original, made once and held in memory.</summary>
/// <remarks>
/// Batch <c>n</c> depends on the seed and on n alone. Images are drawn in proportion to their number of positions; every
/// patch is turned and mirrored at random (8 ways). Memory: 4 bytes for the input and 1 for the original per pixel.
/// </remarks>
public sealed class LumaPatches
{
    private readonly List<Plane> planes = [];
    private readonly long[] lastPosition;
    private readonly int size, margin, batch;
    private readonly long seed;

    /// <summary>Makes LR luma with MATLAB's bicubic (floating point, as SRCNN's authors do) and upscales it again.</summary>
    /// <param name="pictures">HR pictures; those smaller than one patch are left out.</param>
    /// <param name="scale">2, 3, 4 …</param>
    /// <param name="size">Side of the target patch in pixels.</param>
    /// <param name="margin">How many pixels the input patch is larger on every side.</param>
    /// <param name="batch">Patches in a batch.</param>
    /// <param name="seed">Chooses the data order.</param>
    /// <exception cref="ArgumentException">No picture is large enough.</exception>
    public LumaPatches(IEnumerable<Picture> pictures, int scale, int size, int margin, int batch, long seed)
    {
        (this.size, this.margin, this.batch, this.seed) = (size, margin, batch, seed);
        var side = size + (2 * margin);
        foreach (var picture in pictures)
        {
            if (Math.Min(picture.Width - (picture.Width % scale), picture.Height - (picture.Height % scale)) < side) continue;
            var luma = ColorSpace.Luma(picture).CropToMultipleOf(scale);
            using var hr = luma.ToTensor();
            using var lr = Resize.Imresize(hr, 1.0 / scale);
            using var upscaled = Resize.Imresize(lr, scale);
            planes.Add(new Plane(luma, MemoryMarshal.Cast<byte, float>(upscaled.bytes).ToArray(), luma.Width - side + 1,
                luma.Height - side + 1));
        }
        if (planes.Count == 0) throw new ArgumentException($"No training picture has {side}×{side} pixels, the size of one input patch.");
        long total = 0;
        lastPosition = [.. planes.Select(plane => total += plane.Positions)];
    }

    /// <summary>How many different patches there are, turned ones not counted.</summary>
    public long Count => lastPosition[^1];

    /// <summary>
    /// The batch of step <paramref name="step"/>: (N, 1, size + 2·margin, …) and (N, 1, size, …) in [0, 1] on the CPU. The caller owns
    /// both.
    /// </summary>
    public (Tensor Input, Tensor Target) Batch(long step)
    {
        var side = size + (2 * margin);
        var (input, target) = (empty(batch, 1, side, side), empty(batch, 1, size, size));
        var inputs = MemoryMarshal.Cast<byte, float>(input.bytes);
        var targets = MemoryMarshal.Cast<byte, float>(target.bytes);
        var random = new CounterRandom(seed, step);
        for (var n = 0; n < batch; n++)
        {
            var position = random.Below(Count);
            var index = Array.FindIndex(lastPosition, last => position < last);
            var plane = planes[index];
            position = lastPosition[index] - 1 - position;
            var (x, y, turn) = ((int)(position % plane.Columns), (int)(position / plane.Columns), (int)random.Below(8));
            Copy(inputs.Slice(n * side * side, side * side), side, turn,
                (column, row) => plane.Input[((y + row) * plane.Original.Width) + x + column]);
            Copy(targets.Slice(n * size * size, size * size), size, turn,
                (column, row) => plane.Original[x + margin + column, y + margin + row, 0] / 255f);
        }
        return (input, target);
    }

    /// <summary>Bit 0 mirrors, bit 1 flips, bit 2 exchanges rows and columns: the 8 symmetries of the square.</summary>
    private static void Copy(Span<float> to, int side, int turn, Func<int, int, float> from)
    {
        for (var row = 0; row < side; row++)
        {
            for (var column = 0; column < side; column++)
            {
                var (c, r) = ((turn & 1) == 0 ? column : side - 1 - column, (turn & 2) == 0 ? row : side - 1 - row);
                to[(row * side) + column] = (turn & 4) == 0 ? from(c, r) : from(r, c);
            }
        }
    }

    private sealed record Plane(Picture Original, float[] Input, int Columns, int Rows)
    {
        public long Positions => (long)Columns * Rows;
    }
}
