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
        Assert.Equal([folder["mine"], Path.Combine(folder["checkout"], "data"), Path.Combine(folder.Path, "shared", "datasets"), folder["cache"]], All.Places.Select(p => p.Path));
    }

    [Fact]
    public void The_first_place_that_has_images_wins()
    {
        Directory.CreateDirectory(folder["mine/Set5"]); // empty: no images
        var found = new List<DataSource?>();
        foreach (var place in new[] { "cache", "shared/datasets", "checkout/data", "mine" })
        {
            folder.Write($"{place}/Set5/baby.png", [1]);
            found.Add(All.Find(Catalogue.Default["Set5"], Catalogue.Default["Set5"].Splits[0])?.Source);
        }

        Assert.Equal([DataSource.Cache, DataSource.Shared, DataSource.Checkout, DataSource.Environment], found);
    }

    [Fact]
    public void Layouts_of_other_archives_are_found_when_their_number_is_right()
    {
        Directory.CreateDirectory(folder["mine"]);
        for (var i = 0; i < 5; i++) folder.Write($"cache/benchmark/Set5/HR/{i}.png", [1]);
        for (var i = 0; i < 4; i++) folder.Write($"checkout/data/Set5_HR/{i}.png", [1]);
        Assert.Equal((Path.Combine(folder["cache"], "benchmark", "Set5", "HR"), DataSource.Cache), (All.FindLayout("Set5", 5)!.Path, All.FindLayout("Set5", 5)!.Source));
        Assert.Null(All.FindLayout("Set14", 14));
    }

    [Fact]
    public void A_split_is_looked_for_by_itself()
    {
        folder.Write("checkout/data/BSDS500/train/a.jpg", [1]);
        folder.Write("cache/BSDS500/val/a.jpg", [1]);
        Directory.CreateDirectory(folder["mine"]);
        var set = Catalogue.Default["BSDS500"];
        Assert.Equal(DataSource.Checkout, All.Find(set, set.Splits[0])!.Source);
        Assert.Equal(DataSource.Cache, All.Find(set, set.Splits[1])!.Source);
        Assert.Null(All.Find(set, set.Splits[2]));
    }

    [Fact]
    public void A_variable_that_names_no_folder_is_an_error_and_not_ignored()
    {
        var error = Assert.Throws<DataSetException>(() => All.Find(Catalogue.Default["Set5"], Catalogue.Default["Set5"].Splits[0]));
        Assert.Equal($"SUPERRESOLUTION_DATA names {folder["mine"]}, which is not a folder. Create it, correct the variable or unset it.", error.Message);
    }

    [Fact]
    public void Downloads_go_to_the_variable_else_to_the_cache()
    {
        Assert.Equal(folder["mine"], All.DownloadTo);
        Assert.Equal(folder["cache"], DataFolder.FromEnvironment(" ", null, folder["cache"]).DownloadTo);
    }

    [Fact]
    public void The_checkout_is_found_from_the_test_s_output_folder() =>
        Assert.True(File.Exists(Path.Combine(DataFolder.FindCheckout()!, "datasets.json")));
}
