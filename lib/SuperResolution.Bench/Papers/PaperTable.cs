namespace SuperResolution.Metrics.Papers;

/// <summary>A table of a paper: its values, and which of the kit's methods stand beside them.</summary>
/// <param name="Id">For the command line and file names, e.g. "srgan-2".</param>
/// <param name="Title">What it compares.</param>
/// <param name="Source">Paper and number of the table.</param>
/// <param name="Rows">In the paper's order.</param>
/// <param name="Candidates">What fills them; a method may have several, or none.</param>
/// <param name="Notes">What a reader has to know of the table as a whole.</param>
public sealed record PaperTable(
    string Id, string Title, string Source, IReadOnlyList<PaperRow> Rows, IReadOnlyList<PaperCandidate> Candidates,
    IReadOnlyList<string> Notes)
{
    /// <summary>The kit's methods for a row, each with its difference from the paper's (null: it is the paper's).</summary>
    /// <param name="row">A row of this table.</param>
    /// <param name="methods">What is at hand at the row's scale, as <see cref="EvaluatedMethods.At(int)"/> gives it.</param>
    public IEnumerable<(EvaluatedMethod Method, string? Difference)> Fill(PaperRow row, IEnumerable<EvaluatedMethod> methods) =>
        from candidate in Candidates
        where candidate.Method == row.Method
        from method in methods
        where candidate.Fits(method)
        select (method, candidate.Difference?.Invoke(method));

    /// <inheritdoc/>
    public override string ToString() => $"{Title} ({Source})";
}
