using SuperResolution.Platform;

namespace SuperResolution.Datasets.Synthetic;

/// <summary>
/// Shaded balls on a tiled floor: smooth gradients, soft textures, perspective and sharp silhouettes. A small ray tracer.
/// </summary>
internal static class StillLife
{
    private readonly record struct Ball(double X, double Y, double Z, double Radius, Rgb Colour, Rgb Second, int Texture, ulong Seed);

    public static byte[] Draw(ulong seed, int width, int height)
    {
        var random = new SplitMix64(seed);
        var hue = random.Unit();
        var balls = new List<Ball>();
        for (var tries = 0; tries < 900 && balls.Count < 9; tries++)
        {
            var radius = random.Between(0.3, 1.0);
            double z = random.Between(2.9, 6.5), x = random.Between(-0.6, 0.6) * z;
            var turn = hue + 0.382 * balls.Count;
            var ball = new Ball(x, radius - 1, z, radius, Rgb.Hsl(turn, random.Between(0.45, 0.8), random.Between(0.4, 0.6)),
                Rgb.Hsl(turn + 0.45, 0.5, 0.82), random.Below(4), random.Next());
            if (balls.All(o => Square(o.X - x) + Square(o.Z - z) > Square(o.Radius + radius + 0.05))) balls.Add(ball);
        }

        Rgb tileA = Rgb.Hsl(hue + 0.1, 0.2, 0.84), tileB = Rgb.Hsl(hue + 0.6, 0.3, 0.42);
        Rgb high = Rgb.Hsl(random.Between(0.5, 0.74), 0.5, 0.34), low = Rgb.Hsl(random.Between(0.02, 0.16), 0.6, 0.87);
        double lx = 0.45, ly = 0.75, lz = -0.485; // unit vector to the light
        double scale = 1.25 / Math.Min(width, height);

        Rgb Trace(double x, double y, double z, double dx, double dy, double dz, int depth)
        {
            var (t, hit) = Nearest(balls, x, y, z, dx, dy, dz);
            if (hit is { } ball)
            {
                double px = x + t * dx, py = y + t * dy, pz = z + t * dz;
                double nx = (px - ball.X) / ball.Radius, ny = (py - ball.Y) / ball.Radius, nz = (pz - ball.Z) / ball.Radius;
                var mix = ball.Texture switch
                {
                    1 => Exact.Smooth(-0.08, 0.08, Exact.Cos(ny * 2.5 + nx * 1.2)),
                    2 => Exact.Clouds(nx * 4 + nz * 3 + 20, ny * 4 + 20, ball.Seed),
                    3 => Exact.Smooth(0.46, 0.54, Exact.Noise(nx * 7 + 40, ny * 7 + nz * 3 + 40, ball.Seed)),
                    _ => 0,
                };
                var lit = Math.Max(0, nx * lx + ny * ly + nz * lz) * (
                    Shadowed(balls, px + nx * 1e-6, py + ny * 1e-6, pz + nz * 1e-6, lx, ly, lz) ? 0.15 : 1);
                var along = dx * nx + dy * ny + dz * nz;
                double rx = dx - 2 * along * nx, ry = dy - 2 * along * ny, rz = dz - 2 * along * nz;
                var shine = Math.Max(0, rx * lx + ry * ly + rz * lz);
                for (var i = 0; i < 5; i++) shine *= shine; // to the 32nd
                var colour = Rgb.Mix(ball.Colour, ball.Second, mix) * (0.22 + 0.12 * ny + 0.75 * lit)
                    + Rgb.Gray(0.55 * shine * (lit > 0.2 ? 1 : 0));
                if (depth == 0) return colour;
                var grazing = 1 + along;
                return Rgb.Mix(colour, Trace(px + nx * 1e-6, py + ny * 1e-6, pz + nz * 1e-6, rx, ry, rz, depth - 1),
                    0.06 + 0.5 * grazing * grazing * grazing);
            }

            if (dy >= -1e-6) return Rgb.Mix(low, high, Math.Min(1, dy * 1.6));
            var distance = (-1 - y) / dy; // the floor y = −1
            double fx = x + distance * dx, fz = z + distance * dz;
            var checker = ((long)Math.Floor(fx * 1.4) + (long)Math.Floor(fz * 1.4)) % 2 == 0;
            var floor = (checker ? tileA : tileB) * (0.85 + 0.3 * Exact.Clouds(fx * 6, fz * 6, seed));
            if (Shadowed(balls, fx, -1 + 1e-6, fz, lx, ly, lz)) floor *= 0.42;
            return Rgb.Mix(floor, low, Exact.Smooth(6, 26, distance));
        }

        return Raster.Render(width, height, 4, (x, y) =>
        {
            double dx = (x - width * 0.5) * scale, dy = (height * 0.36 - y) * scale, length = Math.Sqrt(dx * dx + dy * dy + 1);
            return Trace(0, 0.35, 0, dx / length, dy / length, 1 / length, 1);
        });
    }

    private static double Square(double v) => v * v;

    private static (double Distance, Ball? Hit) Nearest(List<Ball> balls, double x, double y, double z, double dx, double dy, double dz)
    {
        (double Distance, Ball? Hit) nearest = (double.MaxValue, null);
        foreach (var ball in balls)
        {
            double ox = x - ball.X, oy = y - ball.Y, oz = z - ball.Z;
            double half = ox * dx + oy * dy + oz * dz, under = half * half - (ox * ox + oy * oy + oz * oz - ball.Radius * ball.Radius);
            if (under <= 0) continue;
            var t = -half - Math.Sqrt(under);
            if (t > 1e-6 && t < nearest.Distance) nearest = (t, ball);
        }

        return nearest;
    }

    private static bool Shadowed(List<Ball> balls, double x, double y, double z, double lx, double ly, double lz) =>
        Nearest(balls, x, y, z, lx, ly, lz).Hit is not null;
}
