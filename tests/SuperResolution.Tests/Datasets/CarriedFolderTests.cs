using System.Security.Cryptography;
using SuperResolution.Datasets;

namespace SuperResolution.Tests.Datasets;

public sealed class CarriedFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static CatalogueFile File(string path, byte content, string? remote = null) =>
        new(path, 1, Convert.ToHexStringLower(SHA256.HashData([content])), remote);

    private static CatalogueSet Set(params CatalogueFile[] files) => TestSet.Named("Two") with
    {
        Access = "git-raw",
        Images = files.Length,
        Files = files,
        Splits = [new("all", "", files.Length)],
    };

    private DataSetInstaller Carrying => new(new Downloader(), new CarriedFolder(folder["stick"]));

    [Fact]
    public async Task Files_are_found_under_both_of_their_names_wherever_they_lie()
    {
        folder.Write("stick/a/b/one.png", [1]);
        folder.Write("stick/c/img_002_HR.png", [2]);
        folder.Write("stick/d/one.png", [9]); // another file of that name
        await Carrying.InstallAsync(Set(File("one.png", 1), File("two.png", 2, "img_002_HR.png")), null, folder["data"]);
        Assert.Equal([1, 2], new[] { "one", "two" }.Select(name => System.IO.File.ReadAllBytes(folder[$"data/Two/{name}.png"])[0]));
    }

    [Fact]
    public async Task What_is_missing_is_named()
    {
        folder.Write("stick/one.png", [1]);
        folder.Write("stick/two.png", [1]);
        var error = await Assert.ThrowsAsync<DataSetException>(
            () => Carrying.InstallAsync(Set(File("one.png", 1), File("two.png", 2)), null, folder["data"]));
        Assert.Contains("has 1 of 2 files with the right checksum; missing are two.png", error.Message);
        Assert.False(Directory.Exists(folder["data/Two"]));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_said_at_once() =>
        Assert.Contains("There is no folder", Assert.Throws<DataSetException>(() => new CarriedFolder(folder["nowhere"])).Message);

    [Fact]
    public async Task Weights_are_taken_when_their_checksum_is_right()
    {
        var weights = new CatalogueWeights
        {
            Name = "w",
            File = "w-" + Convert.ToHexStringLower(SHA256.HashData([7]))[..8] + ".pth",
            Purpose = "",
            Network = "",
            KeyMap = "none",
            Citation = "",
            Licence = "",
            CommercialUse = "",
            Sha256 = Convert.ToHexStringLower(SHA256.HashData([7]))[..8],
        };
        folder.Write("stick/" + weights.File, [8]);
        var installer = new WeightsInstaller(new Downloader(), new CarriedFolder(folder["stick"]));
        Assert.Contains("has no w-", (
            await Assert.ThrowsAsync<DataSetException>(() => installer.InstallAsync(weights, folder["data"]))).Message);
        folder.Write("stick/x/" + weights.File, [7]);
        installer = new WeightsInstaller(new Downloader(), new CarriedFolder(folder["stick"]));
        Assert.Equal([7], System.IO.File.ReadAllBytes(await installer.InstallAsync(weights, folder["data"])));
        Assert.Equal(["data", "data/weights", "data/weights/" + weights.File],
            folder.Content.Where(path => path.StartsWith("data", StringComparison.Ordinal)));
        folder.Write("data/weights/" + weights.File, [6]);
        Assert.Contains("is damaged or another file",
            (await Assert.ThrowsAsync<DataSetException>(() => installer.InstallAsync(weights, folder["data"]))).Message);
    }

    [Fact]
    public async Task Weights_are_downloaded_to_the_folder_weights_and_checked()
    {
        using var server = new LoopbackServer(request => LoopbackServer.Honest(request, [7]));
        var weights = new CatalogueWeights
        {
            Name = "w",
            File = "w.pth",
            Purpose = "",
            Network = "",
            KeyMap = "none",
            Citation = "",
            Licence = "",
            CommercialUse = "",
            Sha256 = Convert.ToHexStringLower(SHA256.HashData([7])),
            Addresses = [new("http", server.Address("w.pth"))],
        };
        var installer = new WeightsInstaller(new Downloader());
        Assert.Equal([7], System.IO.File.ReadAllBytes(await installer.InstallAsync(weights, folder.Path)));
        await installer.InstallAsync(weights, folder.Path);
        Assert.Single(server.Requests);
        Assert.Contains("has to be made by hand: Convert it.",
            (await Assert.ThrowsAsync<DataSetException>(
                () => installer.InstallAsync(weights with { File = "v.pth", Addresses = [], Instructions = "Convert it." },
                folder.Path))).Message);
    }
}
