using SuperResolution.Datasets;
using SuperResolution.Figures;
using SuperResolution.Imaging;
using SuperResolution.Metrics;
using SuperResolution.Metrics.Papers;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Metrics.Papers;

public sealed class PaperTablesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Ids => [.. PaperTables.All.Select(table => table.Id)];

    public void Dispose() => folder.Dispose();

    [Fact] // read in the papers
    public void Values_are_those_of_the_papers()
    {
        Assert.Equal((32.75, 0.9090), Value("srcnn", "SRCNN", "Set5", 3));
        Assert.Equal((25.60, 0.7184), Value("srcnn", "SRCNN", "BSD200", 4));
        Assert.Equal((26.02, 0.7397), Value("srgan-1", "SRGAN-VGG54", "Set14", 4));
        Assert.Equal((27.58, 0.7620), Value("srgan-2", "SRResNet", "BSD100", 4));
        Assert.Equal((27.03, 0.8153), Value("esrgan", "RRDB (DF2K)", "Urban100", 4));
        Assert.Equal([21, 5, 10, 24, 40], PaperTables.All.Select(table => table.Rows.Count));
    }

    [Theory, MemberData(nameof(Ids))]
    public void Every_row_stands_once_and_candidates_are_of_its_methods(string id)
    {
        var table = PaperTables.Find(id).Single();
        Assert.Equal(table.Rows.Count, table.Rows.DistinctBy(row => (row.Method, row.Set, row.Scale)).Count());
        Assert.All(table.Candidates, candidate => Assert.Contains(table.Rows, row => row.Method == candidate.Method));
        Assert.All(table.Rows, row => Assert.True(row.Protocol is null || row.Protocol.Scale == row.Scale, row.ToString()));
    }

    [Fact]
    public void The_paper_column_of_other_tables_has_one_value_for_a_row() =>
        Assert.Equal(PaperValues.All.Count,
            PaperValues.All.DistinctBy(value => (value.Method, value.Set, value.Scale, value.Protocol)).Count());

    [Theory, MemberData(nameof(Ids))]
    public void Whatever_is_not_the_papers_own_has_a_sentence_of_why(string id)
    {
        var table = PaperTables.Find(id).Single();
        foreach (var row in table.Rows)
        {
            foreach (var (method, difference) in table.Fill(row, EvaluatedMethods.At(row.Scale)))
            {
                if (difference is null)
                {
                    Assert.True(method.Origin == MethodOrigin.Formula || method.Name.EndsWith("(authors')", StringComparison.Ordinal),
                        $"{row}: {method.Name} is not the paper's own");
                    continue;
                }
                Assert.EndsWith(".", difference);
                Assert.Contains(method.Training!, difference);
            }
        }
    }

    [Fact]
    public void Networks_that_ship_stand_in_their_tables()
    {
        Assert.Equal(["SRResNet", "MSRResNet"], Filled("srgan-1", "SRResNet-MSE"));
        Assert.Equal(["SRGAN"], Filled("srgan-1", "SRGAN-VGG22"));
        Assert.Equal(["SRGAN"], Filled("srgan-2", "SRGAN"));
        Assert.Equal(["RRDBNet"], Filled("esrgan", "RRDB (DF2K)"));
        Assert.Empty(Filled("srgan-1", "SRGAN-MSE"));
        Assert.Empty(Filled("losses", "Mix"));

        static IEnumerable<string> Filled(string id, string method)
        {
            var table = PaperTables.Find(id).Single();
            return table.Fill(table.Rows.First(row => row.Method == method),
                EvaluatedMethods.At(4).Where(found => found.Origin != MethodOrigin.Others)).Select(filled => filled.Method.Network);
        }
    }

    /// <summary>
    /// Formulas and authors' weights give the paper's numbers; all other rows have their sentences (see above), so nothing stays
    /// unexplained.
    /// </summary>
    [Theory]
    [InlineData("Set5", true), InlineData("Set14", false)]
    public void What_is_the_papers_own_differs_by_no_more_than_a_tenth_of_a_decibel(string set, bool networks)
    {
        Assert.SkipWhen(ImageSet.Find(set) is null, $"needs the real {set}");
        bool Own(EvaluatedMethod method) =>
            method.Origin == MethodOrigin.Formula || (networks && method is { Network: "SRCNN", Origin: MethodOrigin.Others });
        var results = PaperTableRun.Run(
            PaperTables.All, new CachedEvaluation(new ResultCache(folder.FullName)), row => row.Set == set, scale =>
            [.. EvaluatedMethods.At(scale).Where(Own)]);
        Assert.True(results.Count(result => result.Measured is not null) >= 5);
        Assert.All(results, result => Assert.False(result.IsUnexplained, result.Row.ToString()));
        Assert.All(results.Where(result => result.Method?.Network == "Bicubic"),
            result => Assert.Equal(0, result.Difference!.Value, 0.015));
    }

    /// <summary>
    /// SRCNN 9-5-5 of ImageNet on all 200 pictures at ×3: 27.180 dB / 0.7971. With the 8-bit LR that the bicubic rows need it gives 27.166
    /// dB / 0.7963, which is neither of the paper's.
    /// </summary>
    [Fact]
    public void The_SRCNN_papers_own_row_on_BSD200_comes_out_to_the_last_digit_with_a_float_LR()
    {
        var method = EvaluatedMethod.Found(
            Shared.Path("weights", "srcnn_955_imagenet_x3.safetensors"), 3, "SRCNN", "authors'", "SRCNN 9-5-5");
        var row = PaperTables.Find("srcnn").Single().Rows.Single(row => row.Method == "SRCNN" && row.Set == "BSD200" && row.Scale == 3);
        var set = ImageSet.FromFolder(Shared.Path("datasets", "BSDS500", "test"));
        var mean = new CachedEvaluation(new ResultCache(folder.FullName))
            .Run([new EvaluationTask(method, set, row.Protocol!)], cancel: TestContext.Current.CancellationToken).Single().Mean;
        Assert.Equal((row.Psnr, row.Ssim), (Math.Round(mean.Psnr, 2), Math.Round(mean.Ssim, 4)));
    }

    [Fact]
    public void The_bicubic_rows_of_BSD200_keep_the_8_bit_LR()
    {
        var rows = PaperTables.Find("srcnn").Single().Rows.Where(row => row.Set == "BSD200").ToList();
        Assert.All(rows.Where(row => row.Method == "Bicubic"), row => Assert.Equal(Protocol.FullRangeGray(row.Scale), row.Protocol));
        Assert.All(rows.Where(row => row.Method == "SRCNN"), row => Assert.Equal(Protocol.FullRangeGrayFloat(row.Scale), row.Protocol));
        // nothing else differs
        Assert.Equal(Protocol.FullRangeGray(3) with { Name = Protocol.FullRangeGrayFloat(3).Name, Lr = LowResolution.FloatLuma },
            Protocol.FullRangeGrayFloat(3));
    }

    /// <summary>
    /// "SRCNN (x.pth)" may be any network: the paper's row stands beside it only where it is the same variant, trained on the same
    /// pictures.
    /// </summary>
    [Theory]
    [InlineData("SRCNN (authors')", "SRCNN 9-5-5, 395,909 pictures of ImageNet", "Set5", 36.66)]
    [InlineData("SRCNN (trained here)", "SRCNN 9-5-5, T91 + BSDS500 train, 291 images, 1,000 updates", "Set5", null)]
    [InlineData("SRCNN (x)", "SRCNN 9-1-5, 395,909 pictures of ImageNet", "Set5", null)]
    [InlineData("SRCNN (x)", "not known", "Set5", null)]
    [InlineData("VDSR (vdsr-20x64)", "VDSR 20 layers × 64 channels, T91 + BSDS500 train, 291 images, 30,000 updates", "Set14", 33.03)]
    [InlineData("VDSR (small)", "VDSR 6 layers × 8 channels, T91 + BSDS500 train, 291 images, 30,000 updates", "Set14", null)]
    [InlineData("Bicubic", "", "Set5", 33.66)]
    [InlineData("Bicubic (mine)", "not known", "Set5", null)]
    public void A_papers_row_stands_beside_the_same_network_only(string upscaler, string training, string set, double? psnr)
    {
        Assert.Equal(psnr, PaperValues.Find(upscaler, set, Protocol.Y601(2), training)?.Psnr);
        Assert.Null(PaperValues.Find(upscaler, set, Protocol.Y601(8), training)); // another scale
    }

    [Fact]
    public void The_SRGAN_papers_networks_are_another_SRCNN_and_larger_ones()
    {
        double? Paper(string name, string training) => PaperValues.Find(name, "Set14", Protocol.SrganPaper, training)?.Psnr;
        Assert.Equal(27.18, Paper("SRCNN (x)", "SRCNN 9-1-5, 91 images"));
        Assert.Null(Paper("SRCNN (x)", "SRCNN 9-5-5, 395,909 pictures of ImageNet"));
        Assert.Null(Paper("SRResNet (8 blocks, by others)", "SRResNet 8 blocks × 64 channels, trained by others"));
        Assert.Null(Paper("ESPCN", ""));
        Assert.Contains("SRCNN 9-1-5, 91 images, as its numbers show: those weights give 30.095 dB / 0.8641 on Set5 and 27.170 dB / " +
            "0.7858 on Set14 here",
            PaperTables.Find("srgan-2").Single() is var table
            ? table.Fill(table.Rows.First(row => row.Method == "SRCNN"),
                EvaluatedMethods.At(4).Where(method => method.Origin == MethodOrigin.Here)).First().Difference : "");
    }

    [Fact]
    public void What_a_file_was_trained_on_is_told_by_its_name_or_its_metadata()
    {
        Assert.Equal("VDSR 20 layers × 64 channels, 291 images", EvaluatedMethods.TrainingOf("anywhere/vdsr_official.safetensors"));
        Assert.StartsWith("SRCNN 9-5-5, T91 + BSDS500 train, 291 images",
            EvaluatedMethods.TrainingOf(SuperResolution.Weights.TrainedWeights.File("srcnn-9-5-5-x2")));
        File.WriteAllBytes(folder["x.pth"], [0x80, 2, 0]);
        Assert.Equal("not known", EvaluatedMethods.TrainingOf(folder["x.pth"]));
        using var w = TorchSharp.torch.zeros(1);
        SuperResolution.Weights.SafetensorsFile.Write(
            folder["y.safetensors"], [new("w", w)], new Dictionary<string, string> { ["network"] = "VDSR", ["recipe"] = "by hand" });
        Assert.Equal("not known", EvaluatedMethods.TrainingOf(folder["y.safetensors"]));
    }

    /// <summary>EDSR, RRDBNet, SRResNet and SRGAN are in the kit, whatever weights are at hand.</summary>
    [Fact]
    public void Of_a_network_that_is_in_the_kit_only_weights_are_missing()
    {
        string[] networks = ["SRCNN", "VDSR", "EDSR", "SRResNet", "MSRResNet", "RRDB", "SRGAN", "ESRGAN"];
        var results = PaperTableRun.Run(PaperTables.All, Evaluation(), row => row.Protocol is not null, _ => [], Nowhere());
        Assert.Equal(networks.Intersect(["SRCNN", "EDSR", "SRResNet", "RRDB", "SRGAN"]), networks.Intersect(results.Select(Network)));
        Assert.All(results.Where(result => networks.Contains(Network(result))),
            result => Assert.Equal("the network is in the kit, but no weights that were trained so are at hand", result.Missing));
        Assert.All(results.Where(result => Network(result) is "MemNet" or "RDN" or "RCAN" or "A+" or "SelfExSR" or "DRCN" or "ESPCN"),
            result => Assert.Equal("not in the kit", result.Missing));

        static string Network(PaperResult result) => result.Row.Method.Split(' ', '-')[0];
    }

    [Fact]
    public void A_difference_without_a_sentence_is_unexplained_and_looks_so()
    {
        var (own, other, nothing) = (Made(null), Made("Ours is another."),
            PaperTableRun.Run([Table()], Evaluation(), folder: Nowhere()).Single());
        Assert.True(own.IsUnexplained);
        Assert.Contains("[1] UNEXPLAINED", PaperTableFigure.Of([own]).Notes);
        Assert.False(other.IsUnexplained);
        Assert.Contains("[1] Ours is another.", PaperTableFigure.Of([other]).Notes);
        Assert.Contains("Bicubic [1]", PaperTableFigure.Of([other, other]).Rows[1]); // one note for all rows of a method
        Assert.Null(nothing.Measured); // no drawn picture takes the set's place
        Assert.Contains("– [1]", PaperTableFigure.Of([nothing]).Rows[0]);
        Assert.Contains("[1] Set5 is not at hand: 'data get Set5'", PaperTableFigure.Of([nothing]).Notes);
        Assert.Throws<ArgumentException>(() => PaperTableFigure.Of([own, Made(null) with { Table = PaperTables.All[0] }]));
    }

    [Fact]
    public void Intervals_are_of_the_mean_over_the_images()
    {
        var made = Made(null);
        Assert.True(made.Interval!.Value.Low < 25.5 && made.Interval.Value.High > 25.5);
        Assert.Equal(25.5, made.Interval.Value.Estimate);
        Assert.Equal(-4.5, made.Difference);
    }

    [Fact]
    public void Tables_without_a_network_or_a_set_stand_alone()
    {
        var losses = PaperTableRun.Run(PaperTables.Find("losses"), Evaluation(), folder: Nowhere());
        Assert.All(losses, result => Assert.Equal("not in the kit", result.Missing));
        var urban = PaperTableRun.Run(PaperTables.Find("esrgan"), Evaluation(), row => row.Method == "MemNet (291)", folder: Nowhere());
        Assert.All(urban, result => Assert.Equal("not in the kit", result.Missing));
    }

    [Fact]
    public void An_unknown_table_is_refused_with_the_names_of_the_others() =>
        Assert.Contains("srgan-1", Assert.Throws<ArgumentException>(() => PaperTables.Find("nonsense")).Message);

    private static (double, double) Value(string id, string method, string set, int scale) =>
        PaperTables.Find(id).Single().Rows.Single(row => row.Method == method && row.Set == set && row.Scale == scale) is var row
            ? (row.Psnr, row.Ssim) : default;

    private CachedEvaluation Evaluation() => new(new ResultCache(folder["cache"]));

    private DataFolder Nowhere() => new([new DataLocation(folder["nothing"], DataSource.Cache)], folder["nothing"]);

    private static PaperTable Table() =>
        new("made", "Made", "nowhere", [new PaperRow("Bicubic", "Set5", 2, Protocol.Y601(2), 30, 0.9)],
            [PaperCandidate.Formula("Bicubic")], []);

    private static PaperResult Made(string? explanation)
    {
        var table = table0;
        var measured = new EvaluationRow("Set5", "Bicubic", Protocol.Y601(2), [("a", new Score(25, 0.8)), ("b", new Score(26, 0.9))], "");
        return new PaperResult(table, table.Rows[0], EvaluatedMethod.Of(Interpolation.Bicubic(2)), measured, explanation);
    }

    private static readonly PaperTable table0 = Table();
}
