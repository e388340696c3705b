namespace SuperResolution.Datasets;

/// <summary>
/// SHA-256 of every picture of a set, as <c>sha256sum</c> writes and checks them: files by their bytes, drawn pictures by their pixels.
/// </summary>
public sealed class SetChecksums
{
    private readonly IReadOnlyList<(string Sha256, string Name)> lines;

    private SetChecksums(IReadOnlyList<(string, string)> lines) => this.lines = lines;

    /// <summary>One checksum for the whole: of the pictures' checksums in their order. Names and folders do not count.</summary>
    public string Sha256 => FileHash.Sha256(string.Join('\n', lines.Select(line => line.Sha256)));

    /// <summary>Reads or draws every picture once.</summary>
    /// <param name="set">Any set.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static SetChecksums Of(ImageSet set)
    {
        var root = CommonFolder(set.Select(item => item.Path).OfType<string>());
        return new SetChecksums([.. set.Select(item => item.Path is { } path
            ? (FileHash.Sha256OfFile(path), Path.GetRelativePath(root, path).Replace('\\', '/'))
            : (item.Load().Sha256(), $"drawn/{item.Name}"))]);
    }

    /// <summary>How many pictures are in both sets.</summary>
    public int Shared(SetChecksums other) => lines.Select(line => line.Sha256).Intersect(other.lines.Select(line => line.Sha256)).Count();

    /// <summary>One line for each picture: checksum, two spaces, path relative to the folder that all have in common.</summary>
    public override string ToString() => string.Concat(lines.Select(line => $"{line.Sha256}  {line.Name}\n"));

    private static string CommonFolder(IEnumerable<string> paths)
    {
        var folders = paths.Select(path => Path.GetDirectoryName(path)!).Distinct().ToList();
        var common = folders.FirstOrDefault() ?? "";
        while (folders.Any(folder => !(folder + Path.DirectorySeparatorChar)
            .StartsWith(Path.TrimEndingDirectorySeparator(common) + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
        {
            if (Path.GetDirectoryName(common) is not { } parent) break; // several drives
            common = parent;
        }
        return common;
    }
}
