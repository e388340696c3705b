namespace SuperResolution.Imaging;

/// <summary>The distortions that mix or move pixels. Outside of the picture lies its mirror image.</summary>
public static partial class Distortions
{
    /// <summary>Convolves with a Gaussian, sampled at the pixels, out to four sigma.</summary>
    /// <param name="picture">Gray or RGB.</param>
    /// <param name="sigma">Standard deviation in pixels, at least 0.</param>
    public static Picture GaussianBlur(Picture picture, double sigma)
    {
        if (sigma <= 0) return picture;
        var reach = (int)Math.Ceiling(4 * sigma);
        var taps = Enumerable.Range(-reach, (2 * reach) + 1).Select(i => Math.Exp(-(double)i * i / (2 * sigma * sigma))).ToArray();
        var sum = taps.Sum();
        var (width, height, channels) = (picture.Width, picture.Height, picture.Channels);
        var columns = Enumerable.Range(-reach, width + (2 * reach)).Select(x => Mirror(x, width) * channels).ToArray();
        var rows = Enumerable.Range(-reach, height + (2 * reach)).Select(y => Mirror(y, height) * width * channels).ToArray();

        var (tall, samples) = (new double[width * height * channels], new double[width * height * channels]);
        for (var i = 0; i < tall.Length; i++)
            for (var (k, y, within) = (0, i / (width * channels), i % (width * channels)); k < taps.Length; k++)
                tall[i] += taps[k] / sum * picture.Pixels[rows[y + k] + within];
        for (var i = 0; i < samples.Length; i++)
            for (var (k, x, row) = (0, i / channels % width, i / (width * channels) * width * channels); k < taps.Length; k++)
                samples[i] += taps[k] / sum * tall[row + columns[x + k] + (i % channels)];
        return Round(picture, samples);
    }

    /// <summary>Moves the picture to the right; fractions of a pixel are interpolated (Keys' cubic).</summary>
    /// <param name="picture">Gray or RGB.</param>
    /// <param name="pixels">How far; negative moves to the left.</param>
    public static Picture Shift(Picture picture, double pixels) => Warp(picture, (x, y) => (x - pixels, y));

    /// <summary>Turns the picture counter-clockwise about its centre; values are interpolated (Keys' cubic).</summary>
    /// <param name="picture">Gray or RGB.</param>
    /// <param name="degrees">The angle; negative turns clockwise.</param>
    public static Picture Rotate(Picture picture, double degrees)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        var (cx, cy) = ((picture.Width - 1) / 2.0, (picture.Height - 1) / 2.0);
        return Warp(picture, (x, y) => (cx + (cos * (x - cx)) - (sin * (y - cy)), cy + (sin * (x - cx)) + (cos * (y - cy))));
    }

    /// <summary>Every pixel looks up its value at the place that <paramref name="source"/> names.</summary>
    private static Picture Warp(Picture picture, Func<double, double, (double X, double Y)> source)
    {
        var samples = new double[picture.Pixels.Length];
        Span<int> columns = stackalloc int[4];
        Span<double> across = stackalloc double[4];
        for (var at = 0; at < samples.Length; at += picture.Channels)
        {
            var (x, y) = source(at / picture.Channels % picture.Width, at / picture.Channels / picture.Width);
            var (left, top) = ((int)Math.Floor(x) - 1, (int)Math.Floor(y) - 1);
            for (var i = 0; i < 4; i++) (columns[i], across[i]) = (Mirror(left + i, picture.Width), Cubic(x - left - i));
            for (var j = 0; j < 4; j++)
            {
                var (row, down) = (Mirror(top + j, picture.Height), Cubic(y - top - j));
                for (var i = 0; i < 4; i++)
                    for (var channel = 0; channel < picture.Channels; channel++)
                        samples[at + channel] += down * across[i] * picture[columns[i], row, channel];
            }
        }
        return Round(picture, samples);
    }

    private static double Cubic(double x) => ResizeWeights.Value(ResizeKernel.Bicubic, x);

    private static int Mirror(int i, int length) => ResizeWeights.Inside(i, length, Border.Mirror);
}
