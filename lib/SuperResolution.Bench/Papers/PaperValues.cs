using SuperResolution.Metrics.Papers;

namespace SuperResolution.Metrics;

/// <summary>A number that a paper printed.</summary>
/// <param name="Method">As tables call it.</param>
/// <param name="Set">Name of the set.</param>
/// <param name="Scale">2, 3, 4.</param>
/// <param name="Protocol">Name of the protocol that reproduces the paper's control rows.</param>
/// <param name="Psnr">dB.</param>
/// <param name="Ssim">At most 1.</param>
/// <param name="Source">Where it stands.</param>
/// <param name="Shape">Variant and training set of a network, as in "SRCNN 9-1-5, 91 images"; empty for formulas.</param>
public sealed record PaperValue(
    string Method, string Set, int Scale, string Protocol, double Psnr, double Ssim, string Source, string Shape)
{
    /// <summary>Whether something that is and was trained so is what the paper measured.</summary>
    /// <param name="training">As <see cref="EvaluatedMethod.Training"/> says it.</param>
    public bool IsOf(string training) =>
        Shape.Split(", ", 2) is [var variant, var data] ? training.StartsWith(variant + ", ", StringComparison.Ordinal)
            && training.Contains(", " + data, StringComparison.Ordinal) : training.Length == 0;
}

/// <summary>Published rows, for the paper column of tables.</summary>
public static class PaperValues
{
    /// <summary>All rows that the kit knows, one for each method, set, scale and protocol.</summary>
    public static IReadOnlyList<PaperValue> All => PaperFile.Default.Values;

    /// <summary>The row for an upscaler.</summary>
    /// <param name="upscaler">
    /// Its name begins with the method's, e.g. "SRCNN (authors')"; a self-ensemble ("+" at the end) is another method.
    /// </param>
    /// <param name="set">Name of the set.</param>
    /// <param name="protocol">How it was measured.</param>
    /// <param name="training">
    /// What it is and was trained on: only the row of such a network is taken. Null: not told, and the name alone decides.
    /// </param>
    public static PaperValue? Find(string upscaler, string set, Protocol protocol, string? training = null) => All.FirstOrDefault(value =>
        (upscaler.Equals(value.Method, StringComparison.OrdinalIgnoreCase)
            || upscaler.StartsWith(value.Method + " ", StringComparison.OrdinalIgnoreCase)) && !upscaler.EndsWith('+')
        && value.Set == set && value.Scale == protocol.Scale && value.Protocol == protocol.Name
            && (training is null || value.IsOf(training)));

    /// <summary>
    /// The published value for a measured row's set, scale and protocol, of such a network and training set; null where there is none, and
    /// for substitutes and parts of sets.
    /// </summary>
    public static PaperValue? For(EvaluationRow row) =>
        row.Notice.Length > 0 ? null : Find(row.Upscaler, row.Set, row.Protocol, row.Training);
}
