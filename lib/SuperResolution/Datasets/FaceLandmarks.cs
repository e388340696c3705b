namespace SuperResolution.Datasets;

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
