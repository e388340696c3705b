namespace SuperResolution.Workbench.Notebooks;

/// <summary>A cell's text asks for something that cannot be done.</summary>
internal sealed class CellSourceException(int line, string message) : Exception(message)
{
    /// <summary>The cell's line, from 1.</summary>
    public int Line { get; } = line;
}
