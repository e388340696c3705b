using SuperResolution.Imaging;

namespace SuperResolution.Benchmarks;

/// <summary>The picture that the benchmarks work on: the first of Urban100 where it is there, else noise of about its size.</summary>
internal static class TestImage
{
    public static (Picture Picture, string Name) Load()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Research.sln"))) continue;
            var urban = Path.Combine(folder.FullName, "..", "shared", "datasets", "Urban100");
            var first = Directory.Exists(urban) ? Directory.GetFiles(urban, "*.png").Order(StringComparer.Ordinal).FirstOrDefault() : null;
            if (first is not null) return (Picture.Load(first), $"Urban100 {Path.GetFileName(first)}");
        }
        var pixels = new byte[1024 * 768 * 3];
        new Random(1).NextBytes(pixels);
        return (new Picture(1024, 768, 3, pixels), "noise");
    }
}
