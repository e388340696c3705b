using System.Runtime.CompilerServices;

namespace SuperResolution.Tests.Support;

/// <summary>
/// Real data, golden values and weights in a folder beside the checkout, or where SUPERRESOLUTION_SHARED says; tests that need it are
/// skipped where it is absent.
/// </summary>
internal static class Shared
{
    public static string Repository { get; } = FindRepository();

    public static string Folder =>
        Environment.GetEnvironmentVariable("SUPERRESOLUTION_SHARED") ?? System.IO.Path.Combine(Repository, "..", "shared");

    public static string Path(params string[] parts)
    {
        var path = System.IO.Path.Combine([Folder, .. parts]);
        Assert.SkipUnless(System.IO.Path.Exists(path), $"needs '{string.Join('/', parts)}' of the folder 'shared' beside the checkout");
        return System.IO.Path.GetFullPath(path);
    }

    public static string[] Files(params string[] parts) => [.. Directory.GetFiles(Path(parts)).Order(StringComparer.Ordinal)];

    private static string FindRepository([CallerFilePath] string here = "")
    {
        for (var folder = System.IO.Path.GetDirectoryName(here); folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
            if (File.Exists(System.IO.Path.Combine(folder, "Research.sln"))) return folder;
        throw new DirectoryNotFoundException($"No Research.sln above {here}.");
    }
}
