using System.Security.Cryptography;
using SuperResolution.Datasets;
using SuperResolution.Imaging;

namespace SuperResolution.Tests.Datasets;

public sealed class UhdSrTests : IDisposable
{
    private static readonly byte[] png = new Picture(6, 4, 1, [.. Enumerable.Range(0, 24).Select(i => (byte)i)]).ToPng();
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private DataFolder Here => new([new DataLocation(folder.Path, DataSource.Cache)], folder.Path);

    [Fact]
    public void A_folder_of_its_own_is_opened_in_order_with_as_many_pictures_as_there_are()
    {
        foreach (var name in new[] { "10.png", "2.png", "01.png", "readme.txt" }) folder.Write($"some/{name}", png);
        var set = UhdSr.Open8K("test", folder["some"]);
        Assert.Equal(["01", "10", "2"], set.Select(item => item.Name));
        Assert.Equal(($"UHDSR8K/test ({folder["some"]})", false, (6, 4)), (set.Name, set.IsSubstitute, set[0].Size));
        using var reader = set["2"].Open();
        Assert.Equal(set["2"].Load().Crop(1, 2, 3, 2).Pixels, reader.Read(1, 2, 3, 2).Pixels);
        Assert.StartsWith("UHDSR4K/train", UhdSr.Open4K("train", folder["some"]).Name);
    }

    [Fact] // 4,000 headers must not cost 4,000 decodings
    public void Sizes_come_from_the_header_alone()
    {
        byte[] damaged = [.. png];
        damaged[^20] ^= 1;
        folder.Write("some/damaged.png", damaged);
        var item = UhdSr.Open4K(folder: folder["some"])[0];
        Assert.Equal((6, 4), item.Size);
        Assert.Throws<PictureFormatException>(() => item.Load());
    }

    [Fact]
    public void The_catalogue_finds_it_by_its_number_of_pictures()
    {
        var count = Catalogue.Default["UHDSR8K"].Splits.Single(split => split.Name == "test").Images!.Value;
        for (var i = 0; i < count; i++) folder.Write($"UHDSR8K/test/{i:0000}.png", png);
        var set = ImageSet.Open("UHDSR8K/test", folder: Here);
        Assert.Equal((count, DataSource.Cache, "0000", (6, 4)), (set.Count, set.Source, set[0].Name, set[^1].Size));

        File.Delete(folder["UHDSR8K/test/0007.png"]);
        var error = Assert.Throws<DataSetException>(() => ImageSet.Open("UHDSR8K/test", folder: Here)).Message;
        Assert.Contains(folder["UHDSR8K/test"], error);
        Assert.Contains("Baidu", error);
        Assert.Contains("open that folder itself", error);
    }

    [Fact]
    public void Without_the_files_drawings_of_their_size_stand_in_and_say_so()
    {
        foreach (var (name, width, height) in ((string, int, int)[])[("UHDSR4K", 3840, 2160), ("UHDSR8K", 7680, 4320)])
        {
            var set = ImageSet.Open($"{name}/test", folder: Here);
            Assert.Equal((4, true, DataSource.Synthetic), (set.Count, set.IsSubstitute, set.Source));
            Assert.StartsWith($"SUBSTITUTE for {name}/test: 4 drawn images", set.Notice);
            Assert.Contains($"'data get {name}/test' says how", set.Notice);
            var part = Budgets.Pick(8, 1, 1);
            Assert.All(set, item => Assert.Equal((width / part, height / part), item.Size));
        }
        Assert.Contains("It has train, test", Assert.Throws<DataSetException>(() => UhdSr.Open8K("valid")).Message);
    }

    [Fact]
    public void A_drawing_of_8K_is_drawn_as_far_as_it_is_read()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var reader = SyntheticImages.OpenMosaic(1, 7680, 4320);
        Assert.Equal(0, reader.RowsDecoded);
        var tile = reader.Read(5000, 3000, 100, 50);
        Assert.Equal((50, null), (reader.RowsDecoded, reader.WholeBecause));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 7680 * 4320 * 3 / 4);
        Assert.True(tile.Pixels.ToArray().Distinct().Count() > 20);
    }

    [Fact]
    public void A_mosaic_is_the_same_everywhere_and_its_parts_are_parts_of_it()
    {
        var picture = SyntheticImages.Mosaic(3, 700, 500);
        Assert.Equal("1fb6bebc3ad7261ffa39bd7c8a4c9c14962fd82a5e4e79e2b254af3926c06261",
            Convert.ToHexStringLower(SHA256.HashData(picture.Pixels)));
        Assert.NotEqual(picture.Pixels.ToArray(), SyntheticImages.Mosaic(4, 700, 500).Pixels.ToArray());
        using var reader = SyntheticImages.OpenMosaic(3, 700, 500);
        foreach (var (x, y, tile) in reader.Tiles(128)) Assert.Equal(picture.Crop(x, y, tile.Width, tile.Height).Pixels, tile.Pixels);
        Assert.Equal(500, reader.RowsDecoded);
        Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticImages.OpenMosaic(3, 0, 500));
    }

    [Fact]
    public void Items_that_are_drawn_or_opened_have_a_size_and_tiles_too()
    {
        var drawn = ImageItem.FromGenerator("a", () => SyntheticImages.Gratings(1, 40, 30));
        Assert.Equal((40, 30), drawn.Size);
        using var reader = drawn.Open();
        Assert.Equal(drawn.Load().Crop(3, 4, 5, 6).Pixels, reader.Read(3, 4, 5, 6).Pixels);

        var opened = 0;
        var item = ImageItem.FromReader("b", () =>
        {
            opened++;
            return SyntheticImages.OpenMosaic(1, 50, 40);
        });
        Assert.Equal((0, (50, 40), (50, 40)), (opened, item.Size, item.Size));
        Assert.Equal(SyntheticImages.Mosaic(1, 50, 40).Pixels, item.Load().Pixels);
        Assert.Equal((2, null), (opened, item.Path));
    }
}
