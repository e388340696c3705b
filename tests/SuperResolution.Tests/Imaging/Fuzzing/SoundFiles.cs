using SuperResolution.Datasets;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Imaging.Fuzzing;

/// <summary>Sound files of every kind that the kit reads, small enough for thousands of decodings: what is damaged in fuzz runs.</summary>
internal static class SoundFiles
{
    private static readonly (int Colour, int Depth)[] pngKinds =
        [(0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16), (3, 1), (3, 2), (3, 4), (3, 8), (4, 8), (4, 16), (6, 8), (6, 16)];

    /// <summary>The files of one format.</summary>
    /// <param name="format">png, jpg, bmp or webp.</param>
    public static IReadOnlyList<byte[]> Of(string format) => format switch
    {
        "png" => [.. Png()],
        "jpg" => [.. Jpeg()],
        "bmp" => [.. Bmp()],
        "webp" => [.. Webp()],
        _ => throw new ArgumentException(format),
    };

    /// <summary>PNG of each kind, plain and interlaced.</summary>
    public static IEnumerable<byte[]> Png()
    {
        foreach (var (colour, depth) in pngKinds)
            foreach (var interlaced in (bool[])[false, true])
                foreach (var transparent in colour is 0 or 2 or 3 ? (bool[])[false, true] : [false])
                    yield return Png(colour, depth, 37, 21, interlaced, transparent).ToFile();
        yield return SyntheticImages.DeadLeaves(1, 32, 32).ToPng();
    }

    public static TinyPng Png(int colour, int depth, int width, int height, bool interlaced, bool transparent)
    {
        var random = new Random((width * 100) + (height * 10) + colour + depth);
        var samples = new int[width * height * TinyPng.SamplesPerPixel(colour)];
        for (var i = 0; i < samples.Length; i++) samples[i] = random.Next(1 << depth);
        var palette = new byte[colour == 3 ? 3 << depth : 0];
        random.NextBytes(palette);
        byte[] transparency = !transparent ? [] : colour switch { 0 => [0, 1], 2 => [0, 1, 0, 2, 0, 3], _ => [0, 100] };
        return new TinyPng(width, height, depth, colour, samples)
        {
            Interlaced = interlaced,
            Palette = palette,
            Transparency = transparency,
        };
    }

    /// <summary>Baseline and progressive, with every usual subsampling, one scan and several, restart markers, CMYK, EXIF.</summary>
    public static IEnumerable<byte[]> Jpeg()
    {
        (int, int)[][] samplings = [[(1, 1)], [(1, 1), (1, 1), (1, 1)], [(2, 1), (1, 1), (1, 1)], [(1, 2), (1, 1), (1, 1)],
            [(2, 2), (1, 1), (1, 1)], [(4, 1), (1, 1), (1, 1)], [(2, 2), (2, 1), (1, 2)], [(1, 1), (1, 1), (1, 1), (1, 1)]];
        foreach (var sampling in samplings)
        {
            yield return new TinyJpeg(45, 37, sampling).ToFile();
            yield return new TinyJpeg(45, 37, sampling) { Progressive = true }.ToFile();
            yield return new TinyJpeg(45, 37, sampling) { SeparateScans = true }.ToFile();
            yield return new TinyJpeg(45, 37, sampling) { RestartInterval = 2 }.ToFile();
        }
        yield return new TinyJpeg(45, 37, (2, 2), (1, 1), (1, 1)) { Orientation = 6 }.ToFile();
        yield return SyntheticImages.DeadLeaves(1, 48, 40).ToJpeg(90);
        yield return SyntheticImages.Facade(1, 48, 40).ToGray().ToJpeg(50);
    }

    /// <summary>Palettes, masks, run lengths, old and new headers.</summary>
    public static IEnumerable<byte[]> Bmp()
    {
        foreach (var bits in (int[])[1, 4, 8, 16, 24, 32])
        {
            yield return new TinyBmp(37, 21, bits).ToFile();
            yield return new TinyBmp(37, 21, bits) { TopDown = true, HeaderBytes = 124, Gap = 3 }.ToFile();
        }
        yield return new TinyBmp(37, 21, 8) { HeaderBytes = 12 }.ToFile();
        yield return new TinyBmp(37, 21, 8) { GrayPalette = true, Colours = 9 }.ToFile();
        yield return new TinyBmp(37, 21, 16) { Compression = 3 }.ToFile();
        yield return new TinyBmp(37, 21, 32) { Compression = 3, HeaderBytes = 108 }.ToFile();
        yield return new TinyBmp(37, 21, 8) { Compression = 1 }.ToFile();
        yield return new TinyBmp(37, 21, 4) { Compression = 2 }.ToFile();
    }

    /// <summary>Lossy and lossless, with alpha and without.</summary>
    public static IEnumerable<byte[]> Webp()
    {
        using var folder = new TemporaryFolder();
        var (colour, alpha) = (SyntheticImages.DeadLeaves(1, 37, 29), SyntheticImages.Gratings(1, 37, 29).ToGray());
        foreach (var quality in (int[])[20, 80, 100])
        {
            colour.Save(folder["a.webp"], quality);
            yield return File.ReadAllBytes(folder["a.webp"]);
            colour.SaveWithAlpha(folder["a.webp"], alpha, quality);
            yield return File.ReadAllBytes(folder["a.webp"]);
        }
    }
}
