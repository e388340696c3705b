using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using SuperResolution.Datasets;
using SuperResolution.Tests.Support;

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

    private static PaxTarEntry Entry(string name, params byte[] content) =>
        new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) };

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
    public void Too_many_bytes_are_refused() =>
        Refused(Zip(("a", new byte[600], 0), ("b", new byte[600], 0)), "over 1,000 bytes", new ArchiveLimits { MaxBytes = 1000 });

    [Fact]
    public void Too_many_entries_are_refused() =>
        Refused(Zip(("a", [], 0), ("b", [], 0), ("c", [], 0)), "more than 2 entries", new ArchiveLimits { MaxEntries = 2 });

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

    /// <summary>A .tar by hand, which holds what no honest writer writes.</summary>
    private string Tar(bool packed, params (string Name, char Type, byte[] Data, Action<byte[]>? Twist)[] entries)
    {
        using var raw = new MemoryStream();
        foreach (var (name, type, data, twist) in entries)
        {
            var head = new byte[512];
            Encoding.UTF8.GetBytes(name).AsSpan().CopyTo(head);
            Encoding.ASCII.GetBytes($"0000644\00000000\00000000\0{Convert.ToString(data.Length, 8).PadLeft(11, '0')}\000000000000\0    " +
                $"    {type}").CopyTo(head, 100);
            "ustar\000"u8.CopyTo(head.AsSpan(257));
            twist?.Invoke(head);
            Encoding.ASCII.GetBytes($"{Convert.ToString(head.Sum(b => b), 8).PadLeft(6, '0')}\0 ").CopyTo(head, 148);
            raw.Write(head);
            raw.Write(data);
            raw.Write(new byte[(512 - (data.Length % 512)) % 512]);
        }

        raw.Write(new byte[1024]);
        using var file = File.Create(folder["a.tar"]);
        using Stream target = packed ? new GZipStream(file, CompressionLevel.Optimal) : file;
        target.Write(raw.GetBuffer().AsSpan(0, (int)raw.Length));
        return folder["a.tar"];
    }

    /// <summary>One record of a pax header: its own length, key and value.</summary>
    private static byte[] Pax(string key, string value)
    {
        var length = key.Length + Encoding.UTF8.GetByteCount(value) + 3;
        while (length < key.Length + Encoding.UTF8.GetByteCount(value) + 3 + $"{length}".Length) length++;
        return Encoding.UTF8.GetBytes($"{length} {key}={value}\n");
    }

    [Theory]
    [InlineData("mtime.tar", "A.png"), InlineData("longlink.tar", "A.png"), InlineData("dirfile.tar", "a/b")]
    public void A_hostile_tar_is_refused_by_archive_and_entry_and_leaves_nothing(string name, string entry)
    {
        var archive = folder.Write(name, File.ReadAllBytes(Shared.Path("cases", "hostile", name)));
        Refused(archive, $"entry '{entry}'");
    }

    public static TheoryData<string, char, byte[], string> Twisted => new()
    {
        { "size", '0', [1], "124:80FFFFFFFFFFFFFFFFFFFFFF" }, // a negative length
        { "size", '0', [1], "124:8000000000000000FFFFFFFF" },
        { "size", '0', [1], "124:FF7A7A7A7A7A7A7A7A7A7A7A" },
        { "time", '0', [1], "136:80FFFFFFFFFFFFFFFFFFFFFF" },
        { "time", '0', [1], "136:807FFFFFFFFFFFFFFFFFFFFF" },
        { "time", '0', [1], "136:FFFFFF000000000000000000" },
        { "mode", '0', [1], "100:7A7A7A7A7A7A7A00" },
        { "owner", '0', [1], "108:FFFFFFFFFFFFFFFF" },
        { "sparse", 'S', [1], "" },
        { "multi", 'M', [1], "" },
        { "dump", 'D', [1], "" },
        { "tape", 'V', [1], "" },
        { "unknown", 'Q', [1], "" },
        { "device", '3', [], "329:FFFFFFFFFFFFFFFF" },
        { "folder", '5', [1], "124:7A7A7A7A7A7A7A7A7A7A7A00" },
        { "pax", 'x', "9999 path=a\n"u8.ToArray(), "" },
        { "pax", 'x', "-1 path=a\n"u8.ToArray(), "" },
        { "pax", 'x', Pax("mtime", "-1e300"), "" },
        { "pax", 'x', Pax("size", "99999999999999999999999"), "" },
        { "pax", 'x', Pax("path", "../a"), "" },
        { "pax", 'x', Pax("path", new string('a', 5000)), "" },
        { "pax", 'x', Pax("path", string.Concat(Enumerable.Repeat("a/", 2000)) + "b"), "" },
        { "pax", 'x', Pax("path", new string('語', 150)), "" },
        { "pax", 'x', Pax("path", "a\0b"), "" },
        { "long", 'L', new byte[2000], "" },
        { "long", 'K', [.. Enumerable.Repeat((byte)'a', 70_000)], "" },
    };

    [Theory, MemberData(nameof(Twisted))]
    public void A_twisted_tar_is_refused_by_archive_and_entry_or_unpacks_and_throws_nothing_else(
        string name, char type, byte[] data, string twist)
    {
        foreach (var packed in new[] { false, true })
        {
            var archive = Tar(packed, (name, type, data,
                twist.Length == 0 ? null : head => Convert.FromHexString(twist[4..]).CopyTo(head, int.Parse(twist[..3]))),
                ("last.png", '0', [2], null));
            var error = Record.Exception(() => ArchiveExtractor.Extract(archive, folder["out"]));
            if (error is null)
            {
                Directory.Delete(folder["out"], recursive: true); // the reader has its own way with it, which is no harm
                continue;
            }

            Assert.IsType<DataSetException>(error);
            Assert.Matches("^a.tar is .*entry '", error.Message);
            Assert.Equal(["a.tar"], folder.Content);
        }
    }

    [Fact]
    public void A_name_that_is_a_file_and_a_folder_is_refused_in_zip_and_tar()
    {
        foreach (var (first, second) in new[] { ("a", "a/b"), ("a/b", "a"), ("a/b/c/d", "a/b"), ("a/", "a") })
        {
            Refused(Zip((first, first.EndsWith('/') ? [] : [1], 0), (second, [2], 0)),
                $"its entry '{second}' makes one name a file and a folder");
            File.Delete(folder["a.zip"]);
            Refused(Tar(true, (first, first.EndsWith('/') ? '5' : '0', [], null), (second, '0', [2], null)),
                $"its entry '{second}' makes one name a file and a folder");
            File.Delete(folder["a.tar"]);
        }
    }

    [Fact]
    public void Paths_and_names_that_no_disk_takes_are_refused_in_zip_and_tar()
    {
        foreach (var name in new[] { new string('語', 150), string.Concat(Enumerable.Repeat("a/", 500)) + "b" })
        {
            Refused(Zip(("good", [1], 0), (name, [2], 0)), $"its entry '{name[..Math.Min(120, name.Length)]}' ");
            File.Delete(folder["a.zip"]);
            Refused(Tar(false, ("good", '0', [1], null), ("x", 'x', Pax("path", name), null), ("short", '0', [2], null)),
                $"its entry '{name[..Math.Min(120, name.Length)]}' ");
            File.Delete(folder["a.tar"]);
        }
    }

    [Fact]
    public void A_header_of_headers_has_no_more_than_a_megabyte()
    {
        foreach (var type in new[] { 'x', 'g', 'L', 'K' })
        {
            var archive = Tar(true, ("big", type,
                type is 'L' or 'K' ? new byte[40 << 20] : Pax("comment", new string('a', 40 << 20)), null), ("a.png", '0', [1], null));
            Assert.InRange(new FileInfo(archive).Length, 1, 200_000);
            Refused(archive, "its entry 'big' has a header of 41,943,");
        }
    }

    [Fact]
    public void Headers_count_among_the_bytes_that_come_out_of_the_packing()
    {
        var header = Pax("comment", new string('a', 1_000_000));
        Refused(Tar(true, [.. Enumerable.Range(0, 60)
            .Select(i => ($"{i / 2}", i % 2 == 0 ? 'x' : '0', i % 2 == 0 ? header : [], default(Action<byte[]>)))]),
                "times the archive's size");
    }

    [Fact]
    public void A_plain_tar_whose_last_file_is_cut_off_is_refused()
    {
        var archive = Tar(false, ("a.png", '0', [1], null), ("b.png", '0', new byte[5000], null));
        File.WriteAllBytes(archive, File.ReadAllBytes(archive)[..3000]);
        Refused(archive, "entry 'b.png'");
    }

    /// <summary>
    /// No folder can be made below a file: whoever unpacks the first entry before looking at the last one fails otherwise.
    /// </summary>
    [Theory, InlineData("a.zip"), InlineData("a.tar"), InlineData("a.tar.gz")]
    public void Nothing_is_unpacked_before_every_entry_was_looked_at(string kind)
    {
        string Archive(params string[] names) => kind == "a.zip" ? Zip([.. names.Select(name => (name, new byte[] { 1 }, 0))])
            : kind == "a.tar" ? Tar(false, [.. names.Select(name => (name, '0', new byte[] { 1 }, default(Action<byte[]>)))])
            : TarGz([.. names.Select(name => Entry(name, 1))]);
        void RefusedUnmade(string archive, string reason, ArchiveLimits limits) =>
            Assert.Contains(reason, Assert.Throws<DataSetException>(
                () => ArchiveExtractor.Extract(archive, Path.Combine(archive, "out"), limits)).Message);

        RefusedUnmade(Archive("1", "2", "3"), "its entry '3' is one of more than 2 entries", new ArchiveLimits { MaxEntries = 2 });
        RefusedUnmade(Archive("1", "2", "../3"), "its entry '../3' leads out of the folder", new ArchiveLimits());
        // folders on the way are made too
        RefusedUnmade(Archive("a/b/c/d"), "is one of more than 3 entries", new ArchiveLimits { MaxEntries = 3 });
    }

    [Fact]
    public void An_existing_folder_is_left_alone()
    {
        folder.Write("out/mine.txt", [1]);
        Assert.Throws<DataSetException>(() => ArchiveExtractor.Extract(Zip(("a", [1], 0)), folder["out"]));
        Assert.Equal(["a.zip", "out", "out/mine.txt"], folder.Content);
    }
}
