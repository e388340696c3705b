using SuperResolution.Platform;

namespace SuperResolution.Datasets.Synthetic;

/// <summary>A printed page: headlines and text down to a size that ×4 downscaling destroys.</summary>
internal static class TextPage
{
    private const int Samples = 4;
    private static readonly string[] words =
    [
        "Image", "pixel", "Super", "resolution", "the", "of", "Prior", "kernel", "low", "high", "is", "a", "sharp", "edge", "blur",
        "noise", "and", "Learning", "from", "examples", "scale", "x4", "PSNR", "28.42", "dB", "SSIM", "0.8104", "Nyquist", "sample",
        "grid", "wave", "bicubic", "Fourier", "log", "lens", "Zoom", "quick", "jumps", "over", "2026", "no. 7", "why", "detail",
    ];

    public static byte[] Draw(ulong seed, int width, int height)
    {
        var random = new SplitMix64(seed);
        var hue = random.Unit();
        Rgb paper = Rgb.Hsl(hue, 0.35, 0.93), ink = Rgb.Hsl(hue + 0.55, 0.4, 0.13), accent = Rgb.Hsl(hue + 0.45, 0.65, 0.38);
        int w = width * Samples, h = height * Samples;
        var mask = new byte[w * h]; // 0 paper, 1 ink, 2 accent
        double margin = width * 0.055, y = height * 0.05, size = height * 0.13; // size: cap height in pixels
        double bandTop = 0, bandBottom = 0; // one line is printed in inverted colours
        var bandLine = 2 + random.Below(3);
        for (var line = 0; y + size * 1.4 < height; line++)
        {
            var shade = (byte)(line % 5 == 0 ? 2 : 1);
            var weight = line % 3 == 0 ? 0.85 : 0.62;
            Write(mask, w, h, ref random, margin, y, size / 6, width - margin, weight, shade);
            if (line == bandLine) (bandTop, bandBottom) = (y - size * 0.39, y + size * 1.55);
            y += size * 1.78;
            size = Math.Max(size * 0.78, 5.5);
        }

        return Raster.Render(width, height, Samples, (px, py) =>
        {
            var value = mask[(int)(py * Samples) * w + (int)(px * Samples)];
            var inverted = py > bandTop && py < bandBottom;
            var ground = (inverted ? accent : paper) * (0.96 + 0.06 * Exact.Clouds(px / 30, py / 30, seed));
            return value == 0 ? ground : inverted ? paper : value == 1 ? ink : accent;
        });
    }

    /// <summary>Fills one line with words. <paramref name="unit"/> is the pixel size of a grid unit of the font.</summary>
    private static void Write(byte[] mask, int w, int h, ref SplitMix64 random, double x, double y, double unit, double right,
        double weight, byte shade)
    {
        while (true)
        {
            var word = words[random.Below(words.Length)];
            var length = word.Sum(c => (StrokeFont.Width(c) + 1.7) * unit);
            if (x + length > right) return;
            foreach (var c in word)
            {
                foreach (var line in StrokeFont.Lines(c))
                {
                    for (var i = 0; i < line.Count - 1; i++)
                        Stroke(mask, w, h, x + line[i].X * unit, y + line[i].Y * unit, x + line[i + 1].X * unit, y + line[i + 1].Y * unit,
                            weight * unit / 2, shade);
                }

                x += (StrokeFont.Width(c) + 1.7) * unit;
            }

            x += 2 * unit;
        }
    }

    /// <summary>Marks the samples that are at most <paramref name="half"/> pixels from a segment.</summary>
    private static void Stroke(byte[] mask, int w, int h, double ax, double ay, double bx, double by, double half, byte shade)
    {
        int left = Math.Max(0, (int)((Math.Min(ax, bx) - half) * Samples)),
            right = Math.Min(w - 1, (int)((Math.Max(ax, bx) + half) * Samples) + 1);
        int top = Math.Max(0, (int)((Math.Min(ay, by) - half) * Samples)),
            bottom = Math.Min(h - 1, (int)((Math.Max(ay, by) + half) * Samples) + 1);
        double dx = bx - ax, dy = by - ay, square = dx * dx + dy * dy;
        for (var j = top; j <= bottom; j++)
        {
            for (var i = left; i <= right; i++)
            {
                double px = (i + 0.5) / Samples - ax, py = (j + 0.5) / Samples - ay;
                var t = square == 0 ? 0 : Math.Clamp((px * dx + py * dy) / square, 0, 1);
                double ex = px - t * dx, ey = py - t * dy;
                if (ex * ex + ey * ey <= half * half) mask[j * w + i] = shade;
            }
        }
    }
}
