namespace SuperResolution.Winograd;

/// <summary>The matrices of F(4×4, 3×3) with the interpolation points 0, ±a, ±b, ∞ where a = √½ and b = √2.</summary>
/// <remarks>
/// An output tile of 4×4 is Y = Aᵀ [(G g Gᵀ) ∘ (Bᵀ d B)] A for a 6×6 input tile d and 3×3 weights g (Lavin and Gray, arXiv 1509.09308, eq.
/// 8 and section 4). The points are this kit's choice: the usual 0, ±1, ±2, ∞ need as many operations and are less exact (README).
/// Multiplications by a, b and their powers are all that the transforms need besides sums.
/// </remarks>
internal static class Points
{
    public const double A = 0.70710678118654752440, B = 1.41421356237309504880;

    // Powers as the transforms in single precision use them. a²b² = 1, so a·b² = b and b·a² = a.
    public const float A1 = (float)A, A2 = 0.5f, A3 = (float)(0.5 * A);
    public const float B1 = (float)B, B2 = 2f, B3 = (float)(2 * B);

    /// <summary>G, 6×3: one row for each point.</summary>
    public static double[,] G { get; } = MakeG();

    private static double[,] MakeG()
    {
        var (a2, b2) = (A * A, B * B);
        var (n, m) = (1 / (2 * a2 * (a2 - b2)), 1 / (2 * b2 * (b2 - a2)));
        return new[,] { { 1 / (a2 * b2), 0, 0 }, { n, A * n, a2 * n }, { n, -A * n, a2 * n }, { m, B * m, b2 * m }, { m, -B * m, b2 * m },
            { 0, 0, 1 } };
    }
}
