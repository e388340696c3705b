using SuperResolution.Imaging;

namespace SuperResolution.Multiframe;

/// <summary>
/// The control of every multi-frame method: bicubic interpolation of each frame at the aligned places, and the plain mean of all. It
/// averages noise and aliases away, and recovers nothing.
/// </summary>
public static class AlignedAverage
{
    /// <summary>Enlarges the base frame.</summary>
    /// <param name="frames">The base frame first; all of one size.</param>
    /// <param name="flows">Displacements of all frames but the base.</param>
    /// <param name="scale">How many times as large the result is.</param>
    /// <exception cref="ArgumentException">
    /// No frames, different sizes, a scale under 1, or not one flow for each frame but the base.
    /// </exception>
    public static Picture Of(IReadOnlyList<Picture> frames, IReadOnlyList<FlowField> flows, int scale)
    {
        FrameSizes.Require(frames);
        if (scale < 1 || flows.Count != frames.Count - 1)
            throw new ArgumentException($"An average needs a scale from 1 (here {scale}) and displacements of all frames but the first: " +
                $"{frames.Count - 1}, here {flows.Count}.");
        var (width, height, channels) = (frames[0].Width * scale, frames[0].Height * scale, frames[0].Channels);
        var planes = frames.Select(frame => Enumerable.Range(0, channels).Select(c => FloatPlane.Channel(frame, c)).ToArray()).ToArray();
        var pixels = new byte[width * height * channels];
        Parallel.For(0, height, y =>
        {
            for (var x = 0; x < width; x++)
            {
                var (u, v) = (((x + 0.5) / scale) - 0.5, ((y + 0.5) / scale) - 0.5);
                for (var c = 0; c < channels; c++)
                {
                    var sum = Cubic.At(planes[0][c], u, v);
                    for (var n = 0; n < flows.Count; n++)
                    {
                        var (dx, dy) = flows[n].At(u, v);
                        sum += Cubic.At(planes[n + 1][c], u + dx, v + dy);
                    }
                    pixels[(((y * width) + x) * channels) + c] = (byte)Math.Clamp(Math.Floor((255 * sum / frames.Count) + 0.5), 0, 255);
                }
            }
        });
        return new Picture(width, height, channels, pixels);
    }
}
