using SuperResolution.Imaging;

namespace SuperResolution.Training;

/// <summary>
/// Numbers for two defects that adversarial trainings are known for: colour shifts and checkerboards. Both in levels of 255.
/// </summary>
public static class Artefacts
{
    /// <summary>
    /// By how much a result is redder, greener, bluer than its input: the mean over the pixels of (SR shrunk to LR) − LR.
    /// </summary>
    /// <remarks>
    /// Bicubic interpolation and SRCNN stay below 0.8 of a level on parts of 96×96 pixels of Set5 and Set14 (×2 to ×4). Two pixels of LR
    /// at the border are left out: there a network sees padding.
    /// </remarks>
    /// <param name="lr">The input.</param>
    /// <param name="sr">The result, wider and higher by a whole factor.</param>
    /// <exception cref="ArgumentException">The sides do not fit, or are below 5 pixels of LR.</exception>
    public static ColourShift Colour(Picture lr, Picture sr)
    {
        RequireScale(lr, sr);
        var (input, shrunk) = (lr.ToRgb().Shave(2), Resize.Imresize(sr.ToRgb(), (double)lr.Width / sr.Width).Shave(2));
        var sums = new long[3];
        for (var i = 0; i < input.Pixels.Length; i++) sums[i % 3] += shrunk.Pixels[i] - input.Pixels[i];
        var n = input.Pixels.Length / 3.0;
        return new ColourShift(sums[0] / n, sums[1] / n, sums[2] / n);
    }

    /// <summary>
    /// How strongly the error repeats with the period of the scale factor, as transposed convolutions and sub-pixel layers do it (Odena et
    /// al. 2016, "Deconvolution and Checkerboard Artifacts").
    /// </summary>
    /// <remarks>
    /// The error SR − HR in luma, without its slow part, is taken together over all blocks of s × s pixels, pixel by pixel, by the median,
    /// in the upper and in the lower half of the picture; the result is the root of the covariance of the two sets of s² medians, 0 where
    /// it is negative. A pattern survives that, the error of textures and edges does not. A checkerboard of ±a levels gives a for even
    /// factors. The slow part is a triangular mean over 2s − 1 pixels, which leaves every pattern of this period as it is. On parts of
    /// 96×96 pixels of Set5 and Set14 (×2 to ×4) bicubic interpolation and SRCNN stay below 0.6 on nine of ten and below 1.1 on all; with
    /// ±2 levels on top nine of ten are above 1.4 at ×2 and ×4. Smaller parts have more chance in them.
    /// </remarks>
    /// <param name="hr">The truth.</param>
    /// <param name="sr">The result, of the same size.</param>
    /// <param name="scale">s, at least 2.</param>
    /// <exception cref="ArgumentException">The sizes differ, or the picture is below 6s × 6s pixels.</exception>
    public static double Checkerboard(Picture hr, Picture sr, int scale)
    {
        if ((hr.Width, hr.Height) != (sr.Width, sr.Height) || scale < 2 || Math.Min(hr.Width, hr.Height) < 6 * scale)
            throw new ArgumentException($"A checkerboard of period {scale} is looked for in pictures of the same size, at least " +
                $"{6 * scale} pixels wide and high; these are {hr} and {sr}.");
        var truth = hr.ToGray().Pixels;
        var result = sr.ToGray().Pixels;
        var error = new double[truth.Length];
        for (var i = 0; i < error.Length; i++) error[i] = result[i] - truth[i];
        var slow = Smooth(Smooth(error, hr.Width, hr.Height, scale, 1), hr.Width, hr.Height, scale, hr.Width);

        // Chance agrees with itself in one half of the picture, a pattern in both: the covariance of the halves is the pattern's variance.
        var rows = (hr.Height / scale) - 2;
        var upper = Medians(error, slow, hr.Width, scale, 1, 1 + (rows / 2));
        var lower = Medians(error, slow, hr.Width, scale, 1 + (rows / 2), 1 + rows);
        return Math.Sqrt(Math.Max(0, upper.Zip(lower, (a, b) => (a - upper.Average()) * (b - lower.Average())).Average()));
    }

    /// <summary>
    /// For each place in a block of s × s pixels the median of the quick part over the blocks of some rows, the outermost left out.
    /// </summary>
    private static double[] Medians(double[] error, double[] slow, int width, int s, int fromRow, int toRow)
    {
        var medians = new double[s * s];
        for (var place = 0; place < medians.Length; place++)
        {
            var values = new List<double>();
            for (var row = fromRow; row < toRow; row++)
            {
                for (var column = 1; column < (width / s) - 1; column++)
                {
                    var at = (((row * s) + (place / s)) * width) + (column * s) + (place % s);
                    values.Add(error[at] - slow[at]);
                }
            }
            values.Sort();
            medians[place] = (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
        }
        return medians;
    }

    /// <summary>
    /// Triangular mean over 2s − 1 samples along one direction; zero at all frequencies k / s. Samples nearer than s to the border stay
    /// unused.
    /// </summary>
    private static double[] Smooth(double[] from, int width, int height, int s, int stride)
    {
        var to = new double[from.Length];
        var (length, along) = (stride == 1 ? width : height, stride == 1);
        for (var i = 0; i < from.Length; i++)
        {
            var place = along ? i % width : i / width;
            if (place < s - 1 || place > length - s) continue;
            var sum = from[i] * s;
            for (var d = 1; d < s; d++) sum += (from[i - (d * stride)] + from[i + (d * stride)]) * (s - d);
            to[i] = sum / (s * s);
        }
        return to;
    }

    private static void RequireScale(Picture lr, Picture sr)
    {
        if (lr.Width < 5 || lr.Height < 5 || sr.Width % lr.Width != 0 || sr.Width / lr.Width * lr.Height != sr.Height)
            throw new ArgumentException($"A result of {sr} does not belong to an input of {lr}: both sides must be larger by the same " +
                "whole factor, and the input at least 5×5.");
    }
}

/// <summary>Mean difference of colour, in levels of 255 for each channel; positive: the result has more of it.</summary>
/// <param name="Red">Red.</param>
/// <param name="Green">Green.</param>
/// <param name="Blue">Blue.</param>
public readonly record struct ColourShift(double Red, double Green, double Blue)
{
    /// <summary>The largest of the three, without its sign.</summary>
    public double Largest => Math.Max(Math.Abs(Red), Math.Max(Math.Abs(Green), Math.Abs(Blue)));
}
