using System.ComponentModel;
using System.Diagnostics;

namespace SuperResolution.Workbench.Notebooks;

/// <summary>
/// A shown value that changes by itself (<see cref="INotifyPropertyChanged"/>): drawn anew in place, not more often than the output wants.
/// </summary>
internal sealed class LiveDisplay
{
    private readonly CellOutput output;
    private readonly object value;
    private readonly string id;
    private long drawn = Stopwatch.GetTimestamp();
    private int changed;

    private LiveDisplay(CellOutput output, object value, string id) => (this.output, this.value, this.id) = (output, value, id);

    /// <summary>Keeps what was shown under an identifier like the value, where it is one that changes by itself.</summary>
    public static void Follow(CellOutput output, object? value, string id)
    {
        if (value is not INotifyPropertyChanged changing) return;
        var display = new LiveDisplay(output, value, id);
        output.Watch(display);
        changing.PropertyChanged += (_, _) => display.OnChanged();
    }

    /// <summary>Draws the present state, if it is not the one that is shown.</summary>
    public void Draw()
    {
        if (Interlocked.Exchange(ref changed, 0) == 0) return;
        drawn = Stopwatch.GetTimestamp();
        output.Change(id, ValueFormatter.Format(value));
    }

    private void OnChanged()
    {
        changed = 1;
        if (output.LiveInterval >= TimeSpan.Zero && Stopwatch.GetElapsedTime(drawn) >= output.LiveInterval) Draw();
    }
}
