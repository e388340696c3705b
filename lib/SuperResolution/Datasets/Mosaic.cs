using SuperResolution.Datasets.Synthetic;
using SuperResolution.Imaging.Codecs;
using SuperResolution.Platform;

namespace SuperResolution.Datasets;

/// <summary>
/// A picture of any size, laid of a few small drawings that are turned and mirrored. It is drawn row by row: only the small ones are held.
/// </summary>
internal sealed class Mosaic(ulong seed, int width, int height) : RowSource(width, height, 3)
{
    private const int Side = 240;

    private static readonly SyntheticKind[] kinds =
    [
        SyntheticKind.DeadLeaves, SyntheticKind.Facade, SyntheticKind.DeadLeaves, SyntheticKind.StillLife,
        SyntheticKind.Text, SyntheticKind.DeadLeaves, SyntheticKind.Gratings, SyntheticKind.ZonePlate,
    ];

    private readonly Lazy<byte[][]> stones =
        new(() => [.. kinds.Select((kind, i) => Drawing.Of(kind, seed + (ulong)i, Side, Side))]);

    public override void Read(int y, int rows, Span<byte> to)
    {
        for (var row = y; row < y + rows; row++, RowsDecoded++)
            for (var x = 0; x < Width; x += Side)
                Lay(x / Side, row, to.Slice((((row - y) * Width) + x) * 3, Math.Min(Side, Width - x) * 3));
    }

    /// <summary>One row of one stone.</summary>
    private void Lay(int column, int y, Span<byte> to)
    {
        // SplitMix64's first number of a seed that the place has for itself: which drawing lies here, and how.
        var random = new SplitMix64(seed ^ ((ulong)(y / Side) << 32) ^ ((ulong)column << 16));
        var (stone, symmetry) = (stones.Value[random.Below(kinds.Length)], random.Below(8));
        for (int i = 0, at = 0; at < to.Length; i++, at += 3)
        {
            var (x, row) = (symmetry & 4) == 0 ? (i, y % Side) : (y % Side, i);
            if ((symmetry & 1) != 0) x = Side - 1 - x;
            if ((symmetry & 2) != 0) row = Side - 1 - row;
            stone.AsSpan(((row * Side) + x) * 3, 3).CopyTo(to[at..]);
        }
    }
}
