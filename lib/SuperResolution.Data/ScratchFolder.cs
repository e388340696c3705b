namespace SuperResolution.Datasets;

/// <summary>
/// A folder for work in progress: not there before, whatever a process left behind that was killed, and gone afterwards.
/// </summary>
internal sealed class ScratchFolder : IDisposable
{
    /// <summary>Names it and clears its place; whoever needs it creates it.</summary>
    public ScratchFolder(string path)
    {
        Path = path;
        Dispose();
    }

    public string Path { get; }

    public void Dispose()
    {
        if (File.Exists(Path)) File.Delete(Path);
        if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
    }
}
