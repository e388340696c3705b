using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace SuperResolution.Imaging;

/// <summary>Blur that is stronger in one direction than in the other.</summary>
public static partial class Distortions
{
    /// <summary>Convolves with an anisotropic Gaussian, sampled at the pixels, out to four sigma.</summary>
    /// <remarks>Not separable: the cost grows with the area of the kernel.</remarks>
    /// <param name="picture">Gray or RGB.</param>
    /// <param name="along">Standard deviation in pixels along the axis, at least 0.</param>
    /// <param name="across">Standard deviation in pixels across the axis, at least 0.</param>
    /// <param name="degrees">The axis's angle, counter-clockwise from the right.</param>
    public static Picture GaussianBlur(Picture picture, double along, double across, double degrees)
    {
        if (along <= 0 && across <= 0) return picture;
        var (width, height, channels) = (picture.Width, picture.Height, picture.Channels);
        var reach = (int)Math.Ceiling(4 * Math.Max(along, across));
        var taps = OrientedTaps(Math.Max(along, 1e-3), Math.Max(across, 1e-3), degrees * Math.PI / 180, reach);

        var row = width * channels;
        var wide = new double[height][]; // every row with its mirror image at both ends
        for (var y = 0; y < height; y++)
        {
            wide[y] = new double[row + (2 * reach * channels)];
            for (var i = 0; i < wide[y].Length; i++)
                wide[y][i] = picture.Pixels[(y * row) + (Mirror((i / channels) - reach, width) * channels) + (i % channels)];
        }
        var samples = new double[height * row];
        for (var y = 0; y < height; y++)
        {
            var sums = samples.AsSpan(y * row, row);
            foreach (var (dx, dy, weight) in taps)
                TensorPrimitives.MultiplyAdd(wide[Mirror(y + dy, height)].AsSpan((dx + reach) * channels, row), weight, sums, sums);
        }
        return Round(picture, samples);
    }

    /// <summary>exp(−½·q), where q is the squared distance in sigmas; rows count downwards, angles upwards.</summary>
    private static List<(int X, int Y, double Weight)> OrientedTaps(double along, double across, double angle, int reach)
    {
        var (sin, cos) = Math.SinCos(angle);
        var taps = new List<(int X, int Y, double Weight)>();
        for (var y = -reach; y <= reach; y++)
        {
            for (var x = -reach; x <= reach; x++)
            {
                var (u, v) = (((cos * x) - (sin * y)) / along, ((sin * x) + (cos * y)) / across);
                var q = (u * u) + (v * v);
                if (q <= 16) taps.Add((x, y, Math.Exp(-0.5 * q)));
            }
        }
        var sum = taps.Sum(tap => tap.Weight);
        return taps.ConvertAll(tap => tap with { Weight = tap.Weight / sum });
    }
}
