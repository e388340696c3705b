using SuperResolution.Imaging;

namespace SuperResolution.Datasets;

/// <summary>The image files of a folder, in an order that is the same on every system.</summary>
internal static class ImageFiles
{
    private const int Deepest = 6; // RealSR(V3)/Canon/Train/2 is 4 deep; a link that leads in a circle ends here

    /// <summary>Whether a folder has an image file, or, where wanted, a folder inside of it.</summary>
    public static bool AnyBelow(string folder, bool intoFolders) => Directory.Exists(folder)
        && Directory.EnumerateFiles(folder, "*", new EnumerationOptions { IgnoreInaccessible = true, RecurseSubdirectories = intoFolders, MaxRecursionDepth = Deepest }).Any(PictureNames.IsRead);

    /// <summary>As <see cref="In"/>, with the folders inside.</summary>
    public static IEnumerable<string> Below(string folder) =>
        Directory.EnumerateFiles(folder, "*", new EnumerationOptions { IgnoreInaccessible = true, RecurseSubdirectories = true, MaxRecursionDepth = Deepest })
            .Where(PictureNames.IsRead).OrderBy(f => f.Replace('\\', '/'), StringComparer.Ordinal);

    /// <summary>Absolute paths, in ordinal order of the path; nothing when the folder does not exist or cannot be read.</summary>
    public static IEnumerable<string> In(string folder)
    {
        if (!Directory.Exists(folder)) return [];
        var options = new EnumerationOptions { IgnoreInaccessible = true };
        return Directory.EnumerateFiles(folder, "*", options)
            .Where(PictureNames.IsRead)
            .OrderBy(f => f.Replace('\\', '/'), StringComparer.Ordinal);
    }
}
