namespace SuperResolution;

/// <summary>
/// Files that can be read to their end. Whoever opens a pipe or a device waits, perhaps for ever, whatever ending its name has.
/// </summary>
public static class PlainFile
{
    /// <summary>
    /// Whether there is a file that has bytes. Pipes, devices and sockets have none, as far as a disk knows, and neither has an empty
    /// file.
    /// </summary>
    /// <param name="path">The file, or a link to it.</param>
    public static bool HasBytes(string path)
    {
        var file = new FileInfo(path);
        return file.Exists && (file.ResolveLinkTarget(returnFinalTarget: true) ?? file) is FileInfo { Exists: true, Length: > 0 };
    }

    /// <summary>The file for reading; what has no bytes is an empty stream.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">For instance that it is read from its beginning to its end.</param>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    public static Stream OpenRead(string path, FileOptions options = FileOptions.None) => HasBytes(path) || !File.Exists(path)
        ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17, options)
        : Stream.Null;

    /// <summary>The lines of a text file, read one by one; what has no bytes has none.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    public static IEnumerable<string> ReadLines(string path) => HasBytes(path) || !File.Exists(path) ? File.ReadLines(path) : [];
}
