namespace SuperResolution.Workbench.Notebooks;

/// <summary>Hears of every cell.</summary>
internal interface IRunProgress
{
    /// <param name="number">From 1.</param>
    /// <param name="count">Code cells of the notebook.</param>
    /// <param name="cell">The cell that starts.</param>
    void CellStarted(int number, int count, NotebookCell cell);

    void CellFinished(int number, int count, TimeSpan elapsed);
}
