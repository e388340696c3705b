using SuperResolution.Datasets;

namespace SuperResolution.Metrics.Papers;

/// <summary>Papers' tables from the pictures to the differences.</summary>
public static class PaperTableRun
{
    /// <summary>Measures all that fills the tables' rows.</summary>
    /// <param name="tables">Which tables.</param>
    /// <param name="evaluation">Computes, or reads from its cache.</param>
    /// <param name="rows">Which rows; null: all.</param>
    /// <param name="methods">What is at hand at a scale; null: <see cref="EvaluatedMethods.At(int)"/>.</param>
    /// <param name="folder">
    /// Where sets are looked for; null: <see cref="DataFolder.Current"/>. Drawn pictures never take a set's place here.
    /// </param>
    /// <param name="progress">As for <see cref="CachedEvaluation.Run"/>.</param>
    /// <param name="cancel">Stops before the next image.</param>
    /// <returns>At least one result for every row, in the tables' order.</returns>
    public static IReadOnlyList<PaperResult> Run(
        IReadOnlyList<PaperTable> tables, CachedEvaluation evaluation, Func<PaperRow, bool>? rows = null,
        Func<int, IReadOnlyList<EvaluatedMethod>>? methods = null,
        DataFolder? folder = null, IProgress<EvaluationProgress>? progress = null, CancellationToken cancel = default)
    {
        var asked = tables.SelectMany(table => table.Rows.Where(row => rows?.Invoke(row) ?? true).Select(row => (table, row))).ToList();
        var atHand = asked.Select(pair => pair.row.Scale).Distinct().ToDictionary(scale => scale, methods ?? EvaluatedMethods.At);
        var sets = asked.Select(pair => pair.row.Set).Distinct()
            .ToDictionary(name => name, name => Catalogue.Default.Find(name) is null ? null : ImageSet.Find(name, folder));

        var results = asked.SelectMany(
            pair => Results(pair.table, pair.row, [.. pair.table.Fill(pair.row, atHand[pair.row.Scale])], sets[pair.row.Set])).ToList();
        var tasks = results.Where(result => result.Missing.Length == 0)
            .Select(result => new EvaluationTask(result.Method!, sets[result.Row.Set]!, result.Row.Protocol!)).ToList();
        var measured = new Queue<EvaluationRow>(evaluation.Run(tasks, progress, cancel));
        return [.. results.Select(result => result.Missing.Length == 0
            ? new PaperResult(result.Table, result.Row, result.Method, measured.Dequeue(), result.Explanation) : result)];
    }

    private static IEnumerable<PaperResult> Results(
        PaperTable table, PaperRow row, IReadOnlyList<(EvaluatedMethod Method, string? Difference)> methods, ImageSet? set)
    {
        if (methods.Count == 0 || row.Protocol is null)
        {
            var known = table.Candidates.Any(candidate => candidate.Method == row.Method);
            return [new(table, row, null, null, null,
                known ? "the network is in the kit, but no weights that were trained so are at hand" : "not in the kit")];
        }
        var missing = set is not null ? "" : Catalogue.Default.Find(row.Set) is null ? $"{row.Set}: not in the kit"
            : $"{row.Set} is not at hand: 'data get {row.Set}'";
        return methods.Select(filled => new PaperResult(table, row, filled.Method, null, filled.Difference, missing));
    }
}
