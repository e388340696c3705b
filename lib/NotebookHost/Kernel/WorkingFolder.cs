namespace SuperResolution.Workbench.Kernel;

/// <summary>The notebook's folder, in which every cell begins, whatever the one before did; also after somebody has renamed it.</summary>
internal sealed class WorkingFolder
{
    private string path = Directory.GetCurrentDirectory();

    /// <summary>A cell begins.</summary>
    /// <returns>What the folder is called now.</returns>
    public string Enter() => path = Now ?? path;

    /// <summary>A cell has ended.</summary>
    public void Return()
    {
        if (Now == path) return;
        try
        {
            Directory.SetCurrentDirectory(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // renamed while the cell ran: then the process is in it under its new name, or where the cell has put it
        }
    }

    /// <summary>Null where it does not exist any more.</summary>
    private static string? Now
    {
        get
        {
            try
            {
                return Directory.GetCurrentDirectory();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }
}
