namespace SuperResolution.Workbench.Commands;

/// <summary>The options of <c>paper-tables</c>.</summary>
/// <param name="Out">Folder for the files.</param>
/// <param name="Cache">Folder of results; null: in the user's cache.</param>
/// <param name="Only">Ids of tables; empty: all.</param>
/// <param name="Sets">Names of sets; empty: all.</param>
/// <param name="Threads">Images at a time; null: one for each core.</param>
internal sealed record PaperTablesSettings(
    string Out, string? Cache, IReadOnlyList<string> Only, IReadOnlyList<string> Sets, int? Threads);
