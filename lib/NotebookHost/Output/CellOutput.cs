using System.Globalization;
using System.Text;

namespace SuperResolution.Workbench.Notebooks;

/// <summary>Takes what one cell produces, in the order in which it comes. Safe to use from several threads.</summary>
/// <remarks>
/// Text is cut at a limit, with a notice: a cell that prints a million lines must not make a file that nothing opens, nor drown a front
/// end.
/// </remarks>
/// <param name="textLimit">Characters of printed and plain text.</param>
/// <param name="richLimit">Characters of everything else; changes of what is shown already do not count.</param>
internal abstract class CellOutput(int textLimit = CellOutput.TextLimit, int richLimit = CellOutput.RichLimit)
{
    /// <summary>Characters of printed and plain text per cell.</summary>
    public const int TextLimit = 1_000_000;

    /// <summary>Characters of everything else per cell: pictures, charts and the chart script of 5 MB that a page carries once.</summary>
    public const int RichLimit = 64_000_000;

    private readonly Lock gate = new();
    private readonly StringBuilder stream = new();
    private readonly List<LiveDisplay> live = [];
    private string? streamName;
    private int textUsed, richUsed, displays;
    private bool cut;

    /// <summary>How often a view that changes by itself is drawn anew while the cell runs; infinite: only at its end.</summary>
    public virtual TimeSpan LiveInterval => Timeout.InfiniteTimeSpan;

    /// <summary>Whether it takes text after the cell's end, until the next cell runs.</summary>
    public virtual bool StaysOpen => false;

    /// <summary>Adds printed text; <paramref name="name"/> is "stdout" or "stderr".</summary>
    public void Print(string name, ReadOnlySpan<char> text)
    {
        lock (gate)
        {
            if (text.IsEmpty || cut) return;
            if (streamName != name)
            {
                CloseStream();
                streamName = name;
            }
            var taken = text[..Math.Min(text.Length, textLimit - textUsed)];
            if (stream.Length == 0) OnWaiting();
            stream.Append(taken);
            textUsed += taken.Length;
            if (taken.Length < text.Length) Cut($"printed more than {Number(textLimit)} characters of text");
        }
    }

    /// <summary>Adds a shown value: mime type → text (pictures as base64).</summary>
    /// <param name="data">The value.</param>
    /// <param name="executionCount">The cell's number where the value is its result.</param>
    /// <param name="displayId">The name under which it can be changed later.</param>
    public void Show(IReadOnlyDictionary<string, string> data, int? executionCount = null, string? displayId = null)
    {
        lock (gate)
        {
            if (cut) return;
            CloseStream();
            var plain = data.Where(item => item.Key == "text/plain").Sum(item => item.Value.Length);
            var rich = data.Sum(item => item.Value.Length) - plain;
            if (plain > textLimit - textUsed || rich > richLimit - richUsed)
            {
                Cut(plain > textLimit - textUsed ? $"showed more than {Number(textLimit)} characters of text"
                    : $"showed more than {Number(richLimit)} characters of pictures and pages");
                return;
            }
            textUsed += plain;
            richUsed += rich;
            Emit(new CellItem.Shown(data, executionCount, displayId));
        }
    }

    /// <summary>Changes what was shown under an identifier.</summary>
    public void Change(string displayId, IReadOnlyDictionary<string, string> data)
    {
        lock (gate)
        {
            if (cut) return;
            CloseStream();
            Emit(new CellItem.Changed(data, displayId));
        }
    }

    /// <summary>Takes away what the cell has shown so far: at once, or when the next thing comes.</summary>
    public void Clear(bool wait)
    {
        lock (gate)
        {
            CloseStream();
            Emit(new CellItem.Cleared(wait));
        }
    }

    public void Fail(CellError error)
    {
        lock (gate)
        {
            CloseStream();
            Emit(new CellItem.Failed(error));
        }
    }

    /// <summary>Passes on what was printed and has not been passed on yet.</summary>
    public void Flush()
    {
        lock (gate) CloseStream();
    }

    /// <summary>An identifier that nothing shown so far has.</summary>
    public string NewDisplayId() => $"{Guid.NewGuid():N}-{Interlocked.Increment(ref displays)}";

    /// <summary>Draws a view anew at the end of the cell.</summary>
    public void Watch(LiveDisplay display)
    {
        lock (gate) live.Add(display);
    }

    /// <summary>The cell has ended: views that change by themselves show their last state, and nothing printed is held back.</summary>
    public void Complete()
    {
        LiveDisplay[] displays;
        lock (gate) displays = [.. live];
        foreach (var display in displays) display.Draw();
        Flush();
    }

    /// <summary>Takes one thing; called in order, by one thread at a time.</summary>
    protected abstract void Emit(CellItem item);

    /// <summary>Printed text begins to wait for <see cref="Flush"/>.</summary>
    protected virtual void OnWaiting()
    {
    }

    private void Cut(string what)
    {
        cut = true;
        CloseStream();
        Emit(new CellItem.Printed("stderr", $"This cell {what}: the rest is not kept. Print less, or write it to a file.\n"));
    }

    private void CloseStream()
    {
        if (stream.Length > 0) Emit(new CellItem.Printed(streamName!, stream.ToString()));
        stream.Clear();
        streamName = null;
    }

    private static string Number(int n) => n.ToString("N0", CultureInfo.InvariantCulture);
}
