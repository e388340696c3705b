namespace SuperResolution.Multiframe;

/// <summary>
/// Displacements of tiles in whole pixels, coarse to fine on a pyramid (as in HDR+, Hasinoff et al. 2016, section 4, which the paper takes
/// over).
/// </summary>
internal static class BlockMatching
{
    private const int CoarseReach = 4, FineReach = 1; // pixels of a level that are searched to each side

    /// <summary>Levels of a pyramid from fine to coarse; the coarsest has at least two tiles in each direction.</summary>
    public static List<FloatPlane> Pyramid(FloatPlane finest, int tile, int most)
    {
        List<FloatPlane> levels = [finest];
        while (levels.Count < most && Math.Min(levels[^1].Width, levels[^1].Height) >= 4 * tile) levels.Add(levels[^1].Halved());
        return levels;
    }

    public static FlowField Match(List<FloatPlane> basis, List<FloatPlane> frame, int tile)
    {
        FlowField? coarser = null;
        for (var level = basis.Count - 1; level >= 0; level--)
        {
            var (from, to, fine, parent) = (basis[level], frame[level], level == 0, coarser);
            var field = FlowField.Empty(from.Width, from.Height, tile);
            Parallel.For(0, field.Rows, row =>
            {
                for (var column = 0; column < field.Columns; column++)
                {
                    // The finest level starts from the right pixel or one beside it; where it is also the only one, it has to search like
                    // a coarse one.
                    var reach = fine && parent is not null ? FineReach : CoarseReach;
                    var start = Candidates(parent, column, row).MinBy(flow => Cost(from, to, tile, column, row, flow.X, flow.Y, fine));
                    field[column, row] = Search(start, reach, flow => Cost(from, to, tile, column, row, flow.X, flow.Y, fine));
                }
            });
            coarser = field;
        }
        return coarser!;
    }

    /// <summary>
    /// Twice the displacement of the coarser tile around this one, and of its neighbours: at the borders of objects the right one may be
    /// theirs.
    /// </summary>
    private static IEnumerable<(int X, int Y)> Candidates(FlowField? parent, int column, int row)
    {
        if (parent is null) return [(0, 0)];
        var (x, y) = (column / 2, row / 2);
        var (besideX, besideY) = (x + (column % 2 == 0 ? -1 : 1), y + (row % 2 == 0 ? -1 : 1));
        return new[] { parent[x, y], parent[besideX, y], parent[x, besideY] }.Select(
            flow => ((int)Math.Round(2 * flow.X), (int)Math.Round(2 * flow.Y)));
    }

    private static (double X, double Y) Search((int X, int Y) start, int reach, Func<(int X, int Y), double> cost)
    {
        var (best, least) = (start, cost(start));
        for (var y = start.Y - reach; y <= start.Y + reach; y++)
        {
            for (var x = start.X - reach; x <= start.X + reach; x++)
            {
                var here = cost((x, y));
                if (here < least) (best, least) = ((x, y), here);
            }
        }
        return best;
    }

    /// <summary>Mean distance of a tile and its counterpart: L1 on the finest level, L2 on the others.</summary>
    private static double Cost(FloatPlane from, FloatPlane to, int tile, int column, int row, int dx, int dy, bool absolute)
    {
        var (sum, right, bottom) = (0.0, Math.Min(from.Width, (column + 1) * tile), Math.Min(from.Height, (row + 1) * tile));
        for (var y = row * tile; y < bottom; y++)
        {
            for (var x = column * tile; x < right; x++)
            {
                var difference = from[x, y] - to[x + dx, y + dy];
                sum += absolute ? Math.Abs(difference) : difference * difference;
            }
        }
        return sum;
    }
}
