using System.Diagnostics;
using System.Globalization;
using SuperResolution.Imaging;

namespace SuperResolution.Benchmarks;

/// <summary>One Python process that holds pictures and times what a script does with them when asked.</summary>
/// <remarks>
/// To the script: per picture a line "width height channels" and the samples, then per round a line "number …". From the script:
/// a line with its version, then per round the seconds of one call, on the wall and of the processor.
/// </remarks>
internal sealed class PythonProcess : IDisposable
{
    // `run(count, words)` is defined by the script; `picture()` reads the next one.
    private const string Before = """
        import sys, time
        source = sys.stdin.buffer
        def picture():
            width, height, channels = map(int, source.readline().split())
            return width, height, source.read(width * height * channels)

        """;

    private const string After = """

        print(version, flush=True)
        for line in source:
            count, *words = line.split()
            wall, processor = time.perf_counter(), time.process_time()
            for _ in range(int(count)):
                run(*map(int, words))
            print((time.perf_counter() - wall) / int(count), (time.process_time() - processor) / int(count), flush=True)
        """;

    private readonly Process process;
    private readonly string needs;

    /// <param name="python">The interpreter.</param>
    /// <param name="script">Reads its pictures, and defines <c>version</c> and <c>run</c>.</param>
    /// <param name="needs">What to install where it does not work, for the error.</param>
    /// <param name="arguments">The script's sys.argv[1:].</param>
    /// <param name="pictures">In the order in which the script reads them.</param>
    public PythonProcess(string python, string script, string needs, string[] arguments, params Picture[] pictures)
    {
        this.needs = $"'{python}' does not answer. It needs {needs}";
        process = Process.Start(new ProcessStartInfo(python, ["-c", Before + script + After, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            foreach (var picture in pictures)
            {
                Ask(string.Create(CultureInfo.InvariantCulture, $"{picture.Width} {picture.Height} {picture.Channels}"));
                process.StandardInput.BaseStream.Write(picture.Pixels);
                process.StandardInput.BaseStream.Flush();
            }
            Version = Answer();
        }
        catch (IOException) // Python ended before it read the pictures: its own words are on the console
        {
            Dispose();
            throw new InvalidOperationException(this.needs);
        }
    }

    public string Version { get; }

    /// <summary>The time of one call, as the mean over <paramref name="count"/>.</summary>
    public Timing Time(int count, params int[] arguments)
    {
        Ask(string.Join(' ', arguments.Prepend(count).Select(number => number.ToString(CultureInfo.InvariantCulture))));
        var numbers = Answer().Split(' ');
        return new Timing(double.Parse(numbers[0], CultureInfo.InvariantCulture), double.Parse(numbers[1], CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }

    private void Ask(string line)
    {
        process.StandardInput.Write(line + "\n");
        process.StandardInput.Flush();
    }

    private string Answer() => process.StandardOutput.ReadLine() ?? throw new InvalidOperationException(needs);
}
