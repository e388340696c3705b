namespace SuperResolution.Datasets.Synthetic;

/// <summary>Turns a colour at every point of the plane into a picture, with box-filtered samples against aliasing.</summary>
public static class Raster
{
    /// <summary>Draws.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="samples">Samples per pixel along each axis.</param>
    /// <param name="colour">The colour at (x, y) in pixels from the upper left corner; called from several threads.</param>
    /// <returns>Rows of interleaved red, green and blue.</returns>
    public static byte[] Render(int width, int height, int samples, Func<double, double, Rgb> colour)
    {
        var pixels = new byte[width * height * 3];
        var step = 1.0 / samples;
        Parallel.For(0, height, y =>
        {
            for (var x = 0; x < width; x++)
            {
                var sum = default(Rgb);
                for (var j = 0; j < samples; j++)
                {
                    for (var i = 0; i < samples; i++)
                        sum += colour(x + (i + 0.5) * step, y + (j + 0.5) * step);
                }

                Store(pixels, (y * width + x) * 3, sum * (step * step));
            }
        });
        return pixels;
    }

    /// <summary>Writes a colour as three 8-bit samples.</summary>
    public static void Store(byte[] pixels, int at, Rgb colour)
    {
        pixels[at] = ToByte(colour.R);
        pixels[at + 1] = ToByte(colour.G);
        pixels[at + 2] = ToByte(colour.B);
    }

    /// <summary>The 8-bit sample of a value in [0, 1]: clamped, rounded half up.</summary>
    public static byte ToByte(double v) => (byte)(Math.Clamp(v, 0, 1) * 255 + 0.5);
}
