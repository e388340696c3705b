namespace SuperResolution;

/// <summary>
/// A lock between processes: a file that only one of them can hold open. It ends with its owner, also when that is killed.
/// </summary>
public sealed class FileClaim : IDisposable
{
    private const int VanishedAtMost = 100;

    private readonly string path;
    private readonly FileStream file;
    private readonly bool keep;

    private FileClaim(string path, FileStream file, bool keep) => (this.path, this.file, this.keep) = (path, file, keep);

    /// <summary>Takes it, or returns null where another process has it.</summary>
    /// <param name="path">The file; made if need be, and deleted at the end.</param>
    /// <param name="keep">
    /// Whether it stays: for folders on network drives, where a file that is deleted under somebody's hands is not seen to be.
    /// </param>
    /// <exception cref="IOException">The file cannot be made: the folder is missing or the disk is full.</exception>
    public static FileClaim? Try(string path, bool keep = false)
    {
        for (var vanished = 0; ;)
        {
            try
            {
                // Elsewhere .NET deletes by name, which may belong to somebody else's file by then.
                var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0,
                    OperatingSystem.IsWindows() && !keep ? FileOptions.DeleteOnClose : FileOptions.None);
                if (keep || HasName(file)) return new FileClaim(path, file, keep);
                file.Dispose(); // its last owner deleted it between our opening and our locking
            }
            catch (IOException) when (File.Exists(path))
            {
                return null;
            }
            catch (IOException) when (vanished++ < VanishedAtMost)
            {
                Thread.Sleep(1); // held when we tried, gone when we looked
            }
        }
    }

    /// <summary>Waits until nobody else has it, so that a classroom on one shared folder downloads once.</summary>
    /// <param name="path">As for <see cref="Try"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="IOException">As for <see cref="Try"/>.</exception>
    public static async Task<FileClaim> TakeAsync(string path, CancellationToken cancellation)
    {
        while (true)
        {
            if (Try(path) is { } claim) return claim;
            await Task.Delay(250, cancellation);
        }
    }

    /// <summary>Whether a process has it now. Who tries to take it at the same moment is told that it is taken.</summary>
    /// <param name="path">As for <see cref="Try"/>.</param>
    public static bool IsTaken(string path)
    {
        if (!File.Exists(path)) return false;
        try
        {
            using (new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1)) return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Gives it back.</summary>
    public void Dispose()
    {
        if (!keep && !OperatingSystem.IsWindows()) File.Delete(path); // while it is still locked
        file.Dispose();
    }

    /// <summary>Whether the open file is still the one of that name.</summary>
    private static bool HasName(FileStream file) => OperatingSystem.IsLinux()
        ? new FileInfo($"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}").LinkTarget is not { } target
            || !target.EndsWith(" (deleted)", StringComparison.Ordinal)
        : OperatingSystem.IsWindows() || File.Exists(file.Name);
}
