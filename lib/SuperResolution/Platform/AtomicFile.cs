namespace SuperResolution;

/// <summary>Files that appear only when complete: written under a temporary name in the same folder, then renamed.</summary>
public static class AtomicFile
{
    /// <summary>Replaces or creates <paramref name="path"/> with <paramref name="content"/>.</summary>
    /// <exception cref="IOException">The folder is missing, not writable or full; an older file of this name is then untouched.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        using var draft = new Draft(path);
        draft.Stream.Write(content);
        draft.Publish();
    }

    /// <summary>Replaces or creates <paramref name="path"/> with UTF-8 text.</summary>
    public static void Write(string path, string text) => Write(path, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Replaces or creates <paramref name="path"/> with what <paramref name="write"/> writes, for content that should not be in memory as a whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes everything to the stream. When it throws, nothing appears and an older file is untouched.</param>
    /// <exception cref="IOException">As above.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        using var draft = new Draft(path);
        write(draft.Stream);
        draft.Publish();
    }

    /// <summary>Deletes what writes of <paramref name="path"/> left behind that were killed. Drafts that a process has open stay.</summary>
    /// <param name="path">The file, not its drafts.</param>
    /// <param name="age">Younger drafts stay too: between closing and renaming nobody holds them.</param>
    internal static void DeleteLeftovers(string path, TimeSpan age)
    {
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full)!;
        if (!Directory.Exists(folder)) return;
        foreach (var draft in Directory.GetFiles(folder, Path.GetFileName(full) + ".*.tmp"))
        {
            if (!Guid.TryParseExact(draft[(full.Length + 1)..^".tmp".Length], "N", out _) || DateTime.UtcNow - File.GetLastWriteTimeUtc(draft) < age) continue;
            try
            {
                using (new FileStream(draft, FileMode.Open, FileAccess.ReadWrite, FileShare.None)) { } // fails while somebody writes
                File.Delete(draft);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // in use, or gone, or not ours: another time
            }
        }
    }

    /// <summary>A file under a name that no other process uses, gone unless published.</summary>
    private sealed class Draft : IDisposable
    {
        private readonly string path, temporary;

        public Draft(string path)
        {
            (this.path, temporary) = (path, $"{Path.GetFullPath(path)}.{Guid.NewGuid():N}.tmp");
            Stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        }

        public FileStream Stream { get; }

        public void Publish()
        {
            Stream.Flush(flushToDisk: true); // a rename must not overtake the data when the power fails
            Stream.Dispose();
            File.Move(temporary, path, overwrite: true);
        }

        public void Dispose()
        {
            try
            {
                Stream.Dispose(); // writes what is buffered, which a full disk refuses
            }
            finally
            {
                File.Delete(temporary);
            }
        }
    }
}
