using System.Diagnostics;
using System.Globalization;
using SuperResolution.Imaging;

namespace SuperResolution.Benchmarks;

/// <summary>One Python process that holds a picture and times Pillow's bicubic resize on it when asked.</summary>
internal sealed class PillowProcess : IDisposable
{
    // In: "width height newWidth newHeight\n", the pixels, then per round a line with the number of resizes.
    // Out: Pillow's version, then per round the seconds per resize.
    private const string Script = """
        import sys, time, PIL
        from PIL import Image
        source = sys.stdin.buffer
        width, height, new_width, new_height = map(int, source.readline().split())
        image = Image.frombytes("RGB", (width, height), source.read(width * height * 3))
        print(PIL.__version__, flush=True)
        for line in source:
            start = time.perf_counter()
            for _ in range(int(line)):
                image.resize((new_width, new_height), Image.BICUBIC)
            print((time.perf_counter() - start) / int(line), flush=True)
        """;

    private readonly Process process;

    public PillowProcess(string python, Picture rgb, int newWidth, int newHeight)
    {
        process = Process.Start(new ProcessStartInfo(python, ["-c", Script]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        try
        {
            var input = process.StandardInput;
            input.Write(string.Create(CultureInfo.InvariantCulture, $"{rgb.Width} {rgb.Height} {newWidth} {newHeight}\n"));
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

    /// <summary>Seconds per resize over <paramref name="count"/> resizes.</summary>
    public double Time(int count)
    {
        process.StandardInput.Write(string.Create(CultureInfo.InvariantCulture, $"{count}\n"));
        process.StandardInput.Flush();
        return double.Parse(Answer("Python"), CultureInfo.InvariantCulture);
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
