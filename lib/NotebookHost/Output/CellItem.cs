using System.Text.Json.Serialization;

namespace SuperResolution.Workbench.Notebooks;

/// <summary>One thing that a cell produces.</summary>
[JsonDerivedType(typeof(Printed), "printed"), JsonDerivedType(typeof(Shown), "shown"), JsonDerivedType(typeof(Changed), "changed")]
[JsonDerivedType(typeof(Cleared), "cleared"), JsonDerivedType(typeof(Failed), "failed")]
internal abstract record CellItem
{
    /// <summary>Printed text; the name is "stdout" or "stderr".</summary>
    public sealed record Printed(string Name, string Text) : CellItem;

    /// <summary>
    /// A shown value: mime type → text (pictures as base64). With a number it is the cell's result; under an identifier it can be changed
    /// later.
    /// </summary>
    public sealed record Shown(IReadOnlyDictionary<string, string> Data, int? ExecutionCount, string? DisplayId) : CellItem;

    /// <summary>New content of what was shown under an identifier.</summary>
    public sealed record Changed(IReadOnlyDictionary<string, string> Data, string DisplayId) : CellItem;

    /// <summary>What the cell has shown so far goes: at once, or when the next thing comes.</summary>
    public sealed record Cleared(bool Wait) : CellItem;

    /// <summary>Why the cell stopped.</summary>
    public sealed record Failed(CellError Error) : CellItem;
}
