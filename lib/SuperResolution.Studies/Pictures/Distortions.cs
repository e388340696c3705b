namespace SuperResolution.Imaging;

/// <summary>Ways to spoil a picture, each with one strength: at 0 nothing happens, and the error grows with the strength.</summary>
/// <remarks>
/// The set of Wang and Bovik 2009, "Mean squared error: love it or leave it?". Everything is deterministic; noise depends on
/// a seed. Between 8-bit values results are rounded up or down at random, so that their mean is right: a luminance shift
/// by 17.6 moves 60 % of the pixels by 18 and the others by 17. Values are clamped to 0…255.
/// </remarks>
public static partial class Distortions
{
    /// <summary>Adds the same value everywhere.</summary>
    /// <param name="picture">Gray or RGB.</param>
    /// <param name="shift">In 8-bit units; negative darkens.</param>
    public static Picture LuminanceShift(Picture picture, double shift) =>
        Round(picture, [.. picture.Pixels.ToArray().Select(sample => sample + shift)]);

    /// <summary>Stretches the distance of all samples to their mean: mean + (1 + stretch) · (sample − mean).</summary>
    /// <param name="picture">Gray or RGB.</param>
    /// <param name="stretch">0.25 means a quarter more contrast; negative values take contrast away, −1 leaves one gray.</param>
    public static Picture ContrastStretch(Picture picture, double stretch)
    {
        var samples = picture.Pixels.ToArray();
        var mean = samples.Average(sample => (double)sample);
        return Round(picture, [.. samples.Select(sample => mean + ((1 + stretch) * (sample - mean)))]);
    }

    /// <summary>Adds white Gaussian noise; a larger sigma is the same noise, only stronger.</summary>
    /// <param name="picture">Gray or RGB.</param>
    /// <param name="sigma">Standard deviation in 8-bit units, at least 0.</param>
    /// <param name="seed">Which noise.</param>
    public static Picture GaussianNoise(Picture picture, double sigma, int seed = 0)
    {
        var random = new Random(seed);
        var samples = new double[picture.Pixels.Length];
        for (var i = 0; i < samples.Length; i++) samples[i] = picture.Pixels[i] + (sigma * Normal(random));
        return Round(picture, samples);
    }

    /// <summary>Replaces pixels by black or white; a larger share replaces the same pixels and some more.</summary>
    /// <param name="picture">Gray or RGB.</param>
    /// <param name="share">Share of the pixels, 0…1.</param>
    /// <param name="seed">Which pixels.</param>
    public static Picture ImpulseNoise(Picture picture, double share, int seed = 0)
    {
        var random = new Random(seed);
        var pixels = picture.Pixels.ToArray();
        for (var i = 0; i < pixels.Length; i += picture.Channels)
        {
            // both are drawn for every pixel: the next ones must not depend on the share
            var (chance, white) = (random.NextDouble(), random.Next(2) == 1);
            if (chance < share) Array.Fill(pixels, white ? (byte)255 : (byte)0, i, picture.Channels);
        }
        return new Picture(picture.Width, picture.Height, picture.Channels, pixels);
    }

    /// <summary>Saves as JPEG and loads again.</summary>
    /// <param name="picture">Gray or RGB.</param>
    /// <param name="quality">1 (worst) … 100.</param>
    public static Picture Jpeg(Picture picture, int quality)
    {
        var decoded = Picture.Decode(picture.ToJpeg(quality), $"JPEG of quality {quality}");
        return picture.Channels == 1 ? decoded.ToGray() : decoded.ToRgb();
    }

    /// <summary>
    /// Between two pictures: (1 − t) · clean + t · distorted. Makes a distortion continuous that has steps, as JPEG has.
    /// </summary>
    /// <param name="clean">The picture at t = 0.</param>
    /// <param name="distorted">The picture at t = 1, of the same size.</param>
    /// <param name="t">0…1; beyond 1 the error is exaggerated.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static Picture Blend(Picture clean, Picture distorted, double t)
    {
        if ((clean.Width, clean.Height, clean.Channels) != (distorted.Width, distorted.Height, distorted.Channels))
            throw new ArgumentException($"Only pictures of the same size can be blended, not {clean} and {distorted}.");
        var samples = new double[clean.Pixels.Length];
        for (var i = 0; i < samples.Length; i++) samples[i] = clean.Pixels[i] + (t * (distorted.Pixels[i] - clean.Pixels[i]));
        return Round(clean, samples);
    }

    /// <summary>
    /// 8 bit, rounded up with the probability of the fraction. The chance belongs to the place: no result depends on another one.
    /// </summary>
    private static Picture Round(Picture like, double[] samples)
    {
        var random = new Random(samples.Length);
        var pixels = new byte[samples.Length];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)Math.Clamp(Math.Floor(samples[i] + random.NextDouble()), 0, 255);
        return new Picture(like.Width, like.Height, like.Channels, pixels);
    }

    /// <summary>Box and Muller 1958.</summary>
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
