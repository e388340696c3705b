namespace SuperResolution.Workbench.Notebooks;

/// <summary>A run of lines that is compiled at once, or a directive that the engine itself handles.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Code: preceded by empty lines, so that its line numbers are the cell's. Import: the file name.</param>
/// <param name="Line">The directive's line in the cell, from 1; 1 for code.</param>
internal sealed record CellPart(CellPartKind Kind, string Text, int Line);

internal enum CellPartKind { Code, Import, Time }
