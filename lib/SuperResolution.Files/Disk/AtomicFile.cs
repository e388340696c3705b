using System.Collections.Concurrent;

namespace SuperResolution;

/// <summary>Files that appear only when complete: written under a temporary name in the same folder, then renamed.</summary>
/// <remarks>What killed processes left behind goes when another process writes its first file into the same folder.</remarks>
public static class AtomicFile
{
    // Between closing and renaming nobody holds a draft, and a held file could not be read under its new name: young ones are left alone.
    private static readonly TimeSpan justMade = TimeSpan.FromMinutes(1);
    private static readonly ConcurrentDictionary<string, bool> swept = new();

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
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException(
                $"'{path}' cannot be written: there is no folder '{folder}'. Make it, or choose another.");
        if (Length(name) > LongestName)
            throw new PathTooLongException(
                $"'{path}' cannot be written: its name has {Length(name)} bytes, and file systems hold {LongestName}. Choose a " +
                "shorter one.");
        using var draft = new Draft(path);
    }

    /// <summary>Replaces or creates <paramref name="path"/> with <paramref name="content"/>.</summary>
    /// <exception cref="IOException">
    /// The folder is missing, not writable or full; an older file of this name is then untouched.
    /// </exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        using var draft = new Draft(path);
        draft.Stream.Write(content);
        draft.Publish();
    }

    /// <summary>Replaces or creates <paramref name="path"/> with UTF-8 text.</summary>
    public static void Write(string path, string text) => Write(path, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>
    /// Replaces or creates <paramref name="path"/> with what <paramref name="write"/> writes, for content that should not be in memory as
    /// a whole.
    /// </summary>
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
                if (Guid.TryParseExact(Path.GetExtension(draft.AsSpan()[..^".tmp".Length]).TrimStart('.'), "N", out _)
                    && DateTime.UtcNow - File.GetLastWriteTimeUtc(draft) >= age)
                    Delete(draft);
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

    /// <summary>What a draft's name begins with: the file's, as far as there is room for the rest.</summary>
    private static string Stem(string path)
    {
        var full = Path.GetFullPath(path);
        var name = Path.GetFileName(full);
        while (Length(name) > LongestName - ending)
            name = name[..^(name.Length > 1 && char.IsSurrogatePair(name, name.Length - 2) ? 2 : 1)];
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
            if (Path.GetDirectoryName(temporary) is { } folder && swept.TryAdd(folder, true)) DeleteLeftovers(folder, justMade);
            Stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        }

        public FileStream Stream { get; }

        public void Publish(string? previous = null)
        {
            Stream.Flush(flushToDisk: true); // a rename must not overtake the data when the power fails
            Stream.Dispose();
            if (previous is not null && File.Exists(path)) File.Move(path, previous, overwrite: true);
            File.Move(temporary, path, overwrite: true);
        }

        public void Dispose()
        {
            try
            {
                Stream.Dispose(); // again, or for a draft that came to nothing: writes what is buffered, which a full disk refuses
            }
            finally
            {
                File.Delete(temporary);
            }
        }
    }
}
