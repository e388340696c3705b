using SuperResolution.Imaging;

namespace SuperResolution.Training;

/// <summary>Square parts of 8-bit pictures, turned, as float planes: the inner loop of the patch makers.</summary>
internal static class PatchCopy
{
    private static readonly float[] unitInterval = [.. Enumerable.Range(0, 256).Select(value => value / 255f)];

    /// <summary>Copies the square at (<paramref name="x"/>, <paramref name="y"/>) into red, green and blue planes in [0, 1].</summary>
    /// <param name="picture">RGB.</param>
    /// <param name="x">Left column.</param>
    /// <param name="y">Upper row.</param>
    /// <param name="side">In pixels.</param>
    /// <param name="turn">
    /// 0…7, the symmetries of the square: bit 0 mirrors, bit 1 flips, bit 2 exchanges rows and columns before that.
    /// </param>
    /// <param name="planes">3 · side · side values.</param>
    public static void Rgb(Picture picture, int x, int y, int side, int turn, Span<float> planes)
    {
        // In the target's order the source is walked through with two constant steps.
        var (column, row) = (turn & 4) == 0 ? (3, 3 * picture.Width) : (3 * picture.Width, 3);
        var start = 3 * ((y * picture.Width) + x);
        if ((turn & 1) != 0) (start, column) = (start + ((side - 1) * column), -column);
        if ((turn & 2) != 0) (start, row) = (start + ((side - 1) * row), -row);

        var pixels = picture.Pixels;
        var table = unitInterval;
        var area = side * side;
        var red = planes[..area];
        var green = planes.Slice(area, area);
        var blue = planes.Slice(2 * area, area);
        for (var i = 0; i < area; start += row)
        {
            var at = start;
            for (var end = i + side; i < end; i++, at += column)
            {
                var pixel = pixels.Slice(at, 3);
                (red[i], green[i], blue[i]) = (table[pixel[0]], table[pixel[1]], table[pixel[2]]);
            }
        }
    }
}
