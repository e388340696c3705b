using SuperResolution.Imaging;

namespace SuperResolution.Benchmarks;

/// <summary>Bicubic ×1/4 and ×4 of one picture, here and in Pillow, in turns.</summary>
internal static class PillowComparison
{
    private const string Script = """
        import PIL
        from PIL import Image
        width, height, samples = picture()
        image = Image.frombytes("RGB", (width, height), samples)
        version = PIL.__version__
        def run(new_width, new_height):
            image.resize((new_width, new_height), Image.BICUBIC)
        """;

    public static void Run(string python)
    {
        var (picture, name) = TestImage.Load();
        picture = picture.ToRgb();
        using var pillow = new PythonProcess(
            python, Script, "Pillow: install it (Debian: python3-pil), or name the Python that has it: -- pillow /usr/bin/python3", [],
            picture);
        Console.WriteLine($"{name}, {Turns.Rounds} rounds in turns, Pillow {pillow.Version}, {Environment.ProcessorCount} processors; " +
            "ratios under 1: faster than Pillow");
        foreach (var scale in new[] { 0.25, 4 })
        {
            var (width, height) = ((int)Math.Ceiling(picture.Width * scale), (int)Math.Ceiling(picture.Height * scale));
            Console.WriteLine($"{picture.Width}×{picture.Height} → {width}×{height}");
            Turns.Compare("Pillow", () => Resize.Imresize(picture, scale), count => pillow.Time(count, width, height));
        }
    }
}
