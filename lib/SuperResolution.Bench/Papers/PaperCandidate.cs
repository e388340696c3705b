namespace SuperResolution.Metrics.Papers;

/// <summary>Which of the kit's methods stand for a method of a paper.</summary>
/// <param name="Method">The paper's name.</param>
/// <param name="Fits">Which methods stand for it.</param>
/// <param name="Difference">
/// What is different about such a method, as a true sentence; null where it is the paper's own, the same formula or the authors' weights, and has to
/// give the paper's number.
/// </param>
public sealed record PaperCandidate(string Method, Func<EvaluatedMethod, bool> Fits, Func<EvaluatedMethod, string>? Difference = null)
{
    /// <summary>A formula of the same name as in the paper.</summary>
    public static PaperCandidate Formula(string name) => new(name, method => method.Origin == MethodOrigin.Formula && method.Network == name);

    /// <summary>The authors' own weights.</summary>
    /// <param name="method">The paper's name.</param>
    /// <param name="network">The name in the kit.</param>
    public static PaperCandidate Authors(string method, string network) => new(method, candidate => candidate.Origin == MethodOrigin.Others && candidate.Network == network && candidate.Name.EndsWith("(authors')", StringComparison.Ordinal));

    /// <summary>A network of the kit that nobody at hand has trained so.</summary>
    public static PaperCandidate None(string method) => new(method, _ => false);

    /// <summary>Weights that were trained here.</summary>
    /// <param name="method">The paper's name.</param>
    /// <param name="network">The name in the kit.</param>
    /// <param name="paper">What the paper trained, as the end of the sentence "Ours: …; the paper's: …".</param>
    public static PaperCandidate Here(string method, string network, string paper) =>
        new(method, candidate => candidate.Origin == MethodOrigin.Here && candidate.Network == network, candidate => $"Ours: {candidate.Training}; the paper's: {paper}.");
}
