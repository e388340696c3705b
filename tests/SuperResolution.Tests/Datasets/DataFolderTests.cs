using SuperResolution.Datasets;

namespace SuperResolution.Tests.Datasets;

public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private DataFolder All => DataFolder.FromEnvironment(folder["mine"], folder["checkout"], folder["cache"]);

    [Fact]
    public void Places_are_asked_in_the_order_variable_checkout_shared_cache()
    {
        Assert.Equal([DataSource.Environment, DataSource.Checkout, DataSource.Shared, DataSource.Cache], All.Places.Select(p => p.Source));
        Assert.Equal([folder["mine"], Path.Combine(folder["checkout"], "data"), Path.Combine(folder.Path, "shared", "datasets"),
            folder["cache"]], All.Places.Select(p => p.Path));
    }

    [Fact]
    public void The_first_place_that_has_images_wins()
    {
        Directory.CreateDirectory(folder["mine/Set5"]); // empty: no images
        var set = Catalogue.Default["Set5"];
        var found = new List<DataSource?>();
        foreach (var place in new[] { "cache", "shared/datasets", "checkout/data", "mine" })
        {
            folder.Write($"{place}/Set5/baby.png", [1]);
            found.Add(All.Find("Set5", set, set.Splits[0])?.Place.Source);
        }

        Assert.Equal([DataSource.Cache, DataSource.Shared, DataSource.Checkout, DataSource.Environment], found);
    }

    [Fact]
    public void Whoever_asks_is_told_of_the_copy_that_is_opened()
    {
        var set = Catalogue.Default["Set5"];
        FoundSet Found() => All.Find("Set5", set, set.Splits[0])!;
        Directory.CreateDirectory(folder["mine"]);
        foreach (var file in set.Files) folder.Write($"cache/Set5/{file.Path}", [1]); // later, though in the catalogue's own layout
        for (var i = 0; i < 5; i++) folder.Write($"checkout/data/Set5_HR/{i}.png", [1]);
        Assert.Equal((folder["checkout/data/Set5_HR"], DataSource.Checkout, false),
            (Found().Folder, Found().Place.Source, Found().IsCatalogues));
        var opened = ImageSet.Find("Set5", All)!;
        Assert.Equal(DataSource.Checkout, opened.Source);
        Assert.Equal(Found().Layout!.Hr, opened.Select(item => item.Path!));
        Assert.Equal((DataSource.Checkout, Found().Layout!.Name),
            (BenchmarkSet.Open("Set5", 4, All).Source, BenchmarkSet.Open("Set5", 4, All).Layout));

        foreach (var file in set.Files) folder.Write($"checkout/data/Set5/{file.Path}", [1]);
        Assert.Equal((folder["checkout/data/Set5"], true), (Found().Folder, Found().IsCatalogues));
        Assert.Null(All.Find("Set14", Catalogue.Default["Set14"], Catalogue.Default["Set14"].Splits[0]));
    }

    [Fact]
    public void A_sample_is_told_as_one_where_its_loader_opens_it()
    {
        var set = Catalogue.Default["RealSR"];
        Directory.CreateDirectory(folder["mine"]);
        folder.Write("shared/datasets/RealSR-sample/HR/a.png", new SuperResolution.Imaging.Picture(4, 4, 1, new byte[16]).ToPng());
        folder.Write("shared/datasets/RealSR-sample/LR/a.png", new SuperResolution.Imaging.Picture(4, 4, 1, new byte[16]).ToPng());
        var found = All.Find("RealSR", set, set.Splits[0])!;
        Assert.Equal((folder["shared/datasets/RealSR-sample"], false), (found.Folder, found.IsCatalogues));
        Assert.StartsWith(found.Home, PairedSet.Find(folder: All)![0].Hr.Path);
    }

    [Fact]
    public void A_split_is_looked_for_by_itself()
    {
        folder.Write("checkout/data/BSDS500/train/a.jpg", [1]);
        folder.Write("cache/BSDS500/val/a.jpg", [1]);
        Directory.CreateDirectory(folder["mine"]);
        var set = Catalogue.Default["BSDS500"];
        Assert.Equal(DataSource.Checkout, All.Find("BSDS500/train", set, set.Splits[0])!.Place.Source);
        Assert.Equal(DataSource.Cache, All.Find("BSDS500/val", set, set.Splits[1])!.Place.Source);
        Assert.Null(All.Find("BSDS500/test", set, set.Splits[2]));
    }

    [Fact]
    public void A_variable_that_names_no_folder_is_an_error_and_not_ignored()
    {
        var error = Assert.Throws<DataSetException>(
            () => All.Find("Set5", Catalogue.Default["Set5"], Catalogue.Default["Set5"].Splits[0]));
        Assert.Equal($"SUPERRESOLUTION_DATA names {folder["mine"]}, which is not a folder. Create it, correct the variable or unset it.",
            error.Message);
    }

    [Fact]
    public void Downloads_go_to_the_variable_else_to_the_cache()
    {
        Assert.Equal(folder["mine"], All.DownloadTo);
        Assert.Equal(folder["cache"], DataFolder.FromEnvironment(" ", null, folder["cache"]).DownloadTo);
    }

    [Fact]
    public void The_checkout_is_found_from_the_test_s_output_folder()
    {
        Assert.SkipUnless(AppContext.BaseDirectory.StartsWith(Support.Shared.Repository, StringComparison.Ordinal),
            "the tests do not run in the checkout");
        Assert.True(File.Exists(Path.Combine(DataFolder.FindCheckout()!, "datasets.json")));
    }
}
