using SuperResolution.Imaging;

namespace SuperResolution.Textures;

/// <summary>How visible the cut of a texture is where its copies meet.</summary>
public static class Seam
{
    /// <summary>The mean absolute difference between neighbours across the cut, divided by that between neighbours inside.</summary>
    /// <remarks>
    /// About 1 where the cut is a place like any other, above 1 where it shows. A texture whose cut runs along a structure of its own (a
    /// joint between bricks) has another value even if it is perfect: compare with that of the truth. NaN for a texture without any
    /// differences inside.
    /// </remarks>
    /// <param name="texture">Gray or RGB, at least 2×2.</param>
    /// <param name="period">
    /// Inside, only neighbours at multiples of it are taken. After an enlargement, take the scale: the cut lies between two LR pixels, and
    /// there differences are larger than elsewhere.
    /// </param>
    /// <exception cref="ArgumentException">The period is below 1, or a side is not longer than it.</exception>
    public static double Ratio(Picture texture, int period = 1)
    {
        if (period < 1 || Math.Min(texture.Width, texture.Height) <= period)
            throw new ArgumentException($"A period of {period} does not fit into {texture}.");
        double across = 0, inside = 0;
        var (pairsAcross, pairsInside) = (0, 0);
        for (var x = 0; x < texture.Width; x += period)
            Add(x, Enumerable.Range(0, texture.Height).Select(y => (x, y, (x == 0 ? texture.Width : x) - 1, y)));
        for (var y = 0; y < texture.Height; y += period)
            Add(y, Enumerable.Range(0, texture.Width).Select(x => (x, y, x, (y == 0 ? texture.Height : y) - 1)));
        return across / pairsAcross / (inside / pairsInside);

        void Add(int place, IEnumerable<(int X, int Y, int BesideX, int BesideY)> pairs)
        {
            foreach (var (x, y, besideX, besideY) in pairs)
            {
                var difference = Enumerable.Range(0, texture.Channels).Sum(c => Math.Abs(texture[x, y, c] - texture[besideX, besideY, c]));
                if (place == 0) (across, pairsAcross) = (across + difference, pairsAcross + 1);
                else (inside, pairsInside) = (inside + difference, pairsInside + 1);
            }
        }
    }
}
