using SuperResolution.Imaging;

namespace SuperResolution.Datasets;

/// <summary>Several frames of one scene, taken one after the other.</summary>
/// <param name="Name">Name of the scene.</param>
/// <param name="Frames">The frames in the order of their numbers, all of one size; read when asked for.</param>
/// <param name="FrameSize">Their size.</param>
/// <param name="Hr">The ground truth, where there is one.</param>
/// <param name="Scale">How many times as large as a frame the ground truth is; null without one.</param>
public sealed record Burst(string Name, IReadOnlyList<ImageItem> Frames, PictureInfo FrameSize, ImageItem? Hr, int? Scale)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Name}: {Frames.Count} frames of {FrameSize}{(Scale is { } scale ? $", ground truth ×{scale}" : "")}";
}
