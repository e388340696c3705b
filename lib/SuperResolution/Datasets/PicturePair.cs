namespace SuperResolution.Datasets;

/// <summary>
/// A high-resolution picture and a low-resolution one of the same content. Both are read or made when they are asked for.
/// </summary>
/// <param name="Name">Name of the picture, for example <c>butterfly</c>.</param>
/// <param name="Hr">The truth.</param>
/// <param name="Lr">The input of an upscaler.</param>
public sealed record PicturePair(string Name, ImageItem Hr, ImageItem Lr)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
