using SuperResolution.Datasets.Synthetic;
using SuperResolution.Imaging;

namespace SuperResolution.Textures;

/// <summary>A picture's samples as light or as stored values, both in [0, 1] and not rounded: what means are taken of.</summary>
internal sealed record Samples(int Width, int Height, int Channels, double[] Values)
{
    public static Samples Of(Picture picture, bool linearLight)
    {
        var values = new double[picture.Pixels.Length];
        for (var i = 0; i < values.Length; i++) values[i] = linearLight ? LinearLight.Of(picture.Pixels[i]) : picture.Pixels[i] / 255.0;
        return new Samples(picture.Width, picture.Height, picture.Channels, values);
    }

    public Picture ToPicture(bool linearLight) => new(Width, Height, Channels,
        [.. Values.Select(value => linearLight ? LinearLight.ToByte(value) : Raster.ToByte(value))]);

    /// <summary>The mean of every block.</summary>
    /// <param name="across">Columns of a block; divides the width.</param>
    /// <param name="down">Rows of a block; divides the height.</param>
    public Samples Box(int across, int down)
    {
        var (width, height) = (Width / across, Height / down);
        var sums = new double[width * height * Channels];
        for (var y = 0; y < Height; y++)
            for (var x = 0; x < Width; x++)
                for (var c = 0; c < Channels; c++)
                    sums[(((y / down * width) + (x / across)) * Channels) + c] += Values[(((y * Width) + x) * Channels) + c];
        for (var i = 0; i < sums.Length; i++) sums[i] /= across * down;
        return new Samples(width, height, Channels, sums);
    }

    /// <summary>Every pixel of this times the pixel of a plane, e.g. colours times alpha.</summary>
    public Samples Times(Samples plane) => this with { Values = [.. Values.Select((value, i) => value * plane.Values[i / Channels])] };
}
