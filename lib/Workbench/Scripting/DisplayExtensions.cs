using SuperResolution.Workbench.Notebooks;

namespace SuperResolution.Workbench.Scripting;

/// <summary>What cells find without a using. The namespace holds nothing else.</summary>
public static class DisplayExtensions
{
    /// <summary>Shows <paramref name="value"/> at this place of the cell's output.</summary>
    public static void Display(this object? value)
    {
        if (ConsoleRouter.Current is { } output) output.Show(ValueFormatter.Format(value));
        else Console.WriteLine(value); // outside of a cell
    }
}
