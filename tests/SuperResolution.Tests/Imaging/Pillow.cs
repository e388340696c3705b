using System.Diagnostics;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Imaging;

/// <summary>
/// Files that Pillow has written and read, with what it read beside them (NAME.raw): the reference of an independent decoder.
/// </summary>
public sealed class Pillow : IDisposable
{
    private const string Script = """
        import os, sys
        from PIL import Image
        os.chdir(sys.argv[1])
        width, height = 37, 29
        def noise(x, y, c): return (x * 7 + y * 13 + c * 50 + (x * y * (c + 3)) % 31) % 256
        def image(mode, channels):
            data = bytes(noise(x, y, c) for y in range(height) for x in range(width) for c in range(channels))
            return Image.frombytes(mode, (width, height), data)
        rgb, gray, rgba, la = image("RGB", 3), image("L", 1), image("RGBA", 4), image("LA", 2)
        def keep(name, as_mode, source, **options):
            source.save(name, **options)
            with Image.open(name) as read:
                kept = read.convert(as_mode) if read.mode != as_mode else read
                open(name + ".raw", "wb").write(kept.tobytes())
        keep("rgb.png", "RGB", rgb)
        keep("gray.png", "L", gray)
        keep("palette.png", "RGB", rgb.quantize(200))
        keep("palette4.png", "RGB", rgb.quantize(13))
        keep("bits.png", "L", gray.convert("1"))
        keep("444.jpg", "RGB", rgb, quality=90, subsampling=0)
        keep("420.jpg", "RGB", rgb, quality=80, subsampling=2)
        keep("422.jpg", "RGB", rgb, quality=80, subsampling=1)
        keep("progressive.jpg", "RGB", rgb, quality=75, progressive=True)
        keep("gray.jpg", "L", gray, quality=85)
        keep("gray.bmp", "L", gray)
        keep("rgb.bmp", "RGB", rgb)
        keep("palette.bmp", "RGB", rgb.quantize(200))
        keep("rgba.bmp", "RGB", rgba)
        keep("lossless.webp", "RGB", rgb, lossless=True)
        keep("lossy.webp", "RGB", rgb, quality=80)
        for name, source, colours in [("rgba.png", rgba, "RGB"), ("la.png", la, "L"), ("alpha.webp", rgba, None)]:
            options = dict(lossless=True, exact=True) if colours is None else {}
            source.save(name, **options)
            bands = Image.open(name).split()
            open(name + ".raw", "wb").write(Image.merge("RGB", bands[:3]).tobytes() if len(bands) == 4 else bands[0].tobytes())
        for orientation in range(1, 9):
            exif = Image.Exif()
            exif[274] = orientation
            rgb.save(f"turned{orientation}.jpg", quality=95, subsampling=0, exif=exif)
            from PIL import ImageOps
            open(f"turned{orientation}.jpg.raw", "wb").write(ImageOps.exif_transpose(Image.open(f"turned{orientation}.jpg")).tobytes())
        rgb.save("animated.webp", save_all=True, append_images=[rgb.rotate(90), rgb.rotate(180)], quality=80)
        exif = Image.Exif()
        exif[274] = 6
        rgb.save("turned6.webp", quality=80, exif=exif)
        for name in "animated.webp", "turned6.webp": open(name + ".raw", "wb").close() # only compared with themselves
        """;

    private readonly TemporaryFolder folder = new();
    private readonly string? missing;

    public Pillow()
    {
        const string Python = "/usr/bin/python3";
        if (!File.Exists(Python))
        {
            missing = $"needs {Python} with Pillow (Debian: python3-pil)";
            return;
        }
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", Script, folder.FullName]) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (errors.Contains("No module named 'PIL'", StringComparison.Ordinal)) missing = "needs Pillow (Debian: python3-pil)";
        else if (process.ExitCode != 0) throw new InvalidOperationException(errors);
    }

    public (string File, byte[] Pixels) Get(string name)
    {
        Assert.SkipUnless(missing is null, missing ?? "");
        return (folder[name], File.ReadAllBytes(folder[name + ".raw"]));
    }

    public void Dispose() => folder.Dispose();
}
