using System.Text;
using System.Text.Json;
using SuperResolution.Datasets;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Datasets;

public sealed class CatalogueTests
{
    [Fact]
    public void The_catalogue_in_the_library_is_the_one_of_the_repository()
    {
        var file = Catalogue.Load(Path.Combine(Shared.Repository, "datasets.json"));
        Assert.Equal(file.Sets.Select(s => s.Name), Catalogue.Default.Sets.Select(s => s.Name));
        Assert.Equal(file.Sets.Select(s => s.Files.Count), Catalogue.Default.Sets.Select(s => s.Files.Count));
    }

    [Theory]
    [InlineData("Set5", 5)]
    [InlineData("Set14", 14)]
    [InlineData("BSD100", 100)]
    [InlineData("BSD200", 200)]
    [InlineData("BSDS500", 500)]
    [InlineData("Urban100", 100)]
    [InlineData("T91", 91)]
    public void Every_set_has_as_many_files_as_images(string name, int images)
    {
        var set = Catalogue.Default[name];
        var (owner, split) = Catalogue.Default.Resolve(set);
        Assert.Equal(images, set.Images);
        Assert.Equal(images, (split is null ? owner.Files : owner.FilesOf(split)).Count());
        Assert.All(owner.Splits, s => Assert.Equal(s.Images, owner.FilesOf(s).Count()));
    }

    [Fact]
    public void Every_entry_is_complete()
    {
        foreach (var set in Catalogue.Default.Sets)
        {
            Assert.All([set.Purpose, set.Citation, set.Licence, set.CommercialUse], text => Assert.False(string.IsNullOrWhiteSpace(text)));
            Assert.All(set.Files.SelectMany(f => f.Editions), sha => Assert.Matches("^[0-9a-f]{64}$", sha));
            Assert.Equal(set.Files.Count, set.Files.Select(f => f.Path).Distinct().Count());
            Assert.Equal(set.Bytes, set.Files.Sum(f => f.Bytes));
            foreach (var split in set.Splits)
                Assert.Equal(set.FilesOf(split).Select(f => f.Path).Order(StringComparer.Ordinal), set.FilesOf(split).Select(f => f.Path));
            // An address without a commit would give other files one day.
            Assert.All(set.Addresses, a => Assert.Matches("^https://.*[0-9a-f]{40}", a.Url.ToString()));
            Assert.Equal(set.Access == "manual", set.Instructions is not null);
        }
    }

    [Fact]
    public void Checksums_equal_the_measured_manifests()
    {
        var measured = new Dictionary<string, string>();
        foreach (var name in new[] { "selfexsr_manifest.json", "bsds500_manifest.json" })
        {
            using var json = JsonDocument.Parse(File.ReadAllText(Shared.Path("reference", name)));
            foreach (var file in json.RootElement.GetProperty("files").EnumerateArray())
                measured[file.GetProperty("path").GetString()!] = file.GetProperty("sha256").GetString()!;
        }

        foreach (var set in Catalogue.Default.Sets.Where(s => s.Access == "git-raw"))
        {
            var url = set.Addresses[0].Url.ToString();
            var prefix = url[(url.IndexOf(set.Name == "BSDS500" ? "BSDS500/data" : set.Name + "/image", StringComparison.Ordinal))..];
            Assert.All(set.Files, f => Assert.Equal(measured[prefix + f.RemotePath], f.Sha256));
        }
    }

    [Fact]
    public void BSD100_and_BSD200_are_splits_of_BSDS500()
    {
        Assert.Equal(("BSDS500", "val"), (Catalogue.Default["bsd100"].SameAs, Catalogue.Default["bsd100"].Split));
        Assert.Equal(("BSDS500", "test"), (Catalogue.Default["bsd200"].SameAs, Catalogue.Default["bsd200"].Split));
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_known_ones()
    {
        var error = Assert.Throws<DataSetException>(() => Catalogue.Default["Set6"]);
        Assert.Contains("There is no data set 'Set6'. The catalogue has Set5, Set14, BSD100", error.Message);
    }

    [Theory]
    [InlineData("{", "cannot be read")]
    [InlineData("{\"format\": 2, \"sets\": []}", "not a data catalogue of format 1")]
    [InlineData("{\"format\": 1, \"sets\": [{\"name\": \"x\"}]}", "cannot be read")]
    [InlineData("{\"format\": 1, \"sets\": [], \"stes\": 1}", "cannot be read")]
    public void A_file_that_is_no_catalogue_is_refused(string json, string reason)
    {
        var error = Assert.Throws<DataSetException>(() => Catalogue.Parse(new MemoryStream(Encoding.UTF8.GetBytes(json)), "mine.json"));
        Assert.StartsWith("mine.json", error.Message);
        Assert.Contains(reason, error.Message);
    }
}
