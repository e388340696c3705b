using SuperResolution.Imaging;
using SuperResolution.Metrics;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Metrics;

public sealed class ResultCacheTests : IDisposable
{
    private static readonly EvaluatedMethod bicubic = EvaluatedMethod.Of(Interpolation.Bicubic(2));
    private static readonly ResultKey key = ResultKey.Of(bicubic, new("formula"), "1234", Measure.Of(Protocol.Y601(2)).Content);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(33.661400000000001, 0.9299), InlineData(double.PositiveInfinity, 1), InlineData(1.0 / 3, -1e-300)]
    public void A_score_comes_back_to_the_bit(double psnr, double ssim)
    {
        new ResultCache(folder["cache"]).Keep(key, [psnr, ssim]);
        var cache = new ResultCache(folder["cache"]);
        Assert.Equal([psnr, ssim], cache.Find(key, 2)!);
        Assert.Null(cache.Find(key, 1)); // of another kind
        Assert.Single(cache.Notices);
    }

    [Fact]
    public void What_is_not_there_is_not_found() => Assert.Null(new ResultCache(folder["cache"]).Find(key, 2));

    [Theory]
    [InlineData("empty"), InlineData("half"), InlineData("digit"), InlineData("key"), InlineData("longer"), InlineData("binary")]
    public void A_damaged_entry_is_no_score_and_is_said(string damage)
    {
        var cache = new ResultCache(folder.FullName);
        cache.Keep(key, [30.25, 0.5]);
        var path = cache.PathOf(key);
        var text = File.ReadAllText(path);
        File.WriteAllText(path, damage switch
        {
            "empty" => "",
            "half" => text[..(text.Length / 2)],
            "digit" => text.Replace("30.25", "30.35"),
            "key" => text.Replace("1234", "1235"),
            "longer" => text + "\n",
            _ => "\0\u0001\ud7ff",
        });

        Assert.Null(cache.Find(key, 2));
        Assert.Contains($"{path} is damaged", Assert.Single(cache.Notices));

        cache.Keep(key, [30.25, 0.5]);
        Assert.Equal([30.25, 0.5], cache.Find(key, 2)!);
    }

    [Fact]
    public void Whatever_decides_a_number_is_in_the_key()
    {
        string[] images = [new Picture(2, 1, 1, [1, 2]).Sha256(), new Picture(1, 2, 1, [1, 2]).Sha256()];
        EvaluatedMethod[] methods = [bicubic, EvaluatedMethod.Of(Interpolation.Nearest(2)), EvaluatedMethod.Of(Interpolation.Bicubic(3)),
            EvaluatedMethod.Of(new SelfEnsemble(Interpolation.Bicubic(2))),
            EvaluatedMethod.Of(new SelfEnsemble(Interpolation.Nearest(2)))];
        var y = Protocol.Y601(2);
        Protocol[] protocols = [y, y with { Border = 4 }, y with { Luma = null }, y with { Lr = LowResolution.Picture },
            y with { Daala = true }, y with { UnroundedLuma = true }, y with { Name = "other" }];
        Measure[] measures = [.. protocols.Select(Measure.Of), Measure.Of(Ssim.Metric, 2, new()), Measure.Of(Gmsd.Metric, 2, new()),
            Measure.Of(Ssim.Metric with { Measure = (_, _) => 0 }, 2, new()),
            Measure.Of(Ssim.Metric with { Measure = (_, _) => 1 }, 2, new())];

        var keys = (from method in methods
                    from image in images
                    from measure in measures
                    select ResultKey.Of(method, method.Content(new()), image, measure.Content)).ToList();
        Assert.All(keys, key => Assert.True(key.IsKept));
        Assert.Equal(methods.Length * images.Length * measures.Length, keys.Select(key => key.Hash).Distinct().Count());
        Assert.Equal(keys[0].Hash, ResultKey.Of(EvaluatedMethod.Of(Interpolation.Bicubic(2)),
            EvaluatedMethod.Of(Interpolation.Bicubic(2)).Content(new()), images[0], Measure.Of(Protocol.Y601(2)).Content).Hash);
    }

    [Fact]
    public void Many_writers_of_one_entry_never_leave_a_damaged_one()
    {
        var caches = Enumerable.Range(0, 4).Select(_ => new ResultCache(folder.FullName)).ToList();
        Parallel.For(0, 40, i =>
        {
            caches[i % 4].Keep(key, [30.25, 0.5]);
            Assert.Equal([30.25, 0.5], caches[(i + 1) % 4].Find(key, 2)!);
        });
        Assert.All(caches, cache => Assert.Empty(cache.Notices));
        Assert.Single(Directory.GetFiles(folder.FullName, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_file_is_no_folder()
    {
        File.WriteAllText(folder["file"], "");
        Assert.Contains("Name a folder", Assert.Throws<IOException>(() => new ResultCache(folder["file"])).Message);
    }
}
