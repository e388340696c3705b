using System.Formats.Tar;
using System.IO.Compression;

namespace SuperResolution.Datasets;

/// <summary>Unpacks .zip, .tar and .tar.gz from strangers. An archive with one bad entry is refused as a whole.</summary>
/// <remarks>Bad are: names that leave the folder, links, devices, one name twice, and more bytes than <see cref="ArchiveLimits"/> allows.</remarks>
public static class ArchiveExtractor
{
    /// <summary>Unpacks an archive into a new folder, which does not exist afterwards if anything is wrong with it.</summary>
    /// <param name="archive">The file; its first bytes tell what it is.</param>
    /// <param name="folder">The folder to create.</param>
    /// <param name="limits">How much is too much; null: the defaults.</param>
    /// <param name="cancellation">Stops; the folder is then gone too.</param>
    /// <exception cref="DataSetException">The archive is damaged or dangerous, or the folder exists already.</exception>
    public static void Extract(string archive, string folder, ArchiveLimits? limits = null, CancellationToken cancellation = default)
    {
        if (Path.Exists(folder)) throw new DataSetException($"{folder} exists already. Delete it, or unpack {Path.GetFileName(archive)} elsewhere.");
        Directory.CreateDirectory(folder);
        try
        {
            var budget = new ArchiveBudget(Path.GetFileName(archive), new FileInfo(archive).Length, limits ?? new ArchiveLimits());
            using var stream = File.OpenRead(archive);
            Span<byte> start = stackalloc byte[2];
            stream.ReadAtLeast(start, 2, throwOnEndOfStream: false);
            stream.Position = 0;
            if (start.SequenceEqual("PK"u8)) FromZip(stream, folder, budget, cancellation);
            else if (start[0] == 0x1F && start[1] == 0x8B) FromTar(new GZipStream(stream, CompressionMode.Decompress), folder, budget, cancellation);
            else FromTar(stream, folder, budget, cancellation);
        }
        catch (Exception e)
        {
            Directory.Delete(folder, recursive: true);
            if (e is InvalidDataException or EndOfStreamException or FormatException)
                throw new DataSetException($"{Path.GetFileName(archive)} is not a sound .zip, .tar or .tar.gz: {e.Message} Delete it and download it again.", e);
            throw;
        }
    }

    private static void FromZip(Stream stream, string folder, ArchiveBudget budget, CancellationToken cancellation)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
        foreach (var entry in zip.Entries)
        {
            cancellation.ThrowIfCancellationRequested();
            // The upper half of the attributes is the Unix mode, where there is one; its top four bits are the file type.
            var type = (entry.ExternalAttributes >> 28) & 0xF;
            if (type is not (0 or 4 or 8)) throw budget.Refuse(entry.FullName, "is a link or a device");
            var target = budget.Admit(folder, entry.FullName, entry.Length);
            if (entry.FullName.EndsWith('/'))
            {
                Directory.CreateDirectory(target);
                continue;
            }

            using var content = entry.Open();
            Write(content, target, entry.FullName, budget, cancellation);
        }
    }

    private static void FromTar(Stream stream, string folder, ArchiveBudget budget, CancellationToken cancellation)
    {
        using var tar = new TarReader(stream);
        var entries = 0;
        for (; tar.GetNextEntry() is { } entry; entries++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (entry.EntryType == TarEntryType.GlobalExtendedAttributes) continue;
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile or TarEntryType.Directory))
                throw budget.Refuse(entry.Name, $"is not a file but a {entry.EntryType}{(entry.LinkName.Length > 0 ? $" to '{entry.LinkName}'" : "")}");
            var target = budget.Admit(folder, entry.Name, entry.Length);
            if (entry.EntryType == TarEntryType.Directory) Directory.CreateDirectory(target);
            else Write(entry.DataStream ?? Stream.Null, target, entry.Name, budget, cancellation);
        }

        if (entries == 0) throw new InvalidDataException("it has no entries.");
    }

    private static void Write(Stream content, string target, string name, ArchiveBudget budget, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        // Names that differ in case only are one file on some systems; there this throws instead of overwriting.
        if (Path.Exists(target)) throw budget.Refuse(name, "is in it twice");
        using var file = new FileStream(target, FileMode.CreateNew, FileAccess.Write);
        var buffer = new byte[1 << 17];
        for (int read; (read = content.Read(buffer)) > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            budget.Spend(name, read);
            file.Write(buffer, 0, read);
        }
    }
}
