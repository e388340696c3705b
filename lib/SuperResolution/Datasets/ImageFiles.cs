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
            .Where(f => extensions.Contains(Path.GetExtension(f)))
            // Mac archives leave "._name.png" beside each file: resource forks, not images.
            .Where(f => !Path.GetFileName(f).StartsWith("._", StringComparison.Ordinal))
            .OrderBy(f => f.Replace('\\', '/'), StringComparer.Ordinal);
    }
}
