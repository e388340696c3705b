namespace SuperResolution.Datasets;

/// <summary>The image files of a folder, in an order that is the same on every system.</summary>
internal static class ImageFiles
{
    private static readonly HashSet<string> extensions = new(StringComparer.OrdinalIgnoreCase) { ".png", ".jpg", ".jpeg", ".bmp", ".webp" };

    /// <summary>Absolute paths, in ordinal order of the path; nothing when the folder does not exist or cannot be read.</summary>
    public static IEnumerable<string> In(string folder)
    {
        if (!Directory.Exists(folder)) return [];
        var options = new EnumerationOptions { IgnoreInaccessible = true };
        return Directory.EnumerateFiles(folder, "*", options)
            .Where(IsImage)
            .OrderBy(f => f.Replace('\\', '/'), StringComparer.Ordinal);
    }

    /// <summary>By its name. Mac archives leave "._name.png" beside each file: resource forks, not images.</summary>
    public static bool IsImage(string file) => extensions.Contains(Path.GetExtension(file)) && !Path.GetFileName(file).StartsWith("._", StringComparison.Ordinal);
}
