namespace SuperResolution.Workbench.Notebooks;

/// <summary>Why a cell stopped, ready to be shown.</summary>
/// <param name="Name">The kind: "error CS0103", "InvalidOperationException".</param>
/// <param name="Message">One line or a few.</param>
/// <param name="Traceback">The lines that a reader sees, message included.</param>
/// <param name="Line">The cell's line, from 1, where it is known.</param>
internal sealed record CellError(string Name, string Message, IReadOnlyList<string> Traceback, int? Line);
