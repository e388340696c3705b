using System.Diagnostics;
using System.Globalization;
using SuperResolution.Imaging;

namespace SuperResolution.Benchmarks;

/// <summary>One Python process that holds a picture and times Pillow's bicubic resize on it when asked.</summary>
internal sealed class PillowProcess : IDisposable
{
    // In: "width height\n", the pixels, then per round a line "number newWidth newHeight".
    // Out: Pillow's version, then per round the seconds per resize, on the wall and of the processor.
    private const string Script = """
        import sys, time, PIL
        from PIL import Image
        source = sys.stdin.buffer
        width, height = map(int, source.readline().split())
        image = Image.frombytes("RGB", (width, height), source.read(width * height * 3))
        print(PIL.__version__, flush=True)
        for line in source:
            count, new_width, new_height = map(int, line.split())
            wall, processor = time.perf_counter(), time.process_time()
            for _ in range(count):
                image.resize((new_width, new_height), Image.BICUBIC)
            print((time.perf_counter() - wall) / count, (time.process_time() - processor) / count, flush=True)
        """;

    private readonly Process process;

    public PillowProcess(string python, Picture rgb)
    {
        process = Process.Start(new ProcessStartInfo(python, ["-c", Script]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        try
        {
            var input = process.StandardInput;
            input.Write(string.Create(CultureInfo.InvariantCulture, $"{rgb.Width} {rgb.Height}\n"));
            input.Flush();
            input.BaseStream.Write(rgb.Pixels);
            input.BaseStream.Flush();
            Version = Answer(python);
        }
        catch (IOException) // Python ended before it read the picture: its own words are on the console
        {
            Dispose();
            throw Missing(python);
        }
    }

    public string Version { get; }

    /// <summary>The time of one resize, as the mean over <paramref name="count"/>.</summary>
    public Timing Time(int count, int newWidth, int newHeight)
    {
        process.StandardInput.Write(string.Create(CultureInfo.InvariantCulture, $"{count} {newWidth} {newHeight}\n"));
        process.StandardInput.Flush();
        var numbers = Answer("Python").Split(' ');
        return new Timing(double.Parse(numbers[0], CultureInfo.InvariantCulture), double.Parse(numbers[1], CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }

    private string Answer(string python) => process.StandardOutput.ReadLine() ?? throw Missing(python);

    private static InvalidOperationException Missing(string python) =>
        new($"'{python}' with Pillow does not answer. Install Pillow (Debian: python3-pil), or name the Python that has it: -- pillow /usr/bin/python3");
}

/// <summary>Seconds on the wall, and seconds of the processor, which other processes disturb less.</summary>
internal readonly record struct Timing(double Wall, double Processor);
