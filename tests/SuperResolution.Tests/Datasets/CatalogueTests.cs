using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Models;
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
    public void It_follows_its_schema()
    {
        var schema = JsonSchema.FromFile(Path.Combine(Shared.Repository, "lib", "SuperResolution", "Datasets", "datasets.schema.json"));
        var text = File.ReadAllText(Path.Combine(Shared.Repository, "datasets.json"));
        var options = new EvaluationOptions { OutputFormat = OutputFormat.List };
        var result = schema.Evaluate(JsonNode.Parse(text), options);
        Assert.True(result.IsValid, string.Join(
            "\n", result.Details.Where(d => d.HasErrors).SelectMany(d => d.Errors!.Select(e => $"{d.InstanceLocation}: {e.Value}"))
            .Take(20)));

        // A schema that accepts everything would be worth nothing.
        foreach (var (right, wrong) in new[]
        {
            ("\"git-raw\"", "\"ftp\""), ("\"not allowed\"", "\"maybe\""), ("\"images\": 5,", "\"images\": 0,"),
            ("\"https://github.com/BIDS", "\"http://github.com/BIDS"), ("8f6dd8c1d20cb7e8792a7177b4f6fd677633f598", "master"),
            ("\"purpose\"", "\"porpoise\""), ("\"path\": \"baby.png\"", "\"path\": \"../baby.png\""),
        })
            Assert.False(schema.Evaluate(JsonNode.Parse(text.Replace(right, wrong)), options).IsValid, $"{right} → {wrong}");
    }

    [Fact]
    public void Every_entry_is_complete()
    {
        foreach (var set in Catalogue.Default.Sets)
        {
            Assert.Equal(set.Files.Count, set.Files.Select(f => f.Path).Distinct().Count());
            Assert.Equal(set.Bytes, set.Files.Sum(f => f.Bytes));
            foreach (var split in set.Splits)
                Assert.Equal(set.FilesOf(split).Select(f => f.Path).Order(StringComparer.Ordinal), set.FilesOf(split).Select(f => f.Path));
            // An address without a commit or a checksum would give other files one day. (Of listed files every one is checked.)
            Assert.All(set.Downloads, d => Assert.NotNull(d.Checksum));
            Assert.All(set.Downloads.SelectMany(d => d.Splits), s => Assert.Contains(s, set.Splits.Select(x => x.Name)));
            Assert.All(set.Downloads.SelectMany(d => d.Addresses),
                a => Assert.True(a.Kind != "hugging-face"
                || System.Text.RegularExpressions.Regex.IsMatch(a.Url.ToString(), "/[0-9a-f]{40}/"), a.Url.ToString()));
            Assert.All(set.Addresses.Concat(set.Downloads.SelectMany(d => d.Addresses)), a => Assert.Null(AddressRules.Refuse(a.Url)));
            if (set.SameAs is null && set.MainSplits.All(s => s.Images is not null))
                Assert.Equal(set.Images, set.MainSplits.Sum(s => s.Images));
        }

        Assert.Equal(Catalogue.Default.Sets.Count,
            Catalogue.Default.Sets.Select(s => s.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Theory] // the sets that the kit promises to open, and how each is to be had
    [InlineData("UHDSR4K", "manual", "UhdSr"), InlineData("UHDSR8K", "manual", "UhdSr"),
        InlineData("RealSR", "google-drive", "PairedSet"), InlineData("CelebA", "google-drive", "CelebA")]
    [InlineData("PIPAL", "hugging-face", "Pipal"), InlineData("DIV2K", "http", "ImageSet"), InlineData("Flickr2K", "http", "ImageSet"),
        InlineData("Manga109", "manual", "BenchmarkSet")]
    public void The_large_sets_are_in_it(string name, string access, string loader) =>
        Assert.Equal((access, loader), (Catalogue.Default[name].Access, Catalogue.Default[name].Loader));

    [Fact]
    public void Every_weight_file_fits_a_type_and_a_key_map_of_the_kit()
    {
        var types = typeof(Catalogue).Assembly.GetTypes().Select(t => t.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        string[] maps = ["none", RrdbNet.SequentialNames(1).Name, Edsr.FirstNames(1).Name, MsrResNet.MmEditing.Name,
            SrResNet.BlockNames(5, 1, TrunkEnd.BatchNorm).Name, "torchvision VGG"];
        Assert.All(Catalogue.Default.Weights, w => Assert.Contains(w.KeyMap, maps));
        Assert.All(Catalogue.Default.Weights,
            w => Assert.Contains(w.Network switch
            {
                "VGG19" => "Vgg19Features",
                "VGG16" => "Vgg16Features",
                "AlexNet" => "AlexNetFeatures",
                var network => network,
            }, types));
        Assert.All(Catalogue.Default.Weights.Where(w => w.Addresses.Count == 0), w => Assert.NotNull(w.Instructions));
        // PyTorch writes the first digits of the SHA-256 into the names of its files.
        Assert.All(Catalogue.Default.Weights.Where(w => w.Sha256?.Length == 8), w => Assert.Contains(w.Sha256!, w.File));
        Assert.Equal(Catalogue.Default.Weights.Count, Catalogue.Default.Weights.Select(w => w.Name).Distinct().Count());
    }

    [Theory]
    [InlineData("Set5"), InlineData("Set14"), InlineData("Urban100"), InlineData("BSD100"), InlineData("BSD200"), InlineData("BSDS500"),
        InlineData("T91")]
    public void Pixels_are_those_of_the_real_files(string name)
    {
        var (owner, split) = Catalogue.Default.Resolve(Catalogue.Default[name]);
        var folder = Shared.Path("datasets", owner.Folder);
        Assert.Equal(Catalogue.Default[name].Pixels,
            (split is null ? owner.Files : owner.FilesOf(split))
            .Sum(f => Picture.Load(Path.Combine(folder, f.Path)) is var p ? (long)p.Width * p.Height : 0));
    }

    [Theory]
    [InlineData("lpips-alex"), InlineData("lpips-vgg"), InlineData("vgg19-oxford")]
    public async Task Checksums_of_weights_are_those_of_the_real_files(string name)
    {
        var weights = Catalogue.Default.FindWeights(name)!;
        var path = Shared.Path("weights", weights.File);
        Assert.Equal(weights.Bytes, new FileInfo(path).Length);
        await WeightsInstaller.VerifyAsync(weights, path, TestContext.Current.CancellationToken);
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
    [InlineData("{\"format\": 1, \"sets\": []}", "not a data catalogue of format 2")]
    [InlineData("{\"format\": 2, \"sets\": [{\"name\": \"x\"}]}", "cannot be read")]
    [InlineData("{\"format\": 2, \"sets\": [], \"stes\": 1}", "cannot be read")]
    public void A_file_that_is_no_catalogue_is_refused(string json, string reason)
    {
        var error = Assert.Throws<DataSetException>(() => Catalogue.Parse(new MemoryStream(Encoding.UTF8.GetBytes(json)), "mine.json"));
        Assert.StartsWith("mine.json", error.Message);
        Assert.Contains(reason, error.Message);
    }
}
