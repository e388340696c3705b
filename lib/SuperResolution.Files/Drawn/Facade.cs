using SuperResolution.Platform;

namespace SuperResolution.Datasets.Synthetic;

/// <summary>The corner of a brick house in perspective: repeated windows whose period shrinks with distance, as in Urban100.</summary>
internal static class Facade
{
    private const double WindowPitch = 1.6, StoreyHeight = 2.0, GroundFloor = 2.3; // metres, more or less

    public static byte[] Draw(ulong seed, int width, int height)
    {
        var random = new SplitMix64(seed);
        double corner = random.Between(0.3, 0.62), horizon = random.Between(0.78, 0.86);
        var metre = height * random.Between(0.085, 0.105); // pixels per metre at the corner
        double convergeLeft = random.Between(0.9, 1.5) / width, convergeRight = random.Between(0.45, 0.8) / width;
        var storeys = 3 + random.Below(2);
        var look = new FacadeLook(ref random);
        var top = GroundFloor + storeys * StoreyHeight;

        return Raster.Render(width, height, 4, (x, y) =>
        {
            // The inverse depth of a plane is linear across the picture: dividing by it is the whole perspective.
            var left = x < corner * width;
            double across = Math.Abs(x - corner * width), nearness = 1 - across * (left ? convergeLeft : convergeRight);
            if (nearness < 0.3) return look.Sky(x / width, y / height);
            var u = across / nearness / metre;
            var v = (horizon * height - y) / nearness / metre + 1.5; // eye level is 1.5 m
            if (v > top) return v < top + 0.25 ? look.Cornice(v - top, left) : look.Sky(x / width, y / height);
            if (v < 0) return look.Street(u, (y / height - horizon) / (1 - horizon), left);
            return look.Wall(u, v, top, left);
        });
    }

    internal static (double X, double Y, int Column, int Row) Bay(double u, double v)
    {
        if (v < GroundFloor) return (Exact.Fraction(u / WindowPitch) * WindowPitch, v, (int)(u / WindowPitch), -1);
        var row = (int)((v - GroundFloor) / StoreyHeight);
        return (Exact.Fraction(u / WindowPitch) * WindowPitch, v - GroundFloor - row * StoreyHeight, (int)(u / WindowPitch), row);
    }
}
