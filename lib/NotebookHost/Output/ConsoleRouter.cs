using System.Text;

namespace SuperResolution.Workbench.Notebooks;

/// <summary>
/// Sends what a cell prints to that cell's output, and everything else to the real console. The cell is known by the
/// execution context, which its tasks and threads inherit, so that two engines in one process do not mix.
/// </summary>
internal sealed class ConsoleRouter : TextWriter
{
    private static readonly AsyncLocal<CellTarget?> Target = new();
    private static readonly Lock Gate = new();
    private static TextWriter? ours, oursForErrors; // as Console has them: synchronised

    private readonly string name;
    private readonly TextWriter console;

    private ConsoleRouter(string name, TextWriter console)
    {
        this.name = name;
        this.console = console;
    }

    /// <summary>The output of the cell that is running in this context, or null.</summary>
    public static CellOutput? Current => Target.Value?.Output;

    public override Encoding Encoding => console.Encoding;

    /// <summary>
    /// From here on, what this context prints goes to <paramref name="target"/>. (A cell before may have told the console to write
    /// elsewhere.)
    /// </summary>
    public static void Attach(CellTarget? target)
    {
        lock (Gate)
        {
            Console.SetOut(ours ?? new ConsoleRouter("stdout", Console.Out));
            Console.SetError(oursForErrors ?? new ConsoleRouter("stderr", Console.Error));
            (ours, oursForErrors) = (Console.Out, Console.Error);
        }
        Target.Value = target;
    }

    public override void Write(char value) => Write([value]);

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void WriteLine(string? value) => Write($"{value}\n".AsSpan());

    public override void WriteLine() => Write("\n".AsSpan());

    public override void Write(ReadOnlySpan<char> text)
    {
        if (Current is { } output) output.Print(name, text);
        else console.Write(text);
    }

    public override void Flush() => console.Flush();
}
