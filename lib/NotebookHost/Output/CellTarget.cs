namespace SuperResolution.Workbench.Notebooks;

/// <summary>
/// Holds the output of the engine's running cell: a thread that an earlier cell started prints into the cell that runs now, or where none
/// runs into the last one whose output stays open.
/// </summary>
internal sealed class CellTarget
{
    private volatile CellOutput? output;

    public CellOutput? Output
    {
        get => output;
        set => output = value;
    }
}
