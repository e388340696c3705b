using SuperResolution.Imaging;

namespace SuperResolution.Multiframe;

/// <summary>Something rectangular that crosses the scene while the burst is taken.</summary>
/// <param name="Look">What it looks like, in pixels of the scene.</param>
/// <param name="X">Left column in the first frame, in pixels of the scene; parts outside are not seen.</param>
/// <param name="Y">Upper row in the first frame.</param>
/// <param name="StepX">How far it moves to the right from frame to frame, in pixels of the scene.</param>
/// <param name="StepY">How far it moves down.</param>
public sealed record MovingObject(Picture Look, double X, double Y, double StepX, double StepY)
{
    /// <summary>The scene with the object at its place in a frame, rounded to whole pixels of the scene.</summary>
    /// <param name="scene">Gray or RGB.</param>
    /// <param name="frame">From 0.</param>
    public Picture Over(Picture scene, int frame)
    {
        var look = scene.Channels == 1 ? Look.ToGray() : Look.ToRgb();
        var (left, top) = ((int)Math.Round(X + (frame * StepX)), (int)Math.Round(Y + (frame * StepY)));
        var (pixels, channels) = (scene.Pixels.ToArray(), scene.Channels);
        var (from, to) = (Math.Max(0, left), Math.Min(scene.Width, left + look.Width));
        for (var y = Math.Max(0, top); y < Math.Min(scene.Height, top + look.Height) && from < to; y++)
            look.Pixels.Slice((((y - top) * look.Width) + from - left) * channels, (to - from) * channels)
                .CopyTo(pixels.AsSpan(((y * scene.Width) + from) * channels));
        return new Picture(scene.Width, scene.Height, channels, pixels);
    }
}
