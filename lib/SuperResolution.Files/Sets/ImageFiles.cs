using SuperResolution.Imaging;

namespace SuperResolution.Datasets;

/// <summary>The image files of a folder, in an order that is the same on every system.</summary>
internal static class ImageFiles
{
    private const int Deepest = 6; // RealSR(V3)/Canon/Train/2 is 4 deep

    /// <summary>Whether a folder has an image file, or, where wanted, a folder inside of it.</summary>
    public static bool AnyBelow(string folder, bool intoFolders) =>
        Directory.Exists(folder) && FolderWalk.Files(folder, intoFolders ? Deepest : 0).Any(PictureNames.IsRead);

    /// <summary>As <see cref="In"/>, with the folders inside.</summary>
    public static IEnumerable<string> Below(string folder) => Ordered(folder, Deepest);

    /// <summary>Absolute paths, in ordinal order of the path; nothing when the folder does not exist or cannot be read.</summary>
    public static IEnumerable<string> In(string folder) => Directory.Exists(folder) ? Ordered(folder, 0) : [];

    private static IEnumerable<string> Ordered(string folder, int deepest) =>
        FolderWalk.Files(folder, deepest).Where(PictureNames.IsRead).OrderBy(f => f.Replace('\\', '/'), StringComparer.Ordinal);
}
