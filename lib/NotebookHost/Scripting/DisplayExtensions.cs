using SuperResolution.Workbench.Notebooks;

namespace SuperResolution.Workbench.Scripting;

/// <summary>What cells find without a using.</summary>
public static class DisplayExtensions
{
    /// <summary>
    /// Shows <paramref name="value"/> at this place of the cell's output. A value that tells of its changes (INotifyPropertyChanged) is
    /// drawn anew in place.
    /// </summary>
    /// <returns>A handle with which other values can be shown in its place.</returns>
    public static DisplayedValue Display(this object? value)
    {
        if (ConsoleRouter.Current is not { } output)
        {
            Console.WriteLine(value); // outside of a cell
            return new DisplayedValue(null, "");
        }
        var id = output.NewDisplayId();
        output.Show(ValueFormatter.Format(value), displayId: id);
        LiveDisplay.Follow(output, value, id);
        return new DisplayedValue(output, id);
    }
}
