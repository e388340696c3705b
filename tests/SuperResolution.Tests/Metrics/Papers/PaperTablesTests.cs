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
        Assert.Equal(PaperValues.All.Count, PaperValues.All.DistinctBy(value => (value.Method, value.Set, value.Scale, value.Protocol)).Count());

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
                    Assert.True(method.Origin == MethodOrigin.Formula || method.Name.EndsWith("(authors')", StringComparison.Ordinal), $"{row}: {method.Name} is not the paper's own");
                    continue;
                }
                Assert.EndsWith(".", difference);
                Assert.Contains(method.Training, difference);
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
            return table.Fill(table.Rows.First(row => row.Method == method), EvaluatedMethods.At(4).Where(found => found.Origin != MethodOrigin.Others)).Select(filled => filled.Method.Network);
        }
    }

    /// <summary>Formulas and authors' weights give the paper's numbers; all other rows have their sentences (see above), so nothing stays unexplained.</summary>
    [Theory]
    [InlineData("Set5", true), InlineData("Set14", false)]
    public void What_is_the_papers_own_differs_by_no_more_than_a_tenth_of_a_decibel(string set, bool networks)
    {
        Assert.SkipWhen(ImageSet.Find(set) is null, $"needs the real {set}");
        bool Own(EvaluatedMethod method) => method.Origin == MethodOrigin.Formula || (networks && method is { Network: "SRCNN", Origin: MethodOrigin.Others });
        var results = PaperTableRun.Run(PaperTables.All, new CachedEvaluation(new ResultCache(folder.FullName)), row => row.Set == set, scale => [.. EvaluatedMethods.At(scale).Where(Own)]);
        Assert.True(results.Count(result => result.Measured is not null) >= 5);
        Assert.All(results, result => Assert.False(result.IsUnexplained, result.Row.ToString()));
        Assert.All(results.Where(result => result.Method?.Network == "Bicubic"), result => Assert.Equal(0, result.Difference!.Value, 0.015));
    }

    [Fact]
    public void A_difference_without_a_sentence_is_unexplained_and_looks_so()
    {
        var (own, other, nothing) = (Made(null), Made("Ours is another."), PaperTableRun.Run([Table()], Evaluation(), folder: Nowhere()).Single());
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
        PaperTables.Find(id).Single().Rows.Single(row => row.Method == method && row.Set == set && row.Scale == scale) is var row ? (row.Psnr, row.Ssim) : default;

    private CachedEvaluation Evaluation() => new(new ResultCache(folder["cache"]));

    private DataFolder Nowhere() => new([new DataLocation(folder["nothing"], DataSource.Cache)], folder["nothing"]);

    private static PaperTable Table() => new("made", "Made", "nowhere", [new PaperRow("Bicubic", "Set5", 2, Protocol.Y601(2), 30, 0.9)], [PaperCandidate.Formula("Bicubic")], []);

    private static PaperResult Made(string? explanation)
    {
        var table = table0;
        var measured = new EvaluationRow("Set5", "Bicubic", Protocol.Y601(2), [("a", new Score(25, 0.8)), ("b", new Score(26, 0.9))], "");
        return new PaperResult(table, table.Rows[0], EvaluatedMethod.Of(Interpolation.Bicubic(2)), measured, explanation);
    }

    private static readonly PaperTable table0 = Table();
}
