namespace SuperResolution.Datasets;

/// <summary>
/// Checksums of a large set's files, written down when the files were known to be right; the catalogue has none for them.
/// </summary>
/// <remarks>Text files as <c>sha256sum</c> writes and checks them, in the folder <c>.checksums</c> of the set's folder.</remarks>
internal static class RecordedChecksums
{
    private const string Folder = ".checksums";

    public static void Write(string home, string name, IEnumerable<string> lines)
    {
        Directory.CreateDirectory(Path.Combine(home, Folder));
        AtomicFile.Write(Path.Combine(home, Folder, name + ".sha256"), string.Concat(lines));
    }

    /// <summary>The text files.</summary>
    public static IEnumerable<string> Lists(string home) =>
        Directory.Exists(Path.Combine(home, Folder)) ? Directory.EnumerateFiles(Path.Combine(home, Folder), "*.sha256") : [];

    /// <summary>SHA-256 of each file by its path below the set's folder; empty where nothing was written down.</summary>
    /// <exception cref="DataSetException">A line is damaged.</exception>
    public static IReadOnlyDictionary<string, string> Read(string home)
    {
        var sums = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var list in Lists(home))
        {
            foreach (var line in PlainFile.ReadLines(list))
            {
                if (line.Length < 67 || line[64..66] != "  ")
                    throw new DataSetException($"{list} is damaged: '{line}'. Delete it and run 'data verify --record' again.");
                sums[line[66..]] = line[..64];
            }
        }

        return sums;
    }

    /// <summary>Writes down what is there now.</summary>
    /// <returns>The number of files.</returns>
    public static async Task<int> RecordAsync(string home, CancellationToken cancellation)
    {
        var lines = new List<string>();
        foreach (var file in FolderWalk.AllFiles(home).Order(StringComparer.Ordinal))
        {
            var path = Path.GetRelativePath(home, file).Replace('\\', '/');
            if (!path.StartsWith(Folder + "/", StringComparison.Ordinal))
                lines.Add($"{await FileHash.Sha256Async(file, cancellation)}  {path}\n");
        }

        Write(home, "recorded", lines);
        return lines.Count;
    }
}
