namespace SuperResolution.Datasets;

/// <summary>One picture of <see cref="CelebA"/> with what the label files say of it.</summary>
/// <param name="Name">Name without extension, for example <c>000001</c>.</param>
/// <param name="Picture">178×218 pixels, read when asked for.</param>
/// <param name="Split">Null without <c>list_eval_partition.txt</c>.</param>
/// <param name="Landmarks">Null without <c>list_landmarks_align_celeba.txt</c>.</param>
/// <param name="Attributes">
/// Names of the attributes that the face has, in the file's order; null without <c>list_attr_celeba.txt</c>.
/// </param>
public sealed record CelebAFace(
    string Name, ImageItem Picture, CelebASplit? Split, FaceLandmarks? Landmarks, IReadOnlyList<string>? Attributes)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
