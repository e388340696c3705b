using System.Collections.Concurrent;

namespace SuperResolution.Platform;

/// <summary>
/// What a reader has to know beside the results, each thing once in a process: that drawn pictures stand in for a set, for example.
/// </summary>
public static class Notices
{
    private static readonly ConcurrentDictionary<string, bool> told = new();

    /// <summary>
    /// Where they are shown: a library has no screen of its own. The workbench and the first cell of a notebook set it to the console.
    /// </summary>
    public static Action<string>? Show { get; set; }

    /// <summary>Shows a notice, unless the same thing was told before.</summary>
    /// <param name="about">What it is about.</param>
    /// <param name="text">Whole sentences.</param>
    internal static void Tell(string about, string text)
    {
        if (Show is { } show && told.TryAdd(about, true)) show(text);
    }
}
