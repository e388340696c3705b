namespace SuperResolution.Datasets;

/// <summary>Compares the files of a data set on disk with the checksums of the catalogue.</summary>
public static class DataVerifier
{
    /// <summary>Reads every file of a set and reports the missing and the damaged ones.</summary>
    /// <param name="set">A set with files of its own (see <see cref="Catalogue.Resolve"/>).</param>
    /// <param name="split">The split to check; null: all.</param>
    /// <param name="folder">The set's folder.</param>
    /// <param name="progress">Is told the number of files done.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>What is wrong; empty when every file is exactly what it should be.</returns>
    public static async Task<IReadOnlyList<DataFinding>> VerifyAsync(
        CatalogueSet set, CatalogueSplit? split, string folder, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        if (set.Files.Count == 0) return await VerifyRecordedAsync(set, split, folder, progress, cancellation);
        var findings = new List<DataFinding>();
        var done = 0;
        foreach (var file in split is null ? set.Files : set.FilesOf(split))
        {
            if (await CheckAsync(set, file, folder, cancellation) is { } finding) findings.Add(finding);
            progress?.Report(++done);
        }

        return findings;
    }

    /// <summary>How many files there are checksums for.</summary>
    /// <param name="set">A set with files of its own.</param>
    /// <param name="split">The split.</param>
    /// <param name="folder">The set's folder.</param>
    public static int Count(CatalogueSet set, CatalogueSplit split, string folder) =>
        set.Files.Count > 0 ? set.FilesOf(split).Count() : Recorded(split, folder).Count();

    /// <summary>Writes the checksums of every file in a large set's folder as they are now, for later comparisons.</summary>
    /// <param name="folder">The set's folder.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>The number of files.</returns>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public static Task<int> RecordAsync(string folder, CancellationToken cancellation = default) =>
        RecordedChecksums.RecordAsync(folder, cancellation);

    private static IEnumerable<KeyValuePair<string, string>> Recorded(CatalogueSplit? split, string folder) =>
        RecordedChecksums.Read(folder).Where(f => split is null || f.Key.StartsWith(split.Folder, StringComparison.Ordinal));

    /// <summary>A large set: against what was written down when it was unpacked or with 'data verify --record'.</summary>
    private static async Task<IReadOnlyList<DataFinding>> VerifyRecordedAsync(
        CatalogueSet set, CatalogueSplit? split, string folder, IProgress<int>? progress, CancellationToken cancellation)
    {
        var findings = new List<DataFinding>();
        foreach (var part in split is null ? set.MainSplits : [split])
        {
            var count = ImageFiles.In(Path.Combine(folder, part.Folder)).Count();
            if (part.Images is { } images && count != images)
                findings.Add(new(part.Folder, $"{set.Name}: {Path.Combine(folder, part.Folder)} has {count:N0} of {images:N0} images."));
        }

        var done = 0;
        foreach (var (path, sha256) in Recorded(split, folder))
        {
            if (await CheckAsync(set, new CatalogueFile(path, 0, sha256), folder, cancellation) is { } finding) findings.Add(finding);
            progress?.Report(++done);
        }

        return findings;
    }

    internal static async Task<DataFinding?> CheckAsync(
        CatalogueSet set, CatalogueFile file, string folder, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, file.Path);
        var remedy = set.Access == "manual" ? "fetch the set again" : $"run 'data get {set.Name}' again";
        if (!File.Exists(path))
            return new(file.Path, $"{set.Name}: {file.Path} is missing from {folder}. {char.ToUpperInvariant(remedy[0])}{remedy[1..]}.");
        try
        {
            var sha256 = await FileHash.Sha256Async(path, cancellation);
            return file.Accepts(sha256) ? null : new(file.Path,
                $"{set.Name}: {file.Path} is damaged (SHA-256 {FileHash.Short(sha256)}, expected " +
                $"{string.Join(" or ", file.Editions.Select(FileHash.Short))}). Delete it and {remedy}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(file.Path, $"{set.Name}: {file.Path} cannot be read: {e.Message} Check the rights of the folder, or delete the " +
                $"file and {remedy}.");
        }
    }
}

/// <summary>Something that is wrong with a file of a data set.</summary>
/// <param name="File">Path below the set's folder, with forward slashes.</param>
/// <param name="Message">What is wrong and what to do, in one or two sentences.</param>
public sealed record DataFinding(string File, string Message);
