using System.Diagnostics;
using System.Globalization;
using SuperResolution.Imaging;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Imaging;

/// <summary>
/// Tiles of 8K pictures take a fraction of the memory of the picture, in a process of its own: resident memory, that of the native
/// decoders included.
/// </summary>
public sealed class PictureReaderMemoryTests : IDisposable
{
    private const string FolderVariable = "SUPERRESOLUTION_TEST_PICTURES";
    private const int Width = 7680, Height = 4320, Decoded = Width * Height * 3;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>
    /// What the measured process runs: tiles of each file, then for comparison a whole one. Without a folder there is nothing to measure.
    /// </summary>
    [Fact]
    public void All_tiles_are_read()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is not { } pictures) return;
        foreach (var file in Directory.GetFiles(pictures).Order(StringComparer.Ordinal)) Report(Path.GetFileName(file), () => Tiles(file));
        Report("whole", () => Picture.Load(Path.Combine(pictures, "a.png")).Width);
    }

    [Fact]
    public void Tiles_of_an_8K_picture_take_less_than_a_quarter_of_its_memory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc/self");
        using (var file = File.Create(folder["a.png"])) WriteRows(file);
        var picture = Picture.Load(folder["a.png"]);
        picture.Save(folder["b.jpg"], 75);
        picture.Save(folder["c.bmp"]);
        picture.Crop(0, 0, Width, 3240).Save(folder["d.webp"], 30); // three quarters: its encoder is slow

        var start = new ProcessStartInfo(
            "dotnet", [typeof(PictureReaderMemoryTests).Assembly.Location, "-noLogo", "-method",
            $"{typeof(PictureReaderMemoryTests).FullName}.{nameof(All_tiles_are_read)}", "-showLiveOutput"])
        {
            RedirectStandardOutput = true,
        };
        start.Environment[FolderVariable] = folder.FullName;
        // 4 MB: the default is the processor's cache, which may be larger than what is measured
        start.Environment["DOTNET_GCgen0size"] = "400000";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        var growth = output.Split('\n').Select(line => line.Split("grown by ")).Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0].Trim().Split(' ')[^1], parts => long.Parse(parts[1], CultureInfo.InvariantCulture));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", growth.Select(pair => $"{pair.Key} {pair.Value / 1e6:0.0} MB")));
        Assert.True(growth.Count == 5, output);
        foreach (var (name, bytes) in growth.Where(pair => pair.Key != "whole"))
            Assert.True(bytes < Decoded / 4 * (name == "d.webp" ? 0.75 : 1), $"{name} took {bytes:N0} bytes");
        Assert.InRange(growth["whole"], Decoded, 3L * Decoded); // the measure sees what it should see
    }

    /// <summary>Waves, drawn row by row.</summary>
    private static void WriteRows(Stream file)
    {
        using var png = new PngWriter(file, Width, Height, 3, System.IO.Compression.CompressionLevel.Fastest);
        var row = new byte[Width * 3];
        for (var y = 0; y < Height; y++)
        {
            for (var i = 0; i < row.Length; i++) row[i] = (byte)((i / 48) + (y / 16) + (i % 3 * 40));
            png.Write(row);
        }
        png.Finish();
    }

    private static long Tiles(string file)
    {
        using var reader = PictureReader.Open(file);
        var sum = reader.Tiles(128).Sum(tile => (long)tile.Tile.Pixels[0]);
        Assert.True(reader.RowsDecoded == reader.Height || file.EndsWith(".webp", StringComparison.Ordinal));
        return sum;
    }

    private static void Report(string name, Func<long> read)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Memory("VmRSS");
        File.WriteAllText("/proc/self/clear_refs", "5"); // the peak starts anew
        GC.KeepAlive(read());
        Console.WriteLine($"{name} grown by {Memory("VmHWM") - before}");
    }

    private static long Memory(string what) =>
        long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith(what, StringComparison.Ordinal))
            .Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
}
