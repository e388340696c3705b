using System.ComponentModel;
using System.Diagnostics;

namespace SuperResolution.Platform;

/// <summary>Which commit of a checkout is at work, for records.</summary>
/// <param name="Commit">Hash of the commit.</param>
/// <param name="Dirty">Whether files differ from it; null where git is not there to say so.</param>
public sealed record CheckoutState(string Commit, bool? Dirty)
{
    /// <summary>Reads the state of a checkout; needs no git for the commit. Never fails.</summary>
    /// <param name="folder">The checkout's root.</param>
    /// <returns>Null where there is no repository, or none that can be read.</returns>
    public static CheckoutState? Of(string? folder)
    {
        try
        {
            return folder is not null && GitFolder(folder) is { } git && Head(git) is { } commit
                ? new CheckoutState(commit, IsDirty(folder)) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>E.g. "4ca092c…", "4ca092c… with changes".</summary>
    public override string ToString() => Commit + Dirty switch { true => " with changes", null => " (changes unknown)", _ => "" };

    /// <summary>A folder, or a file that names one in a worktree.</summary>
    private static string? GitFolder(string folder)
    {
        var git = Path.Combine(folder, ".git");
        if (Directory.Exists(git)) return git;
        return File.Exists(git) && After(File.ReadAllText(git), "gitdir:") is { } elsewhere ? Path.GetFullPath(elsewhere, folder) : null;
    }

    private static string? Head(string git)
    {
        var head = File.ReadAllText(Path.Combine(git, "HEAD")).Trim();
        if (After(head, "ref:") is not { } name) return Hash(head);
        var commonFile = Path.Combine(git, "commondir");
        var common = File.Exists(commonFile) ? Path.GetFullPath(File.ReadAllText(commonFile).Trim(), git) : git;
        foreach (var place in new[] { git, common })
            if (File.Exists(Path.Combine(place, name))) return Hash(File.ReadAllText(Path.Combine(place, name)).Trim());
        var packed = Path.Combine(common, "packed-refs");
        return File.Exists(packed) ? Hash(
            File.ReadLines(packed).FirstOrDefault(line => line.EndsWith(" " + name, StringComparison.Ordinal))?.Split(' ')[0]) : null;
    }

    private static bool? IsDirty(string folder)
    {
        try
        {
            using var git = Process.Start(
                new ProcessStartInfo("git", ["-C", folder, "status", "--porcelain"])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                });
            if (git is null) return null;
            git.ErrorDataReceived += (_, _) => { };
            git.BeginErrorReadLine();
            var changes = git.StandardOutput.ReadToEndAsync();
            if (!git.WaitForExit(10_000))
            {
                git.Kill();
                return null;
            }
            return git.ExitCode == 0 ? changes.Result.Length > 0 : null;
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            return null; // no git
        }
    }

    private static string? After(string text, string start) =>
        text.StartsWith(start, StringComparison.Ordinal) ? text[start.Length..].Trim() : null;

    private static string? Hash(string? text) => text is { Length: 40 or 64 } && text.All(char.IsAsciiHexDigitLower) ? text : null;
}
