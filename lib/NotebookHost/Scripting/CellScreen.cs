using SuperResolution.Workbench.Notebooks;

namespace SuperResolution.Workbench.Scripting;

/// <summary>The output of the running cell as a whole.</summary>
public static class CellScreen
{
    /// <summary>Takes away what the cell has shown so far.</summary>
    /// <param name="wait">True: only when the next thing is shown, which avoids flicker.</param>
    public static void Clear(bool wait = false) => ConsoleRouter.Current?.Clear(wait);
}
