using SuperResolution.Imaging;

namespace SuperResolution.Multiframe;

/// <summary>One channel of float samples, row by row; what lies outside is the nearest sample at the border.</summary>
public sealed class FloatPlane
{
    /// <summary>
    /// What is left of the variance of noise that is independent in each channel: the sum of the squares of the luma's weights.
    /// </summary>
    internal static readonly double LumaNoise = ColorSpace.Rgb2Gray.ToArray().Sum(weight => weight * weight);

    private readonly float[] values;

    internal FloatPlane(int width, int height, float[]? values = null) =>
        (Width, Height, this.values) = (width, height, values ?? new float[width * height]);

    /// <summary>Width in samples.</summary>
    public int Width { get; }

    /// <summary>Height in samples.</summary>
    public int Height { get; }

    /// <summary>The samples, row by row.</summary>
    public ReadOnlySpan<float> Values => values;

    internal Span<float> Samples => values;

    /// <summary>The sample at a column and a row, moved into the plane where they lie outside.</summary>
    public float this[int x, int y] => (uint)x < (uint)Width && (uint)y < (uint)Height
        ? values[(y * Width) + x]
        : values[(Math.Clamp(y, 0, Height - 1) * Width) + Math.Clamp(x, 0, Width - 1)];

    /// <summary>Bilinear interpolation at a place; (0, 0) is the centre of the first sample.</summary>
    public double At(double x, double y)
    {
        var (left, up) = ((int)Math.Floor(x), (int)Math.Floor(y));
        var (u, v) = (x - left, y - up);
        return ((1 - v) * (((1 - u) * this[left, up]) + (u * this[left + 1, up])))
            + (v * (((1 - u) * this[left, up + 1]) + (u * this[left + 1, up + 1])));
    }

    /// <summary>As a gray picture: <paramref name="black"/> becomes 0 and <paramref name="white"/> 255.</summary>
    public Picture ToPicture(double black = 0, double white = 1) =>
        new(Width, Height, 1, [.. values.Select(value => (byte)Math.Clamp((255 * (value - black) / (white - black)) + 0.5, 0, 255))]);

    /// <summary>A channel of a picture in [0, 1].</summary>
    internal static FloatPlane Channel(Picture picture, int channel)
    {
        var plane = new FloatPlane(picture.Width, picture.Height);
        for (int i = 0, at = channel; i < plane.values.Length; i++, at += picture.Channels) plane.values[i] = picture.Pixels[at] / 255f;
        return plane;
    }

    /// <summary>Full-range luma of BT.601 in [0, 1], not rounded.</summary>
    internal static FloatPlane Luma(Picture picture)
    {
        if (picture.Channels == 1) return Channel(picture, 0);
        var (plane, weights) = (new FloatPlane(picture.Width, picture.Height), ColorSpace.Rgb2Gray.ToArray());
        for (int i = 0, at = 0; i < plane.values.Length; i++, at += 3)
            plane.values[i] = (float)((weights[0] * picture.Pixels[at]) + (weights[1] * picture.Pixels[at + 1])
                + (weights[2] * picture.Pixels[at + 2])) / 255f;
        return plane;
    }

    /// <summary>After a Gaussian.</summary>
    internal FloatPlane Smoothed(double sigma)
    {
        var reach = (int)Math.Ceiling(3 * sigma);
        var taps = Array.ConvertAll(GaussianTaps.Of((2 * reach) + 1, sigma), tap => (float)tap);
        return Pass(Pass(this, 1, 0), 0, 1);

        FloatPlane Pass(FloatPlane from, int dx, int dy)
        {
            var to = new FloatPlane(Width, Height);
            for (var y = 0; y < Height; y++)
            {
                for (var x = 0; x < Width; x++)
                {
                    var total = 0f;
                    for (var i = -reach; i <= reach; i++) total += taps[i + reach] * from[x + (dx * i), y + (dy * i)];
                    to.values[(y * Width) + x] = total;
                }
            }
            return to;
        }
    }

    /// <summary>Half the size: means of 2×2 samples.</summary>
    internal FloatPlane Halved()
    {
        var half = new FloatPlane(Width / 2, Height / 2);
        for (var y = 0; y < half.Height; y++)
            for (var x = 0; x < half.Width; x++)
                half.values[(y * half.Width) + x] =
                    (this[2 * x, 2 * y] + this[(2 * x) + 1, 2 * y] + this[2 * x, (2 * y) + 1] + this[(2 * x) + 1, (2 * y) + 1]) / 4;
        return half;
    }
}
