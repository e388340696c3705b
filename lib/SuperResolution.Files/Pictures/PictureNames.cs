namespace SuperResolution.Imaging;

/// <summary>Which files of a folder are read as pictures, by their names, and what is said of the others.</summary>
public static class PictureNames
{
    private const int Named = 5;

    private static readonly HashSet<string> read =
        new(StringComparer.OrdinalIgnoreCase) { ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".bmp", ".dib", ".webp" };

    private static readonly HashSet<string> others = new(StringComparer.OrdinalIgnoreCase)
    {
        ".apng", ".arw", ".avif", ".cr2", ".cr3", ".dds", ".dng", ".exr", ".gif", ".hdr", ".heic", ".heif", ".ico", ".j2k", ".jls",
            ".jp2", ".jxl", ".nef",
        ".pbm", ".pcx", ".pgm", ".pnm", ".ppm", ".psd", ".qoi", ".svg", ".tga", ".tif", ".tiff", ".xcf",
    };

    /// <summary>Whether a file has the name of a PNG, JPEG, BMP or WebP.</summary>
    /// <param name="file">Its name or path.</param>
    public static bool IsRead(string file) => read.Contains(Path.GetExtension(file)) && !IsResourceFork(file);

    /// <summary>Whether a file has the name of a picture of any kind.</summary>
    /// <param name="file">Its name or path.</param>
    public static bool IsPicture(string file) => IsRead(file) || (others.Contains(Path.GetExtension(file)) && !IsResourceFork(file));

    /// <summary>Counts and names the files that are not read, and says why; null where all are.</summary>
    /// <param name="files">All files of a folder.</param>
    public static string? Skipped(IEnumerable<string> files)
    {
        var left = files.Where(file => !IsRead(file)).Order(StringComparer.Ordinal).ToList();
        if (left.Count == 0) return null;
        var (forks, pictures) = (left.Where(IsResourceFork).ToList(), left.Where(IsPicture).ToList());
        var rest = left.Except(forks).Except(pictures).ToList();
        string[] kinds =
        [
            .. Listed(pictures, "of a kind that is not read: save such pictures as PNG"),
            .. Listed(forks, "what a Mac keeps beside a picture, none itself"),
            .. Listed(rest, "no picture by name"),
        ];
        return $"{(left.Count == 1 ? "1 file is" : $"{left.Count:N0} files are")} skipped: {string.Join("; ", kinds)}.";
    }

    private static string[] Listed(List<string> files, string why)
    {
        if (files.Count == 0) return [];
        var more = files.Count > Named ? $" and {files.Count - Named:N0} more" : "";
        return [$"{string.Join(", ", files.Take(Named).Select(file => $"'{Path.GetFileName(file)}'"))}{more} ({why})"];
    }

    /// <summary>Mac archives leave "._name.png" beside each file.</summary>
    private static bool IsResourceFork(string file) => Path.GetFileName(file).StartsWith("._", StringComparison.Ordinal);
}
