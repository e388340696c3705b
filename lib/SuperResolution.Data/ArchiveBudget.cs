namespace SuperResolution.Datasets;

/// <summary>Decides over the entries of one archive: where each may go, and when it has become too much.</summary>
internal sealed class ArchiveBudget(string archive, long packed, ArchiveLimits limits)
{
    private const long Harmless = 16L << 20; // below this no ratio is suspicious: flat test images compress well
    private static readonly string[] reserved = ["CON", "PRN", "AUX", "NUL", "COM1", "COM2", "COM3", "COM4", "LPT1", "LPT2", "LPT3"];
    private int entries;
    private long declared, written;

    /// <summary>The path of an entry below the folder.</summary>
    /// <exception cref="DataSetException">The name leads elsewhere, or there are too many entries or bytes.</exception>
    public string Admit(string folder, string name, long bytes)
    {
        if (++entries > limits.MaxEntries) throw Refuse(name, $"is one of more than {limits.MaxEntries:N0} entries");
        declared += Math.Max(0, bytes);
        Check(name, declared);
        if (name.Contains('\\') || name.Contains(':') || name.Any(char.IsControl)) throw Refuse(name, "has a character that no file name should have");
        if (name.StartsWith('/')) throw Refuse(name, "is an absolute path");
        var segments = name.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(s => s != ".").ToArray();
        foreach (var segment in segments)
        {
            if (segment == "..") throw Refuse(name, "leads out of the folder");
            if (segment.Length > 200 || segment.EndsWith('.') || segment.EndsWith(' ') || reserved.Contains(segment.Split('.')[0], StringComparer.OrdinalIgnoreCase))
                throw Refuse(name, "is no file name on every system");
        }

        var root = Path.GetFullPath(folder);
        var target = Path.GetFullPath(Path.Combine([root, .. segments]));
        // Cannot happen after the checks above; stays as the one line that everything rests on.
        if (target != root && !target.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)) throw Refuse(name, "leads out of the folder");
        return target;
    }

    /// <summary>Counts bytes that are really written: what the headers say need not be true.</summary>
    public void Spend(string name, long bytes) => Check(name, written += bytes);

    public DataSetException Refuse(string name, string why) =>
        new($"{archive} is refused: its entry '{Printable(name)}' {why}. Nothing was unpacked. Do not use this archive; get it from another address.");

    private void Check(string name, long bytes)
    {
        if (bytes > limits.MaxBytes) throw Refuse(name, $"takes the archive over {limits.MaxBytes:N0} bytes");
        if (bytes > Harmless && bytes > packed * limits.MaxRatio) throw Refuse(name, $"unpacks to more than {limits.MaxRatio:0} times the archive's size");
    }

    private static string Printable(string name) => string.Concat(name.Take(120).Select(c => char.IsControl(c) ? '?' : c));
}
