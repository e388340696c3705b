using System.Formats.Tar;
using System.IO.Compression;

namespace SuperResolution.Datasets;

/// <summary>Unpacks .zip, .tar and .tar.gz from strangers. An archive with one bad entry is refused as a whole.</summary>
/// <remarks>
/// Bad are: names that leave the folder, links, devices, one name twice, and more entries or bytes than <see cref="ArchiveLimits"/>
/// allows. All entries are looked at before the first one is written; only what a .zip holds behind its headers is found out while it is
/// written.
/// </remarks>
public static class ArchiveExtractor
{
    /// <summary>Unpacks an archive into a new folder, which does not exist afterwards if anything is wrong with it.</summary>
    /// <param name="archive">The file; its first bytes tell what it is.</param>
    /// <param name="folder">The folder to create.</param>
    /// <param name="limits">How much is too much; null: the defaults.</param>
    /// <param name="cancellation">Stops; the folder is then gone too.</param>
    /// <exception cref="DataSetException">
    /// The archive is damaged or dangerous, or the folder exists already; the message names archive and entry.
    /// </exception>
    /// <exception cref="IOException">The disk is full.</exception>
    public static void Extract(string archive, string folder, ArchiveLimits? limits = null, CancellationToken cancellation = default)
    {
        var name = Path.GetFileName(archive);
        if (Path.Exists(folder)) throw new DataSetException($"{folder} exists already. Delete it, or unpack {name} elsewhere.");
        var budget = new ArchiveBudget(name, 0, limits ?? new ArchiveLimits());
        try
        {
            foreach (var writes in (bool[])[false, true])
            {
                using var file = new FileStream(archive, FileMode.Open, FileAccess.Read, FileShare.Read);
                budget = new ArchiveBudget(name, file.Length, limits ?? new ArchiveLimits());
                if (writes) Directory.CreateDirectory(folder);
                Go(file, folder, budget, writes, cancellation);
            }
        }
        catch (Exception e)
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            // Readers of foreign bytes throw whatever their code comes upon: a time before time, a length beyond an array's.
            if (e is DataSetException or OperationCanceledException || DiskSpace.IsFull(e)) throw;
            var what = $"{budget.Place}{e.Message.TrimEnd('.')}";
            throw new DataSetException(e is UnauthorizedAccessException or IOException and not EndOfStreamException
                ? $"{name} could not be unpacked to {folder}: {what}."
                : $"{name} is not a sound .zip, .tar or .tar.gz: {what}. Delete it and download it again.", e);
        }
    }

    private static void Go(FileStream file, string folder, ArchiveBudget budget, bool writes, CancellationToken cancellation)
    {
        Span<byte> start = stackalloc byte[2];
        file.ReadAtLeast(start, 2, throwOnEndOfStream: false);
        file.Position = 0;
        if (start.SequenceEqual("PK"u8)) FromZip(file, folder, budget, writes, cancellation);
        else FromTar(start[0] == 0x1F && start[1] == 0x8B ? new GZipStream(file, CompressionMode.Decompress) : file, folder, budget,
            writes, cancellation);
    }

    private static void FromZip(Stream stream, string folder, ArchiveBudget budget, bool writes, CancellationToken cancellation)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
        foreach (var entry in zip.Entries)
        {
            cancellation.ThrowIfCancellationRequested();
            // The upper half of the attributes is the Unix mode, where there is one; its top four bits are the file type.
            var type = (entry.ExternalAttributes >> 28) & 0xF;
            if (type is not (0 or 4 or 8)) throw budget.Refuse(entry.FullName, "is a link or a device");
            var isFolder = entry.FullName.EndsWith('/');
            var target = budget.Admit(folder, entry.FullName, entry.Length, isFolder);
            if (!writes) continue;
            if (isFolder)
            {
                Directory.CreateDirectory(target);
                continue;
            }

            using var content = entry.Open();
            Write(content, target, entry.FullName, entry.Length, budget, cancellation);
        }
    }

    private static void FromTar(Stream stream, string folder, ArchiveBudget budget, bool writes, CancellationToken cancellation)
    {
        using var bounded = new TarBytes(stream, budget, cancellation);
        using var tar = new TarReader(bounded);
        var entries = 0;
        for (; tar.GetNextEntry() is { } entry; entries++)
        {
            if (entry.EntryType == TarEntryType.GlobalExtendedAttributes)
            {
                budget.Count();
                continue;
            }

            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile
                or TarEntryType.Directory))
                throw budget.Refuse(entry.Name,
                    $"is not a file but a {entry.EntryType}{(entry.LinkName.Length > 0 ? $" to '{entry.LinkName}'" : "")}");
            var isFolder = entry.EntryType == TarEntryType.Directory;
            var target = budget.Admit(folder, entry.Name, entry.Length, isFolder);
            if (!writes) continue;
            if (isFolder) Directory.CreateDirectory(target);
            else Write(entry.DataStream ?? Stream.Null, target, entry.Name, entry.Length, budget, cancellation);
        }

        if (entries == 0) throw new InvalidDataException("it has no entries.");
    }

    private static void Write(Stream content, string target, string name, long bytes, ArchiveBudget budget, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        // Names that differ in a way that only this system's disks overlook: here it ends instead of overwriting.
        if (Path.Exists(target)) throw budget.Refuse(name, "is in it twice");
        using var file = new FileStream(target, FileMode.CreateNew, FileAccess.Write);
        var buffer = new byte[1 << 17];
        for (int read; (read = content.Read(buffer)) > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            budget.Spend(name, read);
            file.Write(buffer, 0, read);
        }

        if (file.Length != bytes) throw new InvalidDataException($"it has {file.Length:N0} of {bytes:N0} bytes");
    }
}
