using System.Text.Json;
using SuperResolution.Imaging;
using SuperResolution.Metrics;
using SuperResolution.Tests.Support;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Metrics;

/// <summary>Bicubic rows against reference values made by another implementation, which equal the published ones.</summary>
public class BicubicReferenceTests
{
    // Set14 in the order of the benchmark's file numbers; Set5 likewise.
    private static readonly Dictionary<string, string[]> names = new()
    {
        ["Set5"] = ["baby", "bird", "butterfly", "head", "woman"],
        ["Set14"] = ["baboon", "barbara", "bridge", "coastguard", "comic", "face", "flowers", "foreman", "lenna", "man", "monarch",
        "pepper", "ppt3", "zebra"],
    };

    public static TheoryData<string, int> SetsAndScales()
    {
        var data = new TheoryData<string, int>();
        foreach (var set in new[] { "Set5", "Set14", "BSD100", "Urban100" })
            foreach (var scale in new[] { 2, 3, 4 }) data.Add(set, scale);
        return data;
    }

    [Theory, MemberData(nameof(SetsAndScales))]
    public void Bicubic_means_equal_the_reference(string set, int scale)
    {
        var reference = Reference(set, scale);
        Dictionary<string, Protocol> protocols = new() { ["P1"] = Protocol.Y601(scale) };
        if (set is "Set5" or "Set14")
        {
            protocols["RGBu8"] = Protocol.Rgb(scale);
            protocols["P3u8"] = Protocol.Y601Unrounded(scale);
            if (scale == 4) protocols["P2u8"] = Protocol.Pirm;
        }
        var scores = Load(set).AsParallel().AsOrdered()
            .Select(hr => protocols.ToDictionary(pair => pair.Key, pair => pair.Value.Evaluate(Interpolation.Bicubic(scale), hr)))
                .ToList();

        Assert.All(protocols.Keys, key =>
        {
            Assert.Equal(reference.GetProperty(key + ".psnr").GetDouble(), scores.Average(score => score[key].Psnr), 0.005);
            Assert.Equal(reference.GetProperty(key + ".ssim").GetDouble(), scores.Average(score => score[key].Ssim), 1e-4);
        });
    }

    [Theory]
    [InlineData("Set5", 2), InlineData("Set5", 3), InlineData("Set5", 4), InlineData("Set14", 2), InlineData("Set14", 3),
        InlineData("Set14", 4)]
    public void Bicubic_equals_the_reference_image_by_image(string set, int scale)
    {
        var images = Reference(set, scale).GetProperty("images").EnumerateObject().OrderBy(image => image.Name, StringComparer.Ordinal)
            .ToList();
        var pictures = Load(set);
        Assert.Equal(images.Count, pictures.Length);
        for (var i = 0; i < pictures.Length; i++)
        {
            var y = Protocol.Y601(scale).Evaluate(Interpolation.Bicubic(scale), pictures[i]);
            AssertEqual(images[i].Value.GetProperty("P1"), y);
            AssertEqual(images[i].Value.GetProperty("RGB"), WithoutRoundingBetweenPasses(pictures[i], scale, rgb => rgb));
        }
    }

    [Theory]
    [InlineData("Set5", 2), InlineData("Set5", 3), InlineData("Set5", 4), InlineData("Set14", 2), InlineData("Set14", 3),
        InlineData("Set14", 4)]
    public void Unrounded_full_range_gray_equals_the_reference(string set, int scale)
    {
        var reference = Reference(set, scale);
        var scores = Load(set).Select(picture => WithoutRoundingBetweenPasses(picture, scale, Gray)).ToList();
        Assert.Equal(reference.GetProperty("Ybt601full.psnr").GetDouble(), scores.Average(score => score.Psnr), 0.005);
        Assert.Equal(reference.GetProperty("Ybt601full.ssim").GetDouble(), scores.Average(score => score.Ssim), 1e-4);
    }

    [Theory] // arXiv 1501.00092, table 5: 28.38/.8524, 25.94/.7469, 24.65/.6727
    [InlineData(2, 28.38, 0.8524), InlineData(3, 25.94, 0.7469), InlineData(4, 24.65, 0.6727)]
    public void The_SRCNN_papers_bicubic_rows_on_BSD200(int scale, double psnr, double ssim)
    {
        var scores = Shared.Files("datasets", "BSDS500", "test").Select(Picture.Load).AsParallel()
            .Select(hr => Protocol.FullRangeGray(scale).Evaluate(Interpolation.Bicubic(scale), hr)).ToList();
        Assert.Equal(psnr, scores.Average(score => score.Psnr), 0.01);
        Assert.Equal(ssim, scores.Average(score => score.Ssim), 1e-4);
    }

    /// <summary>The reference's RGB and gray rows: 8-bit LR and SR, but rounded once instead of after each pass.</summary>
    private static Score WithoutRoundingBetweenPasses(Picture picture, int scale, Func<Tensor, Tensor> channel)
    {
        using var scope = NewDisposeScope();
        var hr = picture.CropToMultipleOf(scale);
        var lr = Picture.FromTensor(Resize.Imresize(hr.ToTensor(), 1.0 / scale));
        var sr = Picture.FromTensor(Resize.Imresize(lr.ToTensor(), scale));
        var (a, b) = (channel(hr.Shave(scale).ToTensor()), channel(sr.Shave(scale).ToTensor()));
        return new Score(Psnr.Of(a, b), Ssim.Of(a, b));
    }

    private static Tensor Gray(Tensor rgb) =>
        rgb.size(1) == 1 ? rgb : (rgb * tensor([0.299f, 0.587f, 0.114f]).view(1, 3, 1, 1)).sum(1, keepdim: true);

    [Theory] // arXiv 1609.04802, table 2
    [InlineData("Set5", "Nearest", 26.26, 0.7552), InlineData("Set5", "Bicubic", 28.43, 0.8211)]
    [InlineData("Set14", "Nearest", 24.64, 0.7100), InlineData("Set14", "Bicubic", 25.99, 0.7486)]
    [InlineData("BSD100", "Nearest", 25.02, 0.6606), InlineData("BSD100", "Bicubic", 25.94, 0.6935)]
    public void The_SRGAN_papers_interpolation_rows(string set, string kernel, double psnr, double ssim)
    {
        var upscaler = new Interpolation(Enum.Parse<ResizeKernel>(kernel), 4);
        var scores = Load(set).AsParallel().Select(hr => Protocol.SrganPaper.Evaluate(upscaler, hr)).ToList();

        Assert.Equal(psnr, scores.Average(score => score.Psnr), 0.02);
        Assert.Equal(ssim, scores.Average(score => score.Ssim), 0.002);
    }

    private static void AssertEqual(JsonElement expected, Score actual)
    {
        Assert.Equal(expected[0].GetDouble(), actual.Psnr, 0.005);
        Assert.Equal(expected[1].GetDouble(), actual.Ssim, 1e-4);
    }

    private static JsonElement Reference(string set, int scale) =>
        JsonDocument.Parse(File.ReadAllText(Shared.Path("golden", "bicubic_reference.json"))).RootElement.GetProperty($"{set}_x{scale}");

    private static Picture[] Load(string set) => set switch
    {
        "BSD100" => [.. Shared.Files("datasets", "BSDS500", "val").Select(Picture.Load)],
        "Urban100" => [.. Shared.Files("datasets", "Urban100").Select(Picture.Load)],
        _ => [.. names[set].Select(name => Picture.Load(Shared.Path("datasets", set, name + ".png")))],
    };
}
