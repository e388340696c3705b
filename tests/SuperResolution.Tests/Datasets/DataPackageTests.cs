using System.Formats.Tar;
using SuperResolution.Datasets;

namespace SuperResolution.Tests.Datasets;

public sealed class DataPackageTests : IDisposable
{
    private static readonly CatalogueSet set = TestSet.Named("Two") with
    {
        Access = "manual",
        Images = 2,
        Splits = [new("train", "train", 2)],
    };

    private readonly TemporaryFolder folder = new();

    public DataPackageTests()
    {
        folder.Write("here/Two/train/a.png", [1]);
        folder.Write("here/Two/train/b.png", [2]);
        folder.Write("here/Two/labels.txt", [3]);
        folder.Write("here/weights/w.pth", [4]);
    }

    public void Dispose() => folder.Dispose();

    private FoundSet Found() =>
        new DataFolder([new(folder["here"], DataSource.Cache)], folder["here"]).Find("Two/train", set, set.Splits[0])!;

    private async Task<string> PackAsync()
    {
        var package = new DataPackage();
        package.Add(set, set.Splits[0], Found());
        package.Add(new CatalogueWeights
        {
            Name = "w",
            File = "w.pth",
            Purpose = "",
            Network = "",
            KeyMap = "none",
            Citation = "",
            Licence = "",
            CommercialUse = "",
        },
                folder["here/weights/w.pth"]);
        await package.WriteAsync(folder["workshop.tar"], TestContext.Current.CancellationToken);
        return folder["workshop.tar"];
    }

    private Task<(int, int)> UnpackAsync(string archive) =>
        DataPackage.UnpackAsync(archive, folder["there"], TestContext.Current.CancellationToken);

    [Fact]
    public async Task What_is_packed_here_is_there()
    {
        Assert.Equal((4, 0), await UnpackAsync(await PackAsync()));
        Assert.Equal(["Two", "Two/labels.txt", "Two/train", "Two/train/a.png", "Two/train/b.png", "weights", "weights/w.pth"],
            folder.Content.Where(p => p.StartsWith("there/", StringComparison.Ordinal)).Select(p => p["there/".Length..]));
        Assert.Equal([2], File.ReadAllBytes(folder["there/Two/train/b.png"]));
        Assert.Equal((0, 4), await UnpackAsync(folder["workshop.tar"])); // a second time changes nothing
    }

    [Fact]
    public async Task The_archive_is_one_that_tar_and_sha256sum_know()
    {
        using var tar = new TarReader(File.OpenRead(await PackAsync()));
        Assert.Equal("checksums.sha256", tar.GetNextEntry()!.Name);
        var names = new List<string>();
        while (tar.GetNextEntry() is { } entry) names.Add(entry.Name);
        Assert.Equal(["Two/labels.txt", "Two/train/a.png", "Two/train/b.png", "weights/w.pth"], names);
    }

    [Fact]
    public async Task A_flipped_byte_is_found_and_nothing_is_kept()
    {
        var bytes = File.ReadAllBytes(await PackAsync());
        bytes[bytes.AsSpan().LastIndexOf((byte)4)] = 5;
        File.WriteAllBytes(folder["workshop.tar"], bytes);
        Assert.Contains("weights/w.pth has not the checksum",
            (await Assert.ThrowsAsync<DataSetException>(() => UnpackAsync(folder["workshop.tar"]))).Message);
        Assert.DoesNotContain(folder.Content, p => p.StartsWith("there/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_file_in_its_place_is_not_overwritten()
    {
        folder.Write("there/Two/train/a.png", [9]);
        var archive = await PackAsync();
        Assert.Contains("is there already and is another file",
            (await Assert.ThrowsAsync<DataSetException>(() => UnpackAsync(archive))).Message);
        Assert.Equal(["there/Two", "there/Two/train", "there/Two/train/a.png"],
            folder.Content.Where(p => p.StartsWith("there/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_archive_of_somebody_else_is_refused()
    {
        using (var tar = new TarWriter(File.Create(folder["other.tar"])))
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "Two/train/a.png") { DataStream = new MemoryStream([1]) });
        Assert.Contains("'data export' has not written it",
            (await Assert.ThrowsAsync<DataSetException>(() => UnpackAsync(folder["other.tar"]))).Message);
        Assert.Contains("There is no file", (await Assert.ThrowsAsync<DataSetException>(() => UnpackAsync(folder["none.tar"]))).Message);
    }

    [Fact]
    public void A_half_set_is_not_packed()
    {
        File.Delete(folder["here/Two/train/b.png"]);
        Assert.Contains("has 1 of 2 images",
            Assert.Throws<DataSetException>(() => new DataPackage().Add(set, set.Splits[0], Found())).Message);
    }
}
