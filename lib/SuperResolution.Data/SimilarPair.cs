namespace SuperResolution.Datasets;

/// <summary>Two pictures of different sets that look alike.</summary>
/// <param name="FirstSet">Name of the first picture's set.</param>
/// <param name="First">The first picture.</param>
/// <param name="SecondSet">Name of the second picture's set.</param>
/// <param name="Second">The second picture.</param>
/// <param name="Coarse">Correlation of the thumbnails of 16×16 gray values, at most 1.</param>
/// <param name="Fine">Correlation of the gradients of those of 32×32: contours in the same places, not only light and dark areas.</param>
public sealed record SimilarPair(string FirstSet, ImageItem First, string SecondSet, ImageItem Second, double Coarse, double Fine)
{
    /// <summary>
    /// The least <see cref="Fine"/> of two copies of a photograph. In the classic sets copies have 0.94 and 0.98, the most similar others
    /// 0.44; two printed pages of one layout can have 0.7.
    /// </summary>
    public const double SamePhotograph = 0.8;

    /// <summary>Whether both are one photograph, perhaps in another size or slightly cut. It is a guess: look at them.</summary>
    public bool IsSamePhotograph => Fine >= SamePhotograph;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{FirstSet} {First}, {SecondSet} {Second}: {Fine:0.000}");
}
