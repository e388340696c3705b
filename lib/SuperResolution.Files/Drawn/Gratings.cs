using SuperResolution.Platform;

namespace SuperResolution.Datasets.Synthetic;

/// <summary>Windowed sine gratings on gray: orientation changes along the rows, spatial frequency along the columns.</summary>
internal static class Gratings
{
    private const int Cells = 4;

    public static byte[] Draw(ulong seed, int width, int height)
    {
        var random = new SplitMix64(seed);
        var turn = random.Unit();
        var hue = random.Unit();
        var phases = Enumerable.Range(0, Cells * Cells).Select(_ => random.Unit()).ToArray();
        return Raster.Render(width, height, 2, (x, y) =>
        {
            double cx = x / width * Cells, cy = y / height * Cells;
            int column = Math.Min((int)cx, Cells - 1), row = Math.Min((int)cy, Cells - 1);
            double dx = 2 * (cx - column) - 1, dy = 2 * (cy - row) - 1; // [−1, 1] inside the cell
            var inside = Math.Max(0, 1 - dx * dx - dy * dy);
            var window = Math.Min(1, inside * inside * 3.5);
            // Half-turn in four steps and four in between, from 1/20 to 1/2.5 cycles per pixel.
            var angle = (turn + column + row * 0.25) / (2 * Cells);
            var frequency = 0.05 * (1 << row) * (1 + 0.18 * column) * (row == Cells - 1 ? 0.66 : 1);
            var wave = Exact.Cos((x * Exact.Cos(angle) + y * Exact.Sin(angle)) * frequency + phases[row * Cells + column]);
            var tint = Rgb.Hsl(hue + (row * Cells + column) * 0.0625, 0.75, 0.5);
            var colour = Rgb.Mix(Rgb.Gray(wave > 0 ? 1 : 0), tint, 0.45);
            return Rgb.Mix(Rgb.Gray(0.5), Rgb.Mix(Rgb.Gray(0.5), colour, Math.Abs(wave)), window);
        });
    }
}
