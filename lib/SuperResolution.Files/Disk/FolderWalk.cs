using System.IO.Enumeration;

namespace SuperResolution;

/// <summary>
/// Walks through folders that somebody else filled: no link leads out of them or round in a circle, and there is an end.
/// </summary>
/// <remarks>
/// The folder that a walk begins at may be a link itself. Links to files count as files; those to folders count as nothing.
/// </remarks>
public static class FolderWalk
{
    /// <summary>
    /// More files and folders than this are not looked at. The largest set that people train with here, ImageNet, has 1.3 million.
    /// </summary>
    public const int MostEntries = 2_000_000;

    /// <summary>
    /// The files of a folder and of those in it, each path beginning as the folder was named; without hidden ones, and without folders
    /// that may not be read.
    /// </summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="deepest">How many folders deep; 0: only the folder itself.</param>
    /// <param name="most">How many entries are looked at before the walk is broken off.</param>
    /// <exception cref="IOException">There are more entries.</exception>
    public static IEnumerable<string> Files(string folder, int deepest = int.MaxValue, int most = MostEntries) =>
        Walk(folder, wantsFolders: false, all: false, deepest, most);

    /// <summary>As <see cref="Files"/>, with hidden files; a folder that may not be read is an error.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <exception cref="IOException">There are more than <see cref="MostEntries"/> entries.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder may not be read.</exception>
    public static IEnumerable<string> AllFiles(string folder) => Walk(folder, wantsFolders: false, all: true, int.MaxValue, MostEntries);

    /// <summary>As <see cref="Files"/>, of folders.</summary>
    /// <param name="folder">An existing folder; it is not among them.</param>
    /// <param name="deepest">How many folders deep; 0: only those in the folder itself.</param>
    /// <exception cref="IOException">There are more than <see cref="MostEntries"/> entries.</exception>
    public static IEnumerable<string> Folders(string folder, int deepest = int.MaxValue) =>
        Walk(folder, wantsFolders: true, all: false, deepest, MostEntries);

    private static IEnumerable<string> Walk(string folder, bool wantsFolders, bool all, int deepest, int most)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = deepest > 0,
            MaxRecursionDepth = deepest,
            IgnoreInaccessible = !all,
            AttributesToSkip = 0,
        };
        var seen = 0;
        var entries = new FileSystemEnumerable<string>(folder, (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(), options)
        {
            ShouldRecursePredicate = (ref FileSystemEntry entry) => IsWanted(ref entry) && !IsLink(ref entry),
            ShouldIncludePredicate = (ref FileSystemEntry entry) =>
            {
                if (++seen > most)
                    throw new IOException($"'{folder}' holds more than {most:N0} files and folders, too many to look through. Name a " +
                        "folder further down.");
                return entry.IsDirectory == wantsFolders && IsWanted(ref entry) && !(wantsFolders && IsLink(ref entry));
            },
        };
        foreach (var path in entries) yield return path; // each time that somebody goes through it, the count begins anew

        bool IsWanted(ref FileSystemEntry entry) =>
            all || !(entry.IsHidden || (OperatingSystem.IsWindows() && entry.Attributes.HasFlag(FileAttributes.System)));

        static bool IsLink(ref FileSystemEntry entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
    }
}
