using System.Collections.Concurrent;
using System.Globalization;
using SuperResolution.Datasets;

namespace SuperResolution.Metrics;

/// <summary>
/// Scores of single images on disk, by content: the SHA-256 of the weights × that of the image × the protocol. One small text file each.
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

    /// <summary>The score of a key, or null where there is none or it is damaged (then <see cref="Notices"/> says so).</summary>
    internal Score? Find(ResultKey key)
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
        if (Parse(text, key) is { } score) return score;
        notices.Enqueue($"{path} is damaged: computed again.");
        return null;
    }

    /// <summary>Keeps a score. A disk that does not take it costs the next run time and this one nothing.</summary>
    internal void Keep(ResultKey key, Score score)
    {
        var path = PathOf(key);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            AtomicFile.Write(path, Format(key, score));
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

    private static string Format(ResultKey key, Score score)
    {
        var content = string.Create(CultureInfo.InvariantCulture, $"{key.Text}psnr {score.Psnr:R}\nssim {score.Ssim:R}\n");
        return $"{content}sha256 {FileHash.Sha256(content)}\n";
    }

    private static Score? Parse(string text, ResultKey key)
    {
        if (!text.StartsWith(key.Text, StringComparison.Ordinal)) return null;
        var lines = text[key.Text.Length..].Split('\n');
        if (lines is not [var psnr, var ssim, _, ""] || Number(psnr, "psnr ") is not { } decibels
            || Number(ssim, "ssim ") is not { } similarity)
            return null;
        var score = new Score(decibels, similarity);
        return Format(key, score) == text ? score : null;
    }

    private static double? Number(string line, string name) => line.StartsWith(name, StringComparison.Ordinal)
        && double.TryParse(line.AsSpan(name.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
}
