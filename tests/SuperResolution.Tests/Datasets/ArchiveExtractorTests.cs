using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using SuperResolution.Datasets;

namespace SuperResolution.Tests.Datasets;

public sealed class ArchiveExtractorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Zip(params (string Name, byte[] Content, int Mode)[] entries)
    {
        using var file = File.Create(folder["a.zip"]);
        using var zip = new ZipArchive(file, ZipArchiveMode.Create);
        foreach (var (name, content, mode) in entries)
        {
            var entry = zip.CreateEntry(name);
            entry.ExternalAttributes = mode << 16;
            using var stream = entry.Open();
            stream.Write(content);
        }

        return folder["a.zip"];
    }

    private string TarGz(params TarEntry[] entries)
    {
        using var file = File.Create(folder["a.tar.gz"]);
        using var gzip = new GZipStream(file, CompressionLevel.SmallestSize);
        using var tar = new TarWriter(gzip, TarEntryFormat.Pax);
        foreach (var entry in entries) tar.WriteEntry(entry);
        return folder["a.tar.gz"];
    }

    private static PaxTarEntry Entry(string name, params byte[] content) => new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) };

    /// <summary>The archive is refused, with a reason, and the folder that it is in has nothing else in it.</summary>
    private void Refused(string archive, string reason, ArchiveLimits? limits = null)
    {
        var error = Assert.Throws<DataSetException>(() => ArchiveExtractor.Extract(archive, folder["out"], limits));
        Assert.Contains(Path.GetFileName(archive), error.Message);
        Assert.Contains(reason, error.Message);
        Assert.Equal([Path.GetFileName(archive)], folder.Content);
    }

    [Fact]
    public void A_zip_unpacks_with_its_folders()
    {
        ArchiveExtractor.Extract(Zip(("Set5/", [], 0x41ED), ("Set5/baby.png", [1, 2, 3], 0x81A4), ("./readme", [4], 0)), folder["out"]);
        Assert.Equal(["a.zip", "out", "out/Set5", "out/Set5/baby.png", "out/readme"], folder.Content);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(folder["out/Set5/baby.png"]));
    }

    [Fact]
    public void A_tar_gz_unpacks_with_its_folders()
    {
        ArchiveExtractor.Extract(TarGz(new PaxTarEntry(TarEntryType.Directory, "Set5/"), Entry("Set5/baby.png", 1, 2, 3)), folder["out"]);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(folder["out/Set5/baby.png"]));
    }

    [Theory]
    [InlineData("../evil.txt", "leads out of the folder")]
    [InlineData("a/../../evil.txt", "leads out of the folder")]
    [InlineData("/evil.txt", "is an absolute path")]
    [InlineData("..\\evil.txt", "has a character")]
    [InlineData("C:/evil.txt", "has a character")]
    [InlineData("a\u0001b", "has a character")]
    [InlineData("aux.txt", "is no file name on every system")]
    [InlineData("trailing./x", "is no file name on every system")]
    public void A_name_that_leads_elsewhere_is_refused_in_zip_and_tar(string name, string reason)
    {
        Refused(Zip(("good.png", [1], 0), (name, [2], 0)), reason);
        File.Delete(folder["a.zip"]);
        Refused(TarGz(Entry("good.png", 1), Entry(name, 2)), reason);
    }

    [Fact]
    public void A_link_in_a_zip_is_refused() => Refused(Zip(("link", "/etc/passwd"u8.ToArray(), 0xA1FF)), "is a link or a device");

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.Fifo)]
    [InlineData(TarEntryType.CharacterDevice)]
    [InlineData(TarEntryType.BlockDevice)]
    public void A_link_or_device_in_a_tar_is_refused(TarEntryType type)
    {
        var entry = new PaxTarEntry(type, "entry");
        if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink) entry.LinkName = "../outside";
        Refused(TarGz(entry, Entry("entry/evil.txt", 1)), $"is not a file but a {type}");
    }

    [Fact]
    public void A_bomb_is_refused_by_its_ratio() => Refused(Zip(("zeros", new byte[32 << 20], 0)), "times the archive's size");

    [Fact]
    public void A_tar_bomb_is_refused_by_its_ratio() => Refused(TarGz(Entry("zeros", new byte[32 << 20])), "times the archive's size");

    [Fact]
    public void Too_many_bytes_are_refused() => Refused(Zip(("a", new byte[600], 0), ("b", new byte[600], 0)), "over 1,000 bytes", new ArchiveLimits { MaxBytes = 1000 });

    [Fact]
    public void Too_many_entries_are_refused() => Refused(Zip(("a", [], 0), ("b", [], 0), ("c", [], 0)), "more than 2 entries", new ArchiveLimits { MaxEntries = 2 });

    [Fact]
    public void A_zip_whose_headers_understate_a_size_does_not_get_past_the_limit()
    {
        var archive = Zip(("a", new byte[5000], 0));
        var bytes = File.ReadAllBytes(archive);
        // The uncompressed size in the central directory (24 bytes after its signature): 5000 → 5.
        var at = bytes.AsSpan().LastIndexOf((byte[])[0x50, 0x4B, 1, 2]) + 24;
        BitConverter.TryWriteBytes(bytes.AsSpan(at), 5);
        File.WriteAllBytes(archive, bytes);
        var error = Record.Exception(() => ArchiveExtractor.Extract(archive, folder["out"], new ArchiveLimits { MaxBytes = 1000 }));
        Assert.True(error is DataSetException || new FileInfo(folder["out/a"]).Length <= 1000);
    }

    [Fact]
    public void The_same_name_twice_is_refused() => Refused(Zip(("a", [1], 0), ("a", [2], 0)), "is in it twice");

    [Fact]
    public void A_truncated_archive_is_refused()
    {
        var archive = TarGz(Entry("a", RandomNumberGenerator.GetBytes(50_000)));
        File.WriteAllBytes(archive, File.ReadAllBytes(archive)[..^10_000]);
        Refused(archive, "is not a sound");
    }

    [Fact]
    public void A_web_page_is_not_an_archive()
    {
        Refused(folder.Write("a.zip", "<!DOCTYPE html><html>Please log in</html>"u8.ToArray()), "is not a sound");
    }

    [Fact]
    public void An_existing_folder_is_left_alone()
    {
        folder.Write("out/mine.txt", [1]);
        Assert.Throws<DataSetException>(() => ArchiveExtractor.Extract(Zip(("a", [1], 0)), folder["out"]));
        Assert.Equal(["a.zip", "out", "out/mine.txt"], folder.Content);
    }
}
