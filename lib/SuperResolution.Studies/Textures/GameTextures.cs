using SuperResolution.Datasets.Synthetic;
using SuperResolution.Imaging;

namespace SuperResolution.Textures;

/// <summary>
/// Textures of the kinds that old games have, drawn by the kit at any size, so that the truth of an enlargement is known.
/// </summary>
/// <remarks>
/// The same to the byte on every platform, like <see cref="Datasets.SyntheticImages"/>. Sides are 16 … 4096 pixels; others throw
/// <see cref="ArgumentOutOfRangeException"/>.
/// </remarks>
public static class GameTextures
{
    private const int SamplesPerPixel = 4;

    /// <summary>A brick wall that repeats in both directions. The cut runs through bricks, not along joints.</summary>
    /// <param name="seed">Which wall.</param>
    /// <param name="side">Pixels.</param>
    public static Picture Wall(ulong seed, int side) => Render(side, (u, v) => Brick(u + 0.03, v + 0.05, seed));

    /// <summary>Cobblestones that repeat in both directions.</summary>
    /// <param name="seed">Which pavement.</param>
    /// <param name="side">Pixels.</param>
    public static Picture Cobbles(ulong seed, int side) => Render(side, (u, v) => Cobble(u, v, seed));

    /// <summary>A fern frond on a clear ground; under clear pixels lies black. Does not repeat.</summary>
    /// <param name="side">Pixels.</param>
    /// <returns>Colours, not multiplied by alpha, and alpha, whose edges are smooth.</returns>
    public static (Picture Colour, Picture Alpha) Fern(int side)
    {
        CheckSide(side);
        return Textures.Fern.Draw(side, SamplesPerPixel);
    }

    /// <summary>
    /// A toadstool in the 16 colours of <see cref="SpritePalette"/>, without smooth edges: each pixel has the colour of its middle.
    /// </summary>
    /// <param name="side">Pixels; 32 is the size that it is made for.</param>
    /// <returns>Colours, with the key colour under clear pixels, and alpha, 0 or 255.</returns>
    public static (Picture Colour, Picture Alpha) Sprite(int side)
    {
        CheckSide(side);
        byte[] indices = [.. Enumerable.Range(0, side * side)
            .Select(i => Toadstool.Index((((i % side) + 0.5) * 2 / side) - 1, (((i / side) + 0.5) * 2 / side) - 1))];
        return (SpritePalette.ToPicture(side, side, indices),
            new Picture(side, side, 1, [.. indices.Select(index => (byte)(index == 0 ? 0 : 255))]));
    }

    /// <summary>The 16 colours of the sprite. The first is the key colour, which stands for clear.</summary>
    public static Palette SpritePalette { get; } = new(Toadstool.Colours);

    private static Picture Render(int side, Func<double, double, Rgb> colour)
    {
        CheckSide(side);
        return new Picture(side, side, 3, Raster.Render(side, side, SamplesPerPixel, (x, y) => colour(x / side, y / side)));
    }

    private static void CheckSide(int side)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 16);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(side, 4096);
    }

    /// <summary>
    /// The colour at a place, in sides of the texture: 8 courses of 4 bricks, every second one moved by half a brick, light from the upper
    /// left.
    /// </summary>
    private static Rgb Brick(double u, double v, ulong seed)
    {
        const int courses = 8, bricks = 4;
        var course = (int)Math.Floor(v * courses);
        var along = (u * bricks) + (course % 2 * 0.5);
        var (x, y) = (Exact.Fraction(along), Exact.Fraction(v * courses));
        var rough = PeriodicNoise(u, v, 32, seed);
        // Distances to the edges of the brick, in sides of the texture; joints are not quite straight.
        var (left, right, top, bottom) = (x / bricks, (1 - x) / bricks, y / courses, (1 - y) / courses);
        var edge = Math.Min(Math.Min(left, right), Math.Min(top, bottom)) - 0.009 - (0.005 * rough);
        var grain = PeriodicNoise(u, v, 44, seed + 1) - 0.5;
        if (edge < 0) return Rgb.Hsl(0.1, 0.12, 0.58 + (0.1 * grain));

        var (own, column) = (seed + 2, (((int)Math.Floor(along) % bricks) + bricks) % bricks);
        var hash = Exact.Hash(column, course % courses, own);
        var lightness = 0.32 + (0.14 * hash) + (0.1 * (rough - 0.5)) + (0.12 * grain);
        if (edge < 0.012) lightness += Math.Min(left, top) < Math.Min(right, bottom) ? 0.1 : -0.1;
        return Rgb.Hsl(0.015 + (0.035 * Exact.Hash(column, course % courses, own + 1)), 0.5, lightness);
    }

    /// <summary>
    /// The colour at a place, in sides of the texture: cells around 7×7 displaced middles (Worley 1996), higher in the middle than at the
    /// rim.
    /// </summary>
    private static Rgb Cobble(double u, double v, ulong seed)
    {
        const int cells = 7;
        var (first, second, stone) = (double.PositiveInfinity, double.PositiveInfinity, 0L);
        var (column, row) = ((int)Math.Floor(u * cells), (int)Math.Floor(v * cells));
        for (var j = row - 1; j <= row + 1; j++)
        {
            for (var i = column - 1; i <= column + 1; i++)
            {
                var (a, b) = ((i + cells) % cells, (j + cells) % cells);
                var dx = i + 0.2 + (0.6 * Exact.Hash(a, b, seed)) - (u * cells);
                var dy = j + 0.2 + (0.6 * Exact.Hash(a, b, seed + 1)) - (v * cells);
                var distance = Math.Sqrt((dx * dx) + (dy * dy));
                if (distance < first) (second, first, stone) = (first, distance, (a * cells) + b);
                else second = Math.Min(second, distance);
            }
        }
        var (rim, grain) = (second - first, PeriodicNoise(u, v, 48, seed + 2) - 0.5);
        var height = Exact.Smooth(0.06, 0.5, rim + (0.1 * grain));
        var light = 0.16 + (0.34 * height) + (0.14 * (Exact.Hash(stone, 0, seed + 3) - 0.5) * height) + (0.12 * grain);
        return Rgb.Hsl(0.58 + (0.08 * Exact.Hash(stone, 1, seed + 3)), 0.1, light);
    }

    /// <summary>Value noise in [0, 1) that repeats after one side.</summary>
    /// <param name="u">In sides of the texture.</param>
    /// <param name="v">In sides of the texture.</param>
    /// <param name="cells">Features per side.</param>
    /// <param name="seed">Which noise.</param>
    private static double PeriodicNoise(double u, double v, int cells, ulong seed)
    {
        var (x, y) = (Exact.Fraction(u) * cells, Exact.Fraction(v) * cells);
        var (column, row) = ((int)x, (int)y);
        var (right, down) = (Exact.Smooth(0, 1, x - column), Exact.Smooth(0, 1, y - row));
        double At(int i, int j) => Exact.Hash((column + i) % cells, (row + j) % cells, seed);
        var upper = (At(0, 0) * (1 - right)) + (At(1, 0) * right);
        var lower = (At(0, 1) * (1 - right)) + (At(1, 1) * right);
        return (upper * (1 - down)) + (lower * down);
    }
}
