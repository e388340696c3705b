using System.Formats.Tar;
using System.IO.Compression;
using SuperResolution.Datasets;
using SuperResolution.Tests.Imaging.Fuzzing;

namespace SuperResolution.Tests.Datasets;

/// <summary>Damaged archives are unpacked or refused with the one error, and a refused one leaves nothing behind.</summary>
public sealed class DamagedDataTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory, InlineData("a.tar", 1000), InlineData("a.tar.gz", 500), InlineData("a.zip", 1000)]
    public void An_archive_unpacks_or_is_refused(string name, int count)
    {
        var outcomes = FuzzRun.FromEnvironment(count).Run([Sound(name, 3), Sound(name, 40)], file =>
        {
            File.WriteAllBytes(folder[name], file);
            try
            {
                ArchiveExtractor.Extract(folder[name], folder["out"]);
            }
            catch (DataSetException)
            {
                if (Directory.Exists(folder["out"])) throw new InvalidOperationException("a refused archive has left a folder");
                return "refused";
            }
            Directory.Delete(folder["out"], recursive: true);
            return "unpacked";
        });
        Assert.True(outcomes["unpacked"] >= 5 && outcomes["refused"] >= 5, "the damage is too weak or too strong to find anything");
    }

    private static byte[] Sound(string name, int files)
    {
        using var memory = new MemoryStream();
        var contents = Enumerable.Range(0, files).Select(i => ($"Set5/{i:00}-{new string('n', i * 7)}.txt", new byte[i * 100]));
        if (name.EndsWith(".zip", StringComparison.Ordinal))
        {
            using var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true);
            foreach (var (path, content) in contents)
            {
                using var entry = zip.CreateEntry(path).Open();
                entry.Write(content);
            }
        }
        else
        {
            using var gzip = name.EndsWith(".gz", StringComparison.Ordinal)
                ? new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true) : null;
            using var tar = new TarWriter(gzip ?? (Stream)memory, TarEntryFormat.Pax, leaveOpen: true);
            foreach (var (path, content) in contents)
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(content) });
        }
        return memory.ToArray();
    }
}
