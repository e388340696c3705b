using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;
using SuperResolution.Workbench.Report;

namespace SuperResolution.Workbench;

/// <summary>The one place where text reaches the terminal: what comes from outside is shown there and never obeyed.</summary>
internal static class Terminal
{
    private const int Unbounded = 10_000; // columns of a file or a pipe: tables are neither folded nor cut

    /// <summary>
    /// Guards <see cref="Console.Out"/>, <see cref="Console.Error"/> and <see cref="AnsiConsole.Console"/>. To be called before anything
    /// is printed.
    /// </summary>
    public static void Guard()
    {
        Guard(AnsiConsole.Console, Console.IsOutputRedirected); // made now, with the writer that is the terminal's
        Console.SetOut(new TerminalWriter(Console.Out));
        Console.SetError(new TerminalWriter(Console.Error));
    }

    /// <summary>Guards a console.</summary>
    /// <param name="console">Its own colours and movements still work.</param>
    /// <param name="redirected">What it writes to is no terminal.</param>
    public static void Guard(IAnsiConsole console, bool redirected)
    {
        console.Pipeline.Attach(new Hook()); // the first one comes last: progress bars attach theirs later
        if (redirected) console.Profile.Width = Unbounded;
    }

    /// <summary>Lines as they are, without folding and markup: paths are copied from them.</summary>
    public static TextWriter Lines(this IAnsiConsole console) => new TerminalWriter(console.Profile.Out.Writer);

    private sealed class Hook : IRenderHook
    {
        public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
            renderables.Select(inner => new Harmless(inner));
    }

    private sealed class Harmless(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => inner.Render(options, maxWidth)
            .Select(segment => segment.IsControlCode || segment.IsLineBreak ? segment
                : new Segment(PlainText.Text(segment.Text), segment.Style));
    }
}

/// <summary>Writes to a terminal, or a log that somebody may show in one. <c>WriteLine</c> writes one line, whatever is in it.</summary>
internal sealed class TerminalWriter(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => inner.Write(PlainText.Text([value]));

    public override void Write(char[] buffer, int index, int count) => inner.Write(PlainText.Text(buffer.AsSpan(index, count)));

    public override void Write(ReadOnlySpan<char> buffer) => inner.Write(PlainText.Text(buffer));

    public override void Write(string? value) => inner.Write(PlainText.Text(value));

    public override void WriteLine() => inner.WriteLine();

    public override void WriteLine(string? value) => inner.WriteLine(PlainText.Line(value));

    public override void Flush() => inner.Flush();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
