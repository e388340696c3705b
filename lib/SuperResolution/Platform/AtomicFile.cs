using System.Collections.Concurrent;

namespace SuperResolution;

/// <summary>Files that appear only when complete: written under a temporary name in the same folder, then renamed.</summary>
/// <remarks>What killed processes left behind goes when another process writes its first file into the same folder.</remarks>
public static class AtomicFile
{
    // A draft is held open until it has its name, so one that nobody holds is dead; only between its first two instants is it there and not yet held.
    private static readonly TimeSpan justMade = TimeSpan.FromSeconds(2);
    private static readonly ConcurrentDictionary<string, bool> swept = new();

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
    public static void Write(string path, Action<Stream> write) => Write(path, write, previous: null);

    /// <param name="path">As above.</param>
    /// <param name="write">As above.</param>
    /// <param name="previous">The name under which an older file is kept, in the same folder; null: it is replaced.</param>
    internal static void Write(string path, Action<Stream> write, string? previous)
    {
        using var draft = new Draft(path);
        write(draft.Stream);
        draft.Publish(previous);
    }

    /// <summary>Deletes what killed writes left behind in a folder. Drafts that a process has open stay.</summary>
    /// <param name="folder">Where files were written.</param>
    /// <param name="age">Younger drafts stay too; zero for whoever has the folder for himself.</param>
    internal static void DeleteLeftovers(string folder, TimeSpan age)
    {
        try
        {
            foreach (var draft in Directory.EnumerateFiles(folder, "*.tmp"))
                if (Guid.TryParseExact(Path.GetExtension(draft.AsSpan()[..^".tmp".Length]).TrimStart('.'), "N", out _) && DateTime.UtcNow - File.GetLastWriteTimeUtc(draft) >= age) Delete(draft);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // a folder that cannot be listed can still be written to
        }
    }

    private static void Delete(string draft)
    {
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

    /// <summary>A file under a name that no other process uses, gone unless published.</summary>
    private sealed class Draft : IDisposable
    {
        private readonly string path, temporary;

        public Draft(string path)
        {
            (this.path, temporary) = (path, $"{Path.GetFullPath(path)}.{Guid.NewGuid():N}.tmp");
            if (Path.GetDirectoryName(temporary) is { } folder && swept.TryAdd(folder, true)) DeleteLeftovers(folder, justMade);
            Stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None); // Windows renames open files only so
        }

        public FileStream Stream { get; }

        public void Publish(string? previous = null)
        {
            Stream.Flush(flushToDisk: true); // a rename must not overtake the data when the power fails
            if (previous is not null && File.Exists(path)) File.Move(path, previous, overwrite: true);
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
