using SuperResolution.Imaging;

namespace SuperResolution.Multiframe;

/// <summary>A burst that was made from a picture, with everything that a real one does not tell.</summary>
/// <param name="Frames">The frames; the first one is the base, which a merge has to enlarge.</param>
/// <param name="Truth">What the base shows, <paramref name="Scale"/> times as large and without noise.</param>
/// <param name="Seen">
/// The same through the sensor's photosites: each pixel is the mean over a photosite around it. The best that frames without number and
/// noise can give before somebody sharpens.
/// </param>
/// <param name="Motions">The motion of every frame against the base; that of the base is zero.</param>
/// <param name="Noise">The noise that was added.</param>
/// <param name="Scale">How many pixels of the truth make a pixel of a frame, in each direction.</param>
public sealed record SimulatedBurst(
    IReadOnlyList<Picture> Frames, Picture Truth, Picture Seen, IReadOnlyList<HandMotion> Motions, NoiseModel Noise, int Scale)
{
    /// <summary>The same with the first frames only.</summary>
    /// <param name="count">1 … the number of frames.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public SimulatedBurst First(int count) => count >= 1 && count <= Frames.Count
        ? this with { Frames = [.. Frames.Take(count)], Motions = [.. Motions.Take(count)] }
        : throw new ArgumentOutOfRangeException(
            nameof(count), count, $"The burst has {Frames.Count} frames; take from 1 to {Frames.Count} of them.");

    /// <inheritdoc/>
    public override string ToString() => $"{Frames.Count} frames of {Frames[0]}, truth {Truth} (×{Scale})";
}
