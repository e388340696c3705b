namespace SuperResolution;

/// <summary>Files that appear only when complete: written under a temporary name in the same folder, then renamed.</summary>
public static class AtomicFile
{
    private const int LongestName = 255; // bytes on Linux, characters elsewhere: what file systems hold

    private static readonly int ending = $".{Guid.Empty:N}.tmp".Length;

    /// <summary>Refuses a file that cannot be written, before the work whose result would be lost.</summary>
    /// <param name="path">The file; its folder has to exist.</param>
    /// <exception cref="IOException">Its name is too long, it is a folder, or its folder is missing, not writable or full.</exception>
    public static void Require(string path)
    {
        var full = Path.GetFullPath(path);
        var (folder, name) = (Path.GetDirectoryName(full), Path.GetFileName(full));
        if (Directory.Exists(full)) throw new IOException($"'{path}' is a folder, and a file is to be written. Give it another name.");
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"'{path}' cannot be written: there is no folder '{folder}'. Make it, or choose another.");
        if (Length(name) > LongestName) throw new PathTooLongException($"'{path}' cannot be written: its name has {Length(name)} bytes, and file systems hold {LongestName}. Choose a shorter one.");
        using var draft = new Draft(path);
    }

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
        var full = Stem(path);
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

    /// <summary>What a draft's name begins with: the file's, as far as there is room for the rest.</summary>
    private static string Stem(string path)
    {
        var full = Path.GetFullPath(path);
        var name = Path.GetFileName(full);
        while (Length(name) > LongestName - ending) name = name[..^(name.Length > 1 && char.IsSurrogatePair(name, name.Length - 2) ? 2 : 1)];
        return Path.Combine(Path.GetDirectoryName(full)!, name);
    }

    private static int Length(string name) => OperatingSystem.IsLinux() ? System.Text.Encoding.UTF8.GetByteCount(name) : name.Length;

    /// <summary>A file under a name that no other process uses, gone unless published.</summary>
    private sealed class Draft : IDisposable
    {
        private readonly string path, temporary;

        public Draft(string path)
        {
            (this.path, temporary) = (path, $"{Stem(path)}.{Guid.NewGuid():N}.tmp");
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
