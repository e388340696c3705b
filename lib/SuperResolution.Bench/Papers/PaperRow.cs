namespace SuperResolution.Metrics.Papers;

/// <summary>One cell of a paper's table: a method on a set at a scale.</summary>
/// <param name="Method">As the paper calls it.</param>
/// <param name="Set">Name of the set in the catalogue, or what the paper says of its pictures.</param>
/// <param name="Scale">2, 3, 4.</param>
/// <param name="Protocol">The one that reproduces the paper's interpolation rows; null where the paper's is not known well enough.</param>
/// <param name="Psnr">dB.</param>
/// <param name="Ssim">At most 1.</param>
/// <param name="Others">What else the paper has of it and the kit cannot compute, e.g. "MOS 3.58"; or empty.</param>
public sealed record PaperRow(string Method, string Set, int Scale, Protocol? Protocol, double Psnr, double Ssim, string Others = "")
{
    /// <summary>E.g. "SRCNN on Set5 ×3".</summary>
    public override string ToString() => $"{Method} on {Set} ×{Scale}";
}
