namespace SuperResolution.Metrics.Papers;

/// <summary>Which of the kit's methods stand for a method of a paper.</summary>
/// <param name="Method">The paper's name.</param>
/// <param name="Fits">Which methods stand for it.</param>
/// <param name="Difference">
/// What is different about such a method, as a true sentence; null where it is the paper's own, the same formula or the authors' weights,
/// and has to give the paper's number.
/// </param>
public sealed record PaperCandidate(string Method, Func<EvaluatedMethod, bool> Fits, Func<EvaluatedMethod, string>? Difference = null)
{
    /// <summary>A formula of the same name as in the paper.</summary>
    public static PaperCandidate Formula(string name) =>
        new(name, method => method.Origin == MethodOrigin.Formula && method.Network == name);
}
