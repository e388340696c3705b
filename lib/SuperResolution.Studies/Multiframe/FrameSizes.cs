using SuperResolution.Imaging;

namespace SuperResolution.Multiframe;

/// <summary>Whether frames can be a burst.</summary>
internal static class FrameSizes
{
    /// <exception cref="ArgumentException">There is no frame, or not all are of the first one's size and kind.</exception>
    public static void Require(IReadOnlyList<Picture> frames)
    {
        if (frames.Count == 0) throw new ArgumentException("A burst needs at least one frame; here is none.", nameof(frames));
        for (var i = 1; i < frames.Count; i++)
        {
            if ((frames[i].Width, frames[i].Height, frames[i].Channels) != (frames[0].Width, frames[0].Height, frames[0].Channels))
                throw new ArgumentException($"Frame {i} is {frames[i]}, frame 0 is {frames[0]}. Frames of a burst have one size and " +
                    "kind: crop or convert the odd one, or leave it out.", nameof(frames));
        }
    }
}
