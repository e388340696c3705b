namespace SuperResolution.Datasets;

/// <summary>A lock between processes: a file that only one of them can hold open. It vanishes with its owner, also when that is killed.</summary>
internal sealed class FolderClaim : IDisposable
{
    private readonly FileStream file;

    private FolderClaim(FileStream file) => this.file = file;

    /// <summary>Waits until nobody else works on the same set, so that a classroom on one shared folder downloads once.</summary>
    public static async Task<FolderClaim> TakeAsync(string path, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return new FolderClaim(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose));
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(250, cancellation);
            }
        }
    }

    public void Dispose() => file.Dispose();
}
