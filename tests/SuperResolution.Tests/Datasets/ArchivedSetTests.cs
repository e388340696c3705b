using System.IO.Compression;
using System.Security.Cryptography;
using SuperResolution.Datasets;

namespace SuperResolution.Tests.Datasets;

/// <summary>Sets whose pictures are not listed one by one: DIV2K, CelebA and the like, in small.</summary>
public sealed class ArchivedSetTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly DataSetInstaller installer = new(new Downloader(new DownloadSettings { Retries = 1, FirstDelay = TimeSpan.Zero }));

    public void Dispose() => folder.Dispose();

    private static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    private static readonly byte[] faces = Zip(("aligned/1.jpg", [1]), ("aligned/2.jpg", [2]), ("aligned/3.jpg", [3])),
        labels = "1.jpg 0"u8.ToArray();

    private static CatalogueSet Faces(LoopbackServer? server, byte[]? archive = null, int images = 3) => TestSet.Named("Faces") with
    {
        Access = "http",
        Images = images,
        Splits = [new("all", "img", images)],
        Downloads =
        [
            Download("faces.zip", archive ?? faces, server, "aligned/", "img"),
            Download("list.txt", labels, server, null, "list.txt"),
        ],
    };

    private static CatalogueDownload Download(string name, byte[] content, LoopbackServer? server, string? inside, string into) => new()
    {
        File = name,
        Splits = ["all"],
        Inside = inside,
        Into = into,
        Md5 = Convert.ToHexStringLower(MD5.HashData(content)),
        Addresses = server is null ? [] : [new("http", server.Address(name))],
    };

    private static LoopbackServer Serve(byte[]? archive = null) =>
        new(request => LoopbackServer.Honest(request, request.Path == "list.txt" ? labels : archive ?? faces));

    [Fact]
    public async Task Archive_and_labels_find_their_places_and_leave_nothing_else()
    {
        using var server = Serve();
        await installer.InstallAsync(Faces(server), null, folder.Path);
        Assert.Equal(["Faces", "Faces/.checksums", "Faces/.checksums/faces.zip.sha256", "Faces/.checksums/list.txt.sha256", "Faces/img",
            "Faces/img/1.jpg", "Faces/img/2.jpg", "Faces/img/3.jpg", "Faces/list.txt"], folder.Content);
        await installer.InstallAsync(Faces(server), null, folder.Path);
        Assert.Equal(2, server.Requests.Count); // nothing is fetched twice
    }

    [Fact]
    public async Task A_flipped_byte_a_missing_and_an_additional_picture_are_found()
    {
        using var server = Serve();
        var home = await installer.InstallAsync(Faces(server), null, folder.Path);
        Assert.Empty(await DataVerifier.VerifyAsync(Faces(server), null, home));
        File.WriteAllBytes(folder["Faces/img/2.jpg"], [3]);
        Assert.Contains("img/2.jpg is damaged", Assert.Single(await DataVerifier.VerifyAsync(Faces(server), null, home)).Message);
        File.Delete(folder["Faces/img/1.jpg"]);
        Assert.Equal(["img", "img/1.jpg", "img/2.jpg"], (await DataVerifier.VerifyAsync(Faces(server), null, home)).Select(f => f.File));
        File.WriteAllBytes(folder["Faces/img/4.jpg"], [4]);
        File.WriteAllBytes(folder["Faces/img/5.jpg"], [5]);
        Assert.Contains("has 4 of 3 images", (await DataVerifier.VerifyAsync(Faces(server), null, home))[0].Message);
    }

    [Fact]
    public async Task What_was_copied_by_hand_can_be_recorded_and_is_compared_later()
    {
        foreach (var i in new[] { 1, 2, 3 }) folder.Write($"Faces/img/{i}.jpg", [(byte)i]);
        Assert.Equal(3, await DataVerifier.RecordAsync(folder["Faces"], TestContext.Current.CancellationToken));
        Assert.Empty(await DataVerifier.VerifyAsync(Faces(null), null, folder["Faces"]));
        File.WriteAllBytes(folder["Faces/img/3.jpg"], [9]);
        Assert.Equal("img/3.jpg", Assert.Single(await DataVerifier.VerifyAsync(Faces(null), null, folder["Faces"])).File);
    }

    [Fact]
    public async Task A_wrong_MD5_leaves_nothing_behind()
    {
        using var server = Serve([1, 2, 3]);
        var error = await Assert.ThrowsAsync<DownloadException>(() => installer.InstallAsync(Faces(server), null, folder.Path));
        Assert.Contains("MD5 5289df73…", error.Message);
        Assert.Empty(folder.Content);
    }

    [Theory]
    [InlineData(4, "has 3 images for img, expected 4"), InlineData(2, "has 3 images for img, expected 2")]
    public async Task A_wrong_number_of_pictures_is_refused(int images, string reason)
    {
        using var server = Serve();
        Assert.Contains(reason, (await Assert.ThrowsAsync<DataSetException>(
            () => installer.InstallAsync(Faces(server, images: images), null, folder.Path))).Message);
        Assert.Empty(folder.Content);
    }

    [Fact]
    public async Task An_archive_that_tries_to_escape_leaves_nothing_behind()
    {
        var evil = Zip(("aligned/1.jpg", [1]), ("../../evil.jpg", [2]));
        using var server = Serve(evil);
        Assert.Contains("leads out of the folder",
            (await Assert.ThrowsAsync<DataSetException>(() => installer.InstallAsync(Faces(server, evil), null, folder.Path))).Message);
        Assert.Empty(folder.Content);
        Assert.False(File.Exists(Path.Combine(folder.Path, "..", "evil.jpg")));
    }

    [Fact]
    public async Task Two_at_once_download_once()
    {
        using var server = Serve();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => installer.InstallAsync(Faces(server), null, folder.Path))));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task What_was_carried_in_needs_no_network()
    {
        folder.Write("stick/some/where/faces.zip", faces);
        folder.Write("stick/list.txt", labels);
        await new DataSetInstaller(new Downloader(), new CarriedFolder(folder["stick"])).InstallAsync(Faces(null), null, folder["data"]);
        Assert.Equal([1], File.ReadAllBytes(folder["data/Faces/img/1.jpg"]));
        Assert.True(File.Exists(folder["stick/some/where/faces.zip"])); // the stick is as it was
        Assert.DoesNotContain(folder.Content, path => path.Contains("partial", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Unpacked_pictures_can_be_carried_in_too_and_a_wrong_archive_cannot()
    {
        foreach (var i in new[] { 1, 2, 3 }) folder.Write($"stick/img/{i}.jpg", [(byte)i]);
        folder.Write("stick/faces.zip", [0]);
        folder.Write("stick/list.txt", labels);
        var carrying = new DataSetInstaller(new Downloader(), new CarriedFolder(folder["stick"]));
        await carrying.InstallAsync(Faces(null), null, folder["data"]);
        Assert.Equal([2], File.ReadAllBytes(folder["data/Faces/img/2.jpg"]));
        File.Delete(folder["stick/img/2.jpg"]);
        Assert.Contains("neither faces.zip with MD5",
            (await Assert.ThrowsAsync<DataSetException>(() => carrying.InstallAsync(Faces(null), null, folder["elsewhere"]))).Message);
    }

    [Fact]
    public async Task The_real_catalogue_s_DIV2K_comes_from_a_folder_in_the_official_layout()
    {
        var set = Catalogue.Default["DIV2K"];
        foreach (var i in Enumerable.Range(801, 100)) folder.Write($"stick/DIV2K/DIV2K_valid_HR/{i:0000}.png", [(byte)i]);
        await new DataSetInstaller(new Downloader(), new CarriedFolder(folder["stick"])).InstallAsync(set, set.Splits[1], folder["data"]);
        Assert.Equal(100, ImageSet.Open(
            "DIV2K/valid", folder: new DataFolder([new(folder["data"], DataSource.Cache)], folder["data"])).Count);
    }
}
