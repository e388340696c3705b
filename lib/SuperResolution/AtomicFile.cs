namespace SuperResolution;

/// <summary>Files that appear only when complete: written under a temporary name in the same folder, then renamed.</summary>
public static class AtomicFile
{
    /// <summary>Replaces or creates <paramref name="path"/> with <paramref name="content"/>.</summary>
    /// <exception cref="IOException">The folder is missing, not writable or full; an older file of this name is then untouched.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var temporary = TemporaryName(path);
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true); // a rename must not overtake the data when the power fails
            }
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Replaces or creates <paramref name="path"/> with UTF-8 text.</summary>
    public static void Write(string path, string text) => Write(path, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>A name beside <paramref name="path"/> that no other process uses.</summary>
    private static string TemporaryName(string path) => $"{Path.GetFullPath(path)}.{Guid.NewGuid():N}.tmp";
}
