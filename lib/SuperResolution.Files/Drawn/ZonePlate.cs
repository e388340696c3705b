using SuperResolution.Platform;

namespace SuperResolution.Datasets.Synthetic;

/// <summary>A zone plate: rings whose frequency grows with the radius up to Nyquist. Every error of a resampler shows on it.</summary>
internal static class ZonePlate
{
    public static byte[] Draw(ulong seed, int width, int height)
    {
        var random = new SplitMix64(seed);
        double cx = width * random.Between(0.42, 0.58), cy = height * random.Between(0.42, 0.58);
        var farthest = Math.Max(Math.Max(cx, width - cx), Math.Max(cy, height - cy));
        var rate = 0.25 / farthest; // turns per pixel²: the local frequency 2·rate·r reaches 1/2 at the farthest edge
        Rgb dark = Rgb.Hsl(random.Unit(), 0.5, 0.08), light = Rgb.Hsl(random.Unit(), 0.5, 0.95);
        return Raster.Render(width, height, 1, (x, y) =>
        {
            double dx = x - cx, dy = y - cy;
            return Rgb.Mix(dark, light, 0.5 + 0.5 * Exact.Cos((dx * dx + dy * dy) * rate));
        });
    }
}
