namespace SuperResolution.Workbench.Kernel;

/// <summary>Console.In of cells: lines that the reader types in the front end.</summary>
/// <param name="ask">Asks the front end; throws where it cannot be asked.</param>
internal sealed class KernelInput(Func<string> ask) : TextReader
{
    private string rest = "";

    public override string ReadLine()
    {
        if (rest.Length == 0) return ask();
        var line = rest.TrimEnd('\n');
        rest = "";
        return line;
    }

    public override int Peek()
    {
        if (rest.Length == 0) rest = ask() + "\n";
        return rest[0];
    }

    public override int Read()
    {
        var next = Peek();
        rest = rest[1..];
        return next;
    }
}
