using SuperResolution.Workbench.Notebooks;

namespace SuperResolution.Workbench.Scripting;

/// <summary>A place in a cell's output.</summary>
public sealed class DisplayedValue
{
    private readonly CellOutput? output;
    private readonly string id;

    internal DisplayedValue(CellOutput? output, string id) => (this.output, this.id) = (output, id);

    /// <summary>Shows another value in this place.</summary>
    public void Update(object? value)
    {
        if (output is not null) output.Change(id, ValueFormatter.Format(value));
        else Console.WriteLine(value); // outside of a cell
    }
}
