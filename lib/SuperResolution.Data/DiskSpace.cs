namespace SuperResolution.Datasets;

/// <summary>Whether a disk has room for what is about to be written.</summary>
internal static class DiskSpace
{
    private const long Reserve = 64L << 20;

    /// <exception cref="DataSetException">It has not; the message says how much is missing where.</exception>
    public static void Require(string what, string folder, long bytes)
    {
        if (folder.StartsWith(@"\\", StringComparison.Ordinal)) return; // a network share has no drive to ask
        var free = new DriveInfo(folder).AvailableFreeSpace;
        if (free < bytes + Reserve)
            throw new DataSetException($"{what} needs {bytes / 1e6:N0} MB, but {folder} has only {free / 1e6:N0} MB left. Free some " +
                $"space, or name another folder with {DataFolder.Variable}.");
    }

    /// <summary>Whether writing failed for lack of room, on the disk or in the user's share of it.</summary>
    public static bool IsFull(Exception error) => error is IOException && (OperatingSystem.IsWindows()
        ? error.HResult is unchecked((int)0x80070070) or unchecked((int)0x80070027)
        : error.HResult is 28 or 69 or 122); // ENOSPC; EDQUOT of macOS and of Linux
}
