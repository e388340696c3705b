namespace SuperResolution.Datasets;

/// <summary>
/// A lock between processes: a file that only one of them can hold open. It ends with its owner, also when that is killed.
/// </summary>
internal sealed class FolderClaim : IDisposable
{
    private const int VanishedAtMost = 100;

    private readonly string path;
    private readonly FileStream file;

    private FolderClaim(string path, FileStream file) => (this.path, this.file) = (path, file);

    /// <summary>Waits until nobody else works on the same set, so that a classroom on one shared folder downloads once.</summary>
    /// <exception cref="IOException">The file cannot be made: the folder is missing or the disk is full.</exception>
    public static async Task<FolderClaim> TakeAsync(string path, CancellationToken cancellation)
    {
        for (var vanished = 0; ;)
        {
            try
            {
                // Elsewhere .NET deletes by name, which may belong to somebody else's file by then.
                var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0,
                    OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None);
                if (HasName(file)) return new FolderClaim(path, file);
                file.Dispose(); // its last owner deleted it between our opening and our locking
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(250, cancellation);
            }
            catch (IOException) when (vanished++ < VanishedAtMost)
            {
                await Task.Delay(1, cancellation); // held when we tried, gone when we looked
            }
        }
    }

    public void Dispose()
    {
        if (!OperatingSystem.IsWindows()) File.Delete(path); // while it is still locked
        file.Dispose();
    }

    /// <summary>Whether the open file is still the one of that name.</summary>
    private static bool HasName(FileStream file) => OperatingSystem.IsLinux()
        ? new FileInfo($"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}").LinkTarget is not { } target
            || !target.EndsWith(" (deleted)", StringComparison.Ordinal)
        : OperatingSystem.IsWindows() || File.Exists(file.Name);
}
