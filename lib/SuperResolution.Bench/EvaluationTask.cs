using SuperResolution.Datasets;

namespace SuperResolution.Metrics;

/// <summary>One row that is wanted: a method on a set under a protocol of the method's scale.</summary>
/// <param name="Method">What upscales.</param>
/// <param name="Set">The HR pictures.</param>
/// <param name="Protocol">How it is measured.</param>
public sealed record EvaluationTask(EvaluatedMethod Method, ImageSet Set, Protocol Protocol)
{
    /// <summary>E.g. "Bicubic on Set5, Y601 ×3".</summary>
    public override string ToString() => $"{Method.Name} on {Set.Name}, {Protocol}";
}
