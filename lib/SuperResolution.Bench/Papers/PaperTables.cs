namespace SuperResolution.Metrics.Papers;

/// <summary>The papers' tables that the kit knows.</summary>
public static class PaperTables
{
    /// <summary>All of them, in the order of the papers.</summary>
    public static IReadOnlyList<PaperTable> All => PaperFile.Default.Tables;

    /// <summary>The tables of an id, or of all ids that begin with it and a dash: "srgan" is "srgan-1" and "srgan-2".</summary>
    /// <exception cref="ArgumentException">There is none; the message names those that there are.</exception>
    public static IReadOnlyList<PaperTable> Find(string id)
    {
        var found = All.Where(table => table.Id == id || table.Id.StartsWith(id + "-", StringComparison.Ordinal)).ToList();
        return found.Count > 0 ? found
            : throw new ArgumentException($"There is no table '{id}'. There are {string.Join(", ", All.Select(table => table.Id))}.");
    }
}
