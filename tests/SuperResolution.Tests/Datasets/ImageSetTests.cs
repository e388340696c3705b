using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Datasets;

public sealed class ImageSetTests : IDisposable
{
    private static readonly byte[] png = new Picture(2, 2, 1, [1, 2, 3, 4]).ToPng();
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private DataFolder Here => new([new DataLocation(folder.Path, DataSource.Cache)], folder.Path);

    private void Fill(string set, params string[] names)
    {
        foreach (var name in names) folder.Write($"{set}/{name}", png);
    }

    [Fact]
    public void Set5_opens_in_the_order_of_the_papers()
    {
        Fill("Set5", "woman.png", "baby.png", "head.png", "bird.png", "butterfly.png", "notes.txt", "contact-sheet.png");
        var set = ImageSet.Open("set5", folder: Here);
        Assert.Equal(["baby", "bird", "butterfly", "head", "woman"], set.Select(i => i.Name));
        Assert.Equal(("Set5", DataSource.Cache, false, ""), (set.Name, set.Source, set.IsSubstitute, set.Notice));
        Assert.Equal(2, set["Butterfly"].Load().Width);
    }

    [Fact]
    public void Pictures_of_a_folder_that_are_not_read_are_counted_and_named()
    {
        Fill("mine", "a.png", "b.jfif", "c.jpe", "d.gif", "e.TIFF", "labels.csv");
        var set = ImageSet.FromFolder(folder["mine"]);
        Assert.Equal(["a", "b", "c"], set.Select(item => item.Name));
        Assert.Equal("2 files are skipped: 'd.gif', 'e.TIFF' (of a kind that is not read: save such pictures as PNG).", set.Notice);
        Assert.False(set.IsSubstitute);

        Fill("only", "d.gif");
        Assert.Contains("1 file is skipped: 'd.gif'", Assert.Throws<DataSetException>(() => ImageSet.FromFolder(folder["only"])).Message);
    }

    [Fact]
    public void Other_file_names_are_fine_when_their_number_is_right()
    {
        Fill("Set5", "img_005.png", "img_001.png", "img_002.png", "img_003.png", "img_004.png", "._img_001.png");
        Assert.Equal(["img_001", "img_002", "img_003", "img_004", "img_005"], ImageSet.Open("Set5", folder: Here).Select(i => i.Name));
    }

    [Fact]
    public void A_half_complete_folder_is_an_error_that_names_what_is_missing()
    {
        Fill("Set5", "baby.png", "bird.png", "woman.png");
        var error = Assert.Throws<DataSetException>(() => ImageSet.Open("Set5", folder: Here));
        Assert.Equal($"Set5: {folder["Set5"]} has 3 of 5 images; missing are butterfly.png, head.png. Copy the missing files there, or " +
            $"delete {folder["Set5"]} and run 'data get Set5'.", error.Message);
    }

    [Fact]
    public void BSD100_reads_BSDS500_val_and_needs_no_other_split()
    {
        Fill("BSDS500/val", [.. Enumerable.Range(0, 100).Select(i => $"{i:000}.png")]);
        Assert.Equal(100, ImageSet.Open("BSD100", folder: Here).Count);
        Assert.Equal(100, ImageSet.Open("BSDS500/val", folder: Here).Count);
        Assert.True(ImageSet.Open("BSD200", folder: Here).IsSubstitute);
        Assert.True(ImageSet.Open("BSDS500", folder: Here).IsSubstitute); // two of its three splits are
    }

    [Fact]
    public void Without_data_drawings_stand_in_and_say_so()
    {
        var set = ImageSet.Open("Set14", folder: Here);
        Assert.Equal((14, true, DataSource.Synthetic), (set.Count, set.IsSubstitute, set.Source));
        Assert.Equal("SUBSTITUTE for Set14: 14 drawn images, because the real ones were not found. Numbers made with them cannot be " +
            "compared with any paper. Get it with 'data get Set14'.", set.Notice);
        Assert.Contains("SUBSTITUTE", set.ToString());
        Assert.Equal((240, 240, 3), (set[0].Load().Width, set[0].Load().Height, set[0].Load().Channels));
        Assert.Contains("'data get T91' says how", ImageSet.Open("T91", folder: Here).Notice);
    }

    [Fact]
    public void Find_draws_nothing()
    {
        Assert.Null(ImageSet.Find("Set14", Here));
        Fill("Set5", "woman.png", "baby.png", "head.png", "bird.png", "butterfly.png");
        Assert.Equal((5, false), (ImageSet.Find("Set5", Here)!.Count, ImageSet.Find("Set5", Here)!.IsSubstitute));
        Fill("BSDS500/val", [.. Enumerable.Range(0, 100).Select(i => $"{i:000}.png")]);
        Assert.Equal(100, ImageSet.Find("BSDS500/val", Here)!.Count);
        Assert.Null(ImageSet.Find("BSDS500", Here)); // two of its three splits are missing
        Assert.Contains("There is no data set 'Set6'", Assert.Throws<DataSetException>(() => ImageSet.Find("Set6", Here)).Message);
    }

    [Fact]
    public void Substitutes_of_different_sets_are_different_pictures()
    {
        byte[][] first = [.. new[] { "Set5", "Set14", "T91", "BSDS500/train" }.Select(
            n => ImageSet.Open(n, folder: Here)[0].Load().Pixels.ToArray())];
        Assert.Equal(4, first.DistinctBy(Convert.ToHexString).Count());
    }

    [Fact]
    public void A_joined_set_of_substitutes_is_one()
    {
        Fill("Set5", "a.png", "b.png", "c.png", "d.png", "e.png");
        var both = ImageSet.Join("19", ImageSet.Open("Set5", folder: Here), ImageSet.Open("Set14", folder: Here));
        Assert.Equal((19, true), (both.Count, both.IsSubstitute));
        Assert.Equal("Set5 (first 2 of 5)", ImageSet.Open("Set5", folder: Here).Take(2).Name);
    }

    [Fact]
    public void A_folder_of_images_is_a_set_of_its_own()
    {
        Fill("mine", "b.PNG", "a.png", "readme.md");
        Assert.Equal(["a", "b"], ImageSet.FromFolder(folder["mine"]).Select(i => i.Name));
        Assert.Equal("mine", ImageSet.Open(folder["mine"]).Name);
        Assert.Contains("has no PNG, JPEG, BMP or WebP files",
            Assert.Throws<DataSetException>(() => ImageSet.FromFolder(folder.Path)).Message);
        Assert.Contains("There is no folder", Assert.Throws<DataSetException>(() => ImageSet.FromFolder(folder["nothing"])).Message);
    }

    [Fact]
    public void A_missing_picture_or_split_is_answered_with_those_there_are()
    {
        Fill("Set5", "woman.png", "baby.png", "head.png", "bird.png", "butterfly.png");
        Assert.Equal("Set5 has no image 'lenna'. It has baby, bird, butterfly, head, woman.",
            Assert.Throws<DataSetException>(() => ImageSet.Open("Set5", folder: Here)["lenna"]).Message);
        Assert.Equal("BSDS500 has no split 'dev'. It has train, val, test.",
            Assert.Throws<DataSetException>(() => ImageSet.Open("BSDS500/dev", folder: Here)).Message);
    }

    [Theory]
    [InlineData("Set5", 5, 512)]
    [InlineData("Set14", 14, 500)]
    [InlineData("BSD100", 100, 321)]
    [InlineData("BSD200", 200, 481)]
    [InlineData("Urban100", 100, 1024)]
    [InlineData("T91", 91, 0)]
    [InlineData("BSDS500/train", 200, 0)]
    [InlineData("BSDS500", 500, 0)]
    public void The_real_sets_open_whole(string name, int count, int firstWidth)
    {
        var place = new DataFolder([new DataLocation(Shared.Path("datasets"), DataSource.Shared)], folder.Path);
        var set = ImageSet.Open(name, folder: place);
        Assert.Equal((count, DataSource.Shared), (set.Count, set.Source));
        if (firstWidth > 0) Assert.Equal(firstWidth, set[0].Load().Width);
    }

    [Theory]
    [InlineData("Set5")]
    [InlineData("Set14")]
    [InlineData("T91")]
    public async Task The_real_files_have_the_checksums_of_the_catalogue(string name) =>
        Assert.Empty(await DataVerifier.VerifyAsync(Catalogue.Default[name], null, Shared.Path("datasets", name)));

    [Fact]
    public void Bridge_of_Set14_is_gray() =>
        Assert.Equal(1, ImageSet.FromFolder(Shared.Path("datasets", "Set14"))["bridge"].Load().Channels);
}
