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

/// <summary>
/// Five points of a face in pixels of its picture: (0, 0) is the middle of the upper left pixel. Left and right are the viewer's.
/// </summary>
/// <param name="LeftEye">Middle of the left eye.</param>
/// <param name="RightEye">Middle of the right eye.</param>
/// <param name="Nose">Tip of the nose.</param>
/// <param name="LeftMouth">Left corner of the mouth.</param>
/// <param name="RightMouth">Right corner of the mouth.</param>
public readonly record struct FaceLandmarks(
    (double X, double Y) LeftEye, (double X, double Y) RightEye, (double X, double Y) Nose, (double X, double Y) LeftMouth,
    (double X, double Y) RightMouth)
{
    /// <summary>All five, in the order of the file.</summary>
    public IReadOnlyList<(double X, double Y)> Points => [LeftEye, RightEye, Nose, LeftMouth, RightMouth];

    /// <summary>Pixels between the eyes.</summary>
    public double EyeDistance => Math.Sqrt(Math.Pow(RightEye.X - LeftEye.X, 2) + Math.Pow(RightEye.Y - LeftEye.Y, 2));

    /// <summary>The same points after a change of coordinates.</summary>
    internal FaceLandmarks Map(Func<(double X, double Y), (double X, double Y)> map) =>
        new(map(LeftEye), map(RightEye), map(Nose), map(LeftMouth), map(RightMouth));
}

/// <summary>The official splits of CelebA; the numbers are those in <c>list_eval_partition.txt</c>. No person is in two of them.</summary>
public enum CelebASplit
{
    /// <summary>For training.</summary>
    Train = 0,

    /// <summary>For choosing settings.</summary>
    Validation = 1,

    /// <summary>For testing only.</summary>
    Test = 2,
}
