namespace SuperResolution.Datasets;

/// <summary>A distorted picture of <see cref="Pipal"/>.</summary>
/// <param name="Name">For example <c>A0001_03_12</c>: reference, class, distortion.</param>
/// <param name="ReferenceName">For example <c>A0001</c>.</param>
/// <param name="Class">The class of distortions.</param>
/// <param name="Distortion">Number of the distortion in its class, from 0.</param>
/// <param name="Elo">What people said: an Elo rating, higher is better; null where no label is published.</param>
/// <param name="Distorted">The distorted picture; loading it throws <see cref="DataSetException"/> where only labels are at hand.</param>
/// <param name="Reference">The undistorted picture, likewise.</param>
/// <param name="HasPictures">Whether both pictures are at hand.</param>
public sealed record PipalImage(
    string Name, string ReferenceName, PipalClass Class, int Distortion, double? Elo, ImageItem Distorted, ImageItem Reference,
    bool HasPictures)
{
    /// <inheritdoc/>
    public override string ToString() =>
        Elo is { } elo ? FormattableString.Invariant($"{Name} ({Class}): {elo:0.0}") : $"{Name} ({Class})";
}
