using System.Net.Sockets;
using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Tests.Datasets;
using SuperResolution.Tests.Support;
using TemporaryFolder = SuperResolution.Tests.Datasets.TemporaryFolder;

namespace SuperResolution.Tests.Platform;

public sealed class FolderWalkTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public FolderWalkTests()
    {
        folder.Write("set/1.png", [1]);
        folder.Write("set/a/2.png", [2]);
        folder.Write("set/a/b/3.png", [3]);
        folder.Write("set/.hidden/4.png", [4]);
        folder.Write("outside/5.png", [5]);
    }

    public void Dispose() => folder.Dispose();

    private DataFolder Here => new([new DataLocation(folder.Path, DataSource.Cache)], folder.Path);

    private void Link(string name, string target)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "on Windows links need a right of their own");
        File.CreateSymbolicLink(folder[name], target);
    }

    private void LinkAround()
    {
        Link("set/a/circle", "..");
        Link("set/out", folder["outside"]);
        Link("set/a/linked.png", folder["outside/5.png"]); // a link to a picture is a picture
    }

    private string[] Below(string start, IEnumerable<string> paths) =>
        [.. paths.Select(path => Path.GetRelativePath(folder[start], path).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    [Fact]
    public void Links_to_folders_are_not_followed_but_for_the_one_that_is_named()
    {
        LinkAround();
        Link("named", folder["set"]);
        foreach (var start in new[] { "set", "named" })
        {
            Assert.Equal(["1.png", "a/2.png", "a/b/3.png", "a/linked.png"], Below(start, FolderWalk.Files(folder[start])));
            Assert.Equal(["1.png", "a/2.png", "a/linked.png"], Below(start, FolderWalk.Files(folder[start], deepest: 1)));
            Assert.Equal(["1.png"], Below(start, FolderWalk.Files(folder[start], deepest: 0)));
            Assert.Equal([".hidden/4.png", "1.png", "a/2.png", "a/b/3.png", "a/linked.png"],
                Below(start, FolderWalk.AllFiles(folder[start])));
            Assert.Equal(["a", "a/b"], Below(start, FolderWalk.Folders(folder[start])));
        }
    }

    [Fact]
    public void A_walk_ends_with_the_entry_that_is_one_too_many()
    {
        Assert.Equal(3, FolderWalk.Files(folder["set"], most: 6).Count()); // three files, two folders, and a hidden one
        var error = Assert.Throws<IOException>(() => FolderWalk.Files(folder["set"], most: 5).Count());
        Assert.Equal($"'{folder["set"]}' holds more than 5 files and folders, too many to look through. Name a folder further down.",
            error.Message);
    }

    [Fact]
    public async Task No_loader_goes_behind_a_link()
    {
        LinkAround();
        Assert.Equal(["1.png", "a/2.png", "a/b/3.png", "a/linked.png"], Below("set", ImageFiles.Below(folder["set"])));
        Assert.Equal(5, await DataVerifier.RecordAsync(folder["set"], TestContext.Current.CancellationToken));

        folder.Write("SR-RAW/train/1.png", [1]);
        Link("SR-RAW/train/circle", "..");
        Assert.Single(FoundPictures.Of(Catalogue.Default["SR-RAW"], Here));

        var behind = TestSet.Named("Behind") with { Splits = [new("all", "img", 1)] };
        Directory.CreateDirectory(folder["Behind/img"]);
        Link("Behind/img/link", folder["outside"]);
        Assert.Null(Here.Find("Behind", behind, behind.Splits[0]));
        Assert.Null(SetLocator.Find("Behind", behind, behind.Splits[0], Here));

        folder.Write("stick/x/y.png", [6]);
        Link("stick/link", folder["outside"]);
        var carried = new CarriedFolder(folder["stick"]);
        Assert.Null(await carried.FindAsync("5.png", 1, null, TestContext.Current.CancellationToken));
        Assert.Null(carried.FindFolder("link", 1));
        Assert.Equal(folder["stick/x"], carried.FindFolder("x", 1));

        var package = new DataPackage();
        package.Add(TestSet.Named("set"), new("all", "", 1),
            new FoundSet(Here.Places[0], folder["set"], folder["set"], null, IsCatalogues: true));
        Assert.Equal(6, package.Count); // five files, and their checksums that were recorded above

        folder.Write("PIPAL/labels/A0001.txt", "A0001_00_00.bmp,1"u8.ToArray());
        folder.Write("elsewhere/A0002.txt", "A0002_00_00.bmp,1"u8.ToArray());
        Link("PIPAL/more", folder["elsewhere"]);
        Assert.Equal(["A0001"], Pipal.Open(Here).References);
    }

    [Fact]
    public async Task A_pipe_is_no_picture_no_label_file_and_no_data_whatever_its_name()
    {
        using (new NamedPipe(folder["a.png"]))
        {
            const string Reason = "it is empty, or no file but a pipe or a device";
            Assert.Contains(Reason, Assert.Throws<PictureFormatException>(() => Picture.Load(folder["a.png"])).Message);
            Assert.Contains(Reason, Assert.Throws<PictureFormatException>(() => PictureReader.Open(folder["a.png"])).Message);
            Assert.Contains(Reason, Assert.Throws<PictureFormatException>(() => PictureInfo.Read(folder["a.png"])).Message);
            Link("link.png", folder["a.png"]);
            Assert.Contains(Reason, Assert.Throws<PictureFormatException>(() => Picture.Load(folder["link.png"])).Message);
            Assert.Equal(FileHash.Sha256(""), await FileHash.Sha256Async(folder["a.png"], TestContext.Current.CancellationToken));
            Assert.Equal(FileHash.Sha256(""), FileHash.Sha256OfFile(folder["link.png"]));
            Assert.False(await Checksum.Md5(new string('0', 32)).IsOfAsync(folder["a.png"], TestContext.Current.CancellationToken));
        }

        Directory.CreateDirectory(folder["PIPAL"]);
        using (new NamedPipe(folder["PIPAL/A0001.txt"]))
            Assert.Contains("there are no scores", Assert.Throws<DataSetException>(() => Pipal.Open(Here)).Message);
    }

    [Fact]
    public void Neither_a_device_nor_a_socket_is_a_picture()
    {
        Link("zero.png", "/dev/zero");
        Assert.Throws<PictureFormatException>(() => Picture.Load(folder["zero.png"]));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(folder["s.png"]));
        Assert.Throws<PictureFormatException>(() => Picture.Load(folder["s.png"]));
    }
}
