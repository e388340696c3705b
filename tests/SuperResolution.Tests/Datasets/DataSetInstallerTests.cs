using System.IO.Compression;
using System.Security.Cryptography;
using SuperResolution.Datasets;

namespace SuperResolution.Tests.Datasets;

public sealed class DataSetInstallerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly DataSetInstaller installer = new(new Downloader(new DownloadSettings { Retries = 1, FirstDelay = TimeSpan.Zero }));

    public void Dispose() => folder.Dispose();

    private static byte[] Content(string name) => [.. Enumerable.Range(0, 4000).Select(i => (byte)(i * name[0] + name.Length))];

    private static CatalogueFile Describe(string path) => new(path, 4000, Convert.ToHexStringLower(SHA256.HashData(Content(path))));

    private static CatalogueSet Set(string name, string[] files, params CatalogueAddress[] addresses) => TestSet.Named(name) with
    {
        Access = addresses.Length == 0 ? "manual" : "git-raw",
        Instructions = "Ask the authors.",
        Elsewhere = ["https://example.org/"],
        Images = files.Length,
        Addresses = addresses,
        Files = [.. files.Select(Describe)],
        Splits = files[0].Contains('/')
        ? [.. files.Select(f => f.Split('/')[0]).Distinct()
            .Select(s => new CatalogueSplit(s, s, files.Count(f => f.StartsWith(s + "/"))))] : [new("all", "", files.Length)],
    };

    private static CatalogueAddress Raw(LoopbackServer server) => new("git-raw", server.Address("data/"));

    private static byte[] Serve(LoopbackServer.Request request) => LoopbackServer.Honest(request, Content(request.Path["data/".Length..]));

    [Fact]
    public async Task A_set_appears_as_a_whole()
    {
        using var server = new LoopbackServer(Serve);
        var home = await installer.InstallAsync(Set("Three", ["a.png", "b.png", "c.png"], Raw(server)), null, folder.Path);
        Assert.Equal(folder["Three"], home);
        Assert.Equal(["Three", "Three/a.png", "Three/b.png", "Three/c.png"], folder.Content);
    }

    [Fact]
    public async Task A_set_with_splits_can_be_had_in_parts()
    {
        using var server = new LoopbackServer(Serve);
        var set = Set("Splits", ["train/a.png", "val/b.png"], Raw(server));
        await installer.InstallAsync(set, set.Splits[1], folder.Path);
        Assert.Equal(["Splits", "Splits/val", "Splits/val/b.png"], folder.Content);
        await installer.InstallAsync(set, null, folder.Path);
        Assert.Equal(["Splits", "Splits/train", "Splits/train/a.png", "Splits/val", "Splits/val/b.png"], folder.Content);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task An_incomplete_set_stays_partial_and_the_next_call_fetches_only_the_rest()
    {
        var broken = true;
        using var server = new LoopbackServer(r => broken && r.Path.EndsWith("b.png")
            ? LoopbackServer.Response(Content("b.png").AsSpan(0, r.From == 0 ? 1000 : 0), r.From == 0 ? "200 OK" : "503 Busy",
                r.From == 0 ? 4000 : 0)
            : Serve(r));
        var set = Set("Three", ["a.png", "b.png"], Raw(server));
        var error = await Assert.ThrowsAsync<DownloadException>(() => installer.InstallAsync(set, null, folder.Path));
        Assert.Contains("b.png could not be downloaded", error.Message);
        Assert.DoesNotContain("Three", folder.Content);
        Assert.All(folder.Content, name => Assert.StartsWith("Three.partial-", name));

        broken = false;
        var before = server.Requests.Count(r => r.Path.EndsWith("a.png"));
        await installer.InstallAsync(set, null, folder.Path);
        Assert.Equal(["Three", "Three/a.png", "Three/b.png"], folder.Content);
        Assert.Equal(Content("b.png"), File.ReadAllBytes(folder["Three/b.png"]));
        Assert.Equal(1000, server.Requests.Last(r => r.Path.EndsWith("b.png")).From);
        Assert.True(before <= 1 && server.Requests.Count(r => r.Path.EndsWith("a.png")) <= 2);
    }

    [Fact]
    public async Task Wrong_bytes_leave_nothing_of_the_file_behind()
    {
        using var server = new LoopbackServer(_ => LoopbackServer.Response(new byte[4000]));
        var error = await Assert.ThrowsAsync<DownloadException>(
            () => installer.InstallAsync(Set("One", ["a.png"], Raw(server)), null, folder.Path));
        Assert.Contains("a.png could not be downloaded", error.Message);
        Assert.Contains("SHA-256", error.Message);
        Assert.Empty(folder.Content);
    }

    [Fact]
    public async Task An_archive_steps_in_when_the_files_are_gone()
    {
        using var server = new LoopbackServer(r => r.Path switch
        {
            "a.zip" => LoopbackServer.Honest(r, Archive("repo/img/")),
            "data/a.png" => LoopbackServer.Response(Content("a.png").AsSpan(0, 100), length: 4000), // leaves a part file
            _ => LoopbackServer.Response([], "404 Not Found"),
        });
        var set = Set("Two", ["a.png", "b.png"], Raw(server), new CatalogueAddress("http", server.Address("a.zip"), "repo/img/"));
        await installer.InstallAsync(set, null, folder.Path);
        Assert.Equal(["Two", "Two/a.png", "Two/b.png"], folder.Content);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task What_a_killed_process_was_unpacking_neither_stops_the_next_one_nor_gets_into_the_set(bool archived)
    {
        using var server = new LoopbackServer(
            r => r.Path == "a.zip" ? LoopbackServer.Honest(r, Archive("repo/img/")) : archived
            ? LoopbackServer.Response([], "404 Not Found") : Serve(r));
        var set = Set("Two", ["a.png", "b.png"], Raw(server), new CatalogueAddress("http", server.Address("a.zip"), "repo/img/"));
        var partial = $"Two.partial-{FileHash.Sha256(string.Concat(set.Files.Select(f => f.Sha256)))[..8]}";
        folder.Write($"{partial}/a.zip.unpacked/repo/img/c.png", [1]);
        await installer.InstallAsync(set, null, folder.Path);
        Assert.Equal(["Two", "Two/a.png", "Two/b.png"], folder.Content);
    }

    [Fact]
    public async Task An_archive_that_tries_to_escape_leaves_nothing_behind()
    {
        using var server = new LoopbackServer(r => LoopbackServer.Honest(r, Archive("../../repo/")));
        var error = await Assert.ThrowsAsync<DataSetException>(
            () => installer.InstallAsync(Set("Two", ["a.png", "b.png"], new CatalogueAddress("http", server.Address("a.zip"), "repo/")),
            null, folder.Path));
        Assert.Contains("a.zip is refused: its entry '../../repo/a.png' leads out of the folder", error.Message);
        Assert.Empty(folder.Content);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "..", "repo")));
    }

    [Fact]
    public async Task Two_at_once_download_once()
    {
        using var server = new LoopbackServer(Serve);
        var set = Set("Three", ["a.png", "b.png", "c.png"], Raw(server));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => installer.InstallAsync(set, null, folder.Path))));
        Assert.Equal(3, server.Requests.Count);
        Assert.Equal(["Three", "Three/a.png", "Three/b.png", "Three/c.png"], folder.Content);
    }

    [Fact]
    public async Task A_file_that_somebody_deleted_comes_back_and_the_others_stay()
    {
        using var server = new LoopbackServer(Serve);
        var set = Set("Two", ["a.png", "b.png"], Raw(server));
        folder.Write("Two/a.png", Content("a.png"));
        await installer.InstallAsync(set, null, folder.Path);
        Assert.Equal(["data/b.png"], server.Requests.Select(r => r.Path));
        Assert.Equal(["Two", "Two/a.png", "Two/b.png"], folder.Content);
    }

    [Fact]
    public async Task A_damaged_file_is_named_and_not_overwritten()
    {
        using var server = new LoopbackServer(Serve);
        folder.Write("Two/a.png", [1, 2, 3]);
        var error = await Assert.ThrowsAsync<DataSetException>(
            () => installer.InstallAsync(Set("Two", ["a.png", "b.png"], Raw(server)), null, folder.Path));
        Assert.StartsWith("Two: a.png is damaged (SHA-256 039058c6…, expected ", error.Message);
        Assert.EndsWith("Delete it and run 'data get Two' again.", error.Message);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(folder["Two/a.png"]));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_set_that_only_its_authors_give_says_what_to_do()
    {
        var error = await Assert.ThrowsAsync<DataSetException>(() => installer.InstallAsync(Set("Secret", ["a.png"]), null, folder.Path));
        Assert.Equal($"Secret has to be fetched by hand. Folder: {folder["Secret"]} (1 images; flat). Ask the authors. Where it is: " +
            "https://example.org/. 'data list' then shows it as found.", error.Message);
        Assert.Empty(folder.Content);
    }

    [Fact]
    public void A_disk_that_is_too_small_is_said_before_the_first_byte()
    {
        var error = Assert.Throws<DataSetException>(() => DiskSpace.Require("DIV2K", folder.Path, long.MaxValue / 2));
        Assert.StartsWith("DIV2K needs 4,611,686,018,427 MB, but ", error.Message);
    }

    [Fact]
    public async Task A_read_only_folder_that_has_the_set_is_used_as_it_is()
    {
        using var server = new LoopbackServer(Serve);
        var home = await installer.InstallAsync(Set("Three", ["a.png", "b.png", "c.png"], Raw(server)), null, folder.Path);
        var before = Directory.GetLastWriteTimeUtc(home);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(home, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Assert.Empty(await DataVerifier.VerifyAsync(Set("Three", ["a.png", "b.png", "c.png"]), null, home));
        var described = Set("Three", ["a.png", "b.png", "c.png"]);
        Assert.Equal(3, SetLocator.Whole(
            "Three", described, described.Splits[0], SetLocator.Own(described, described.Splits[0], home)).Hr.Count);
        // root may write everywhere, so look whether anybody did
        Assert.Equal((4, before), (folder.Content.Length, Directory.GetLastWriteTimeUtc(home)));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(home, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task Verification_finds_a_flipped_bit_and_a_missing_file()
    {
        var set = Set("Three", ["a.png", "b.png", "c.png"], new CatalogueAddress("git-raw", new Uri("https://example.org/")));
        folder.Write("Three/a.png", Content("a.png"));
        var flipped = Content("b.png");
        flipped[1234] ^= 1;
        folder.Write("Three/b.png", flipped);
        var findings = await DataVerifier.VerifyAsync(set, null, folder["Three"]);
        Assert.Equal(["b.png", "c.png"], findings.Select(f => f.File));
        Assert.Matches("^Three: b.png is damaged \\(SHA-256 [0-9a-f]{8}…, expected [0-9a-f]{8}…\\)\\. Delete it and run 'data get " +
            "Three' again\\.$", findings[0].Message);
        Assert.Equal($"Three: c.png is missing from {folder["Three"]}. Run 'data get Three' again.", findings[1].Message);
    }

    private static byte[] Archive(string prefix)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            foreach (var name in new[] { "a.png", "b.png" })
            {
                using var entry = zip.CreateEntry(prefix + name).Open();
                entry.Write(Content(name));
            }
        }

        return stream.ToArray();
    }
}
