using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace SuperResolution.Datasets;

/// <summary>Decides over the entries of one archive: where each may go, and when it has become too much.</summary>
internal sealed class ArchiveBudget(string archive, long packed, ArchiveLimits limits)
{
    private const long Harmless = 16L << 20; // below this no ratio is suspicious: flat test images compress well
    private const int LongestPath = 800, LongestName = 255; // bytes in UTF-8: what is left of macOS' 1,024 below a folder
    private static readonly string[] reserved = ["CON", "PRN", "AUX", "NUL", "COM1", "COM2", "COM3", "COM4", "LPT1", "LPT2", "LPT3"];
    private readonly Dictionary<UInt128, bool> places = []; // hash of a path → it is a folder; the paths themselves could be a gigabyte
    private int entries;
    private long declared, written, passed;
    private string? current;

    /// <summary>Where the archive's reader is, as the beginning of a sentence about what it met there.</summary>
    public string Place => current is null ? "" : $"at its entry '{Printable(current)}': ";

    /// <summary>Tells the name of the entry whose header is being read.</summary>
    public void At(string name) => current = name;

    /// <summary>The path of an entry below the folder.</summary>
    /// <exception cref="DataSetException">
    /// The name leads elsewhere, is another entry's, or there are too many entries or bytes.
    /// </exception>
    public string Admit(string folder, string name, long bytes, bool isFolder)
    {
        At(name);
        Count();
        declared += Math.Max(0, bytes);
        Check(name, declared);
        if (Encoding.UTF8.GetByteCount(name) > LongestPath) throw Refuse(name, $"has a path of more than {LongestPath:N0} bytes");
        if (name.Contains('\\') || name.Contains(':') || name.Any(char.IsControl))
            throw Refuse(name, "has a character that no file name should have");
        if (name.StartsWith('/')) throw Refuse(name, "is an absolute path");
        var segments = name.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(s => s != ".").ToArray();
        foreach (var segment in segments)
        {
            if (segment == "..") throw Refuse(name, "leads out of the folder");
            if (segment.Length > 200 || Encoding.UTF8.GetByteCount(segment) > LongestName || segment.EndsWith('.') || segment.EndsWith(' ')
                || reserved.Contains(segment.Split('.')[0], StringComparer.OrdinalIgnoreCase))
                throw Refuse(name, "is no file name on every system");
        }

        var root = Path.GetFullPath(folder);
        var target = Path.GetFullPath(Path.Combine([root, .. segments]));
        // Cannot happen after the checks above; stays as the one line that everything rests on.
        if (target != root && !target.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw Refuse(name, "leads out of the folder");
        Take(string.Join('/', segments), isFolder);
        return target;
    }

    /// <summary>Counts bytes that come out of the packing, headers and all.</summary>
    public void Pass(long bytes) => Check(current ?? "", passed += bytes);

    /// <summary>Counts bytes that are really written: what the headers say need not be true.</summary>
    public void Spend(string name, long bytes) => Check(name, written += bytes);

    public DataSetException Refuse(string name, string why) =>
        new($"{archive} is refused: its entry '{Printable(name)}' {why}. Nothing was unpacked. Do not use this archive; get it from " +
            "another address.");

    /// <summary>As <see cref="Refuse"/>, for the entry whose header is being read.</summary>
    public DataSetException RefuseHere(string why) => Refuse(current ?? "", why);

    /// <summary>Counts one more thing to be made, or looked at.</summary>
    public void Count()
    {
        if (++entries > limits.MaxEntries) throw RefuseHere($"is one of more than {limits.MaxEntries:N0} entries");
    }

    /// <summary>Gives a path to the current entry, and the folders that lead to it, unless another entry has it.</summary>
    private void Take(string path, bool isFolder)
    {
        for (var named = true; path.Length > 0; (path, isFolder, named) = (path[..Math.Max(0, path.LastIndexOf('/'))], true, false))
        {
            var name = OperatingSystem.IsLinux() ? path : path.ToUpperInvariant();
            var hash = XxHash128.HashToUInt128(MemoryMarshal.AsBytes(name.AsSpan()));
            if (places.TryAdd(hash, isFolder))
            {
                if (!named) Count();
                continue;
            }

            if (places[hash] != isFolder) throw RefuseHere("makes one name a file and a folder");
            if (!isFolder) throw RefuseHere("is in it twice");
            return; // and so are all above it
        }
    }

    private void Check(string name, long bytes)
    {
        if (bytes > limits.MaxBytes) throw Refuse(name, $"takes the archive over {limits.MaxBytes:N0} bytes");
        if (bytes > Harmless && bytes > packed * limits.MaxRatio)
            throw Refuse(name, $"unpacks to more than {limits.MaxRatio:0} times the archive's size");
    }

    private static string Printable(string name) => string.Concat(name.Take(120).Select(c => char.IsControl(c) ? '?' : c));
}

/// <summary>How much an archive may unpack to before it is refused.</summary>
public sealed record ArchiveLimits
{
    /// <summary>Bytes of all files together. 64 GiB.</summary>
    public long MaxBytes { get; init; } = 64L << 30;

    /// <summary>Number of entries.</summary>
    public int MaxEntries { get; init; } = 500_000;

    /// <summary>
    /// Unpacked bytes per packed byte, which catches a bomb before the disk is full. Images do not compress by more than 20.
    /// </summary>
    public double MaxRatio { get; init; } = 200;
}
