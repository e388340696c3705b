using System.Collections.Concurrent;
using System.Globalization;
using SuperResolution.Datasets;

namespace SuperResolution.Metrics;

/// <summary>
/// Scores of single images on disk, by content: that of the method × the SHA-256 of the image × what is measured. One small text file
/// each.
/// </summary>
/// <remarks>
/// A file holds its whole key, the score with all its digits and a checksum of both; whatever is not exactly that is damaged and computed
/// again. Files appear only when complete, and equal keys have equal content, so any number of processes may share a folder. Changed
/// weights or images have other keys; nothing is ever deleted. To empty the cache, delete the folder.
/// </remarks>
public sealed class ResultCache
{
    private readonly ConcurrentQueue<string> notices = new();

    /// <summary>A cache in a folder, which is made when it is not there.</summary>
    /// <param name="folder">Null: <see cref="DefaultFolder"/>.</param>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public ResultCache(string? folder = null)
    {
        Folder = Path.GetFullPath(folder ?? DefaultFolder);
        if (File.Exists(Folder)) throw new IOException($"The cache {Folder} is a file. Name a folder.");
        Directory.CreateDirectory(Folder);
    }

    /// <summary>The folder "results" in the user's cache.</summary>
    public static string DefaultFolder => Path.Combine(DataFolder.UserCache(), "results");

    /// <summary>Where the entries lie.</summary>
    public string Folder { get; }

    /// <summary>What a reader should know: damaged entries, results that could not be kept.</summary>
    public IReadOnlyList<string> Notices => [.. notices];

    /// <summary>The numbers of a key, or null where there are none or they are damaged (then <see cref="Notices"/> says so).</summary>
    /// <param name="key">What they depend on.</param>
    /// <param name="count">How many there are.</param>
    internal double[]? Find(ResultKey key, int count)
    {
        var path = PathOf(key);
        string text;
        try
        {
            if (!File.Exists(path)) return null;
            text = File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            notices.Enqueue($"{path} cannot be read ({error.Message.TrimEnd('.')}): computed again.");
            return null;
        }
        if (Parse(text, key) is { } numbers && numbers.Length == count) return numbers;
        notices.Enqueue($"{path} is damaged: computed again.");
        return null;
    }

    /// <summary>Keeps numbers. A disk that does not take them costs the next run time and this one nothing.</summary>
    internal void Keep(ResultKey key, IReadOnlyList<double> numbers)
    {
        var path = PathOf(key);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            AtomicFile.Write(path, Format(key, numbers));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another process may have the same entry open or just renamed it there.
            if (!File.Exists(path))
                notices.Enqueue($"{path} could not be written ({error.Message.TrimEnd('.')}): this result will be computed again.");
        }
    }

    internal string PathOf(ResultKey key)
    {
        var hash = key.Hash;
        return Path.Combine(Folder, hash[..2], hash + ".txt");
    }

    private static string Format(ResultKey key, IEnumerable<double> numbers)
    {
        var content = key.Text + string.Concat(numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture) + "\n"));
        return $"{content}sha256 {FileHash.Sha256(content)}\n";
    }

    private static double[]? Parse(string text, ResultKey key)
    {
        if (!text.StartsWith(key.Text, StringComparison.Ordinal)) return null;
        var numbers = text[key.Text.Length..].Split('\n').TakeWhile(line => !line.StartsWith("sha256 ", StringComparison.Ordinal))
            .Select(line => double.TryParse(line, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : (double?)null)
            .ToList();
        return numbers.All(number => number is not null) && numbers.Select(number => number!.Value).ToArray() is var values
            && Format(key, values) == text ? values : null;
    }
}
