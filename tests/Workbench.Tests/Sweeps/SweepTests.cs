using SuperResolution.Workbench.Sweeps;

namespace SuperResolution.Workbench.Tests.Sweeps;

public sealed class SweepTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public SweepTests() => SweepPictures.Draw(folder);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_combination_is_one_job_but_formulas_have_no_seeds_and_a_network_for_all_scales_is_trained_once()
    {
        var plan = Plan(["bicubic", "srcnn", "vdsr"], scales: [2, 3], seeds: [1, 2]);
        Assert.Equal(
            ["bicubic-x2", "bicubic-x3", "srcnn-x2-seed1", "srcnn-x2-seed2", "srcnn-x3-seed1", "srcnn-x3-seed2", "vdsr-x2x3-seed1",
            "vdsr-x2x3-seed2"],
            plan.Jobs().Select(job => job.Name));
    }

    [Theory]
    [InlineData("--models nonsense: choose from nearest, bilinear, bicubic, srcnn", "nonsense")]
    [InlineData("--models: bicubic is named twice", "bicubic", "bicubic")]
    [InlineData("--models srgan starts from weights for ×4: leave ×3 out", "srgan")]
    [InlineData("--models: name at least one")]
    public void What_cannot_be_computed_is_refused_before_anything_is(string message, params string[] models)
    {
        var error = Assert.Throws<BadInputException>(() => SweepFolder.Make(folder.File("sweep"), Plan(models, scales: [3])));
        Assert.Contains(message, error.Message);
        Assert.False(Directory.Exists(folder.File("sweep")));
    }

    [Fact]
    public void A_folder_holds_one_plan()
    {
        SweepFolder.Make(folder.File("sweep"), Plan(["bicubic"]));
        SweepFolder.Make(folder.File("sweep"), Plan(["bicubic"])); // the same again is no mistake
        Assert.Contains("holds another sweep",
            Assert.Throws<BadInputException>(() => SweepFolder.Make(folder.File("sweep"), Plan(["nearest"]))).Message);
        Assert.Contains("Make one with 'sweep plan'",
            Assert.Throws<BadInputException>(() => new SweepFolder(folder.File("pictures"))).Message);
    }

    [Theory]
    [InlineData("0-3,5,7-8", 0, 1, 2, 3, 5, 7, 8), InlineData("4", 4), InlineData("")]
    public void Slurm_is_told_of_ranges(string ranges, params int[] numbers) => Assert.Equal(ranges, Slurm.Ranges(numbers));

    [Fact]
    public void On_this_machine_all_jobs_are_computed_once_and_merged_with_their_spread_over_the_seeds()
    {
        var sweep = SweepFolder.Make(folder.File("sweep"), Plan(["bicubic", "srcnn"], seeds: [1, 2]));
        var (code, said) = Workbench("sweep", "run", sweep.Path, "--processes", "2");
        Assert.True(code == 0, said);
        Assert.Contains("3 of 3 jobs to compute", said);
        Assert.Empty(sweep.Left());

        var results = sweep.Jobs.Select(job => SweepResult.Read(sweep.Result(job))).ToList();
        var (one, two) = (results[1].Rows.Single().Psnr, results[2].Rows.Single().Psnr);
        Assert.NotEqual(one, two);
        var table = File.ReadAllText(sweep.Table + ".md");
        Assert.Contains(FormattableString.Invariant($"| srcnn | {(one + two) / 2:0.00} | {Math.Abs(one - two) / Math.Sqrt(2):0.000} |"),
            table);
        Assert.Contains("| 2 of 2 |", table);
        Assert.Equal(1 + 3, File.ReadAllLines(sweep.Table + ".csv").Length);

        // Nothing is computed twice.
        var before = sweep.Jobs.Select(job => File.GetLastWriteTimeUtc(sweep.Result(job))).ToList();
        Assert.Contains("0 of 3 jobs to compute", Workbench("sweep", "run", sweep.Path).Said);
        Assert.Contains("done before", Workbench("sweep", "job", sweep.Path, "1").Said);
        Assert.Equal(before, sweep.Jobs.Select(job => File.GetLastWriteTimeUtc(sweep.Result(job))));
        Assert.Contains("3 of 3 jobs are done", Workbench("sweep", "status", sweep.Path).Said);
    }

    [Fact]
    public void A_job_that_is_killed_is_run_again_and_has_the_result_of_one_that_was_not()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs signals");
        var (whole, sweep) = (SweepFolder.Make(folder.File("whole"), Plan(["srcnn"])),
            SweepFolder.Make(folder.File("sweep"), Plan(["srcnn"])));
        Assert.Equal(0, Workbench("sweep", "job", whole.Path, "0").Code);

        using (var process = WorkbenchProcess.Start(["sweep", "job", sweep.Path, "0"]))
        {
            while (process.StandardOutput.ReadLine() is { } line && !line.Contains("step 30 of 60")) { }
            Assert.True(sweep.IsClaimed(sweep.Jobs[0]));
            Assert.Contains("another process works on it", Workbench("sweep", "job", sweep.Path, "0").Said);
            process.Kill();
            process.WaitForExit();
        }
        Assert.Equal([0], sweep.Left());
        Assert.Contains("begun, and stopped", Workbench("sweep", "status", sweep.Path).Said);

        var (code, said) = Workbench("sweep", "run", sweep.Path);
        Assert.True(code == 0, said);
        Assert.Matches(@"from step [1-9]\d* of 60", File.ReadAllText(sweep.Log(sweep.Jobs[0])));
        Assert.Equal(File.ReadAllText(whole.Result(whole.Jobs[0])), File.ReadAllText(sweep.Result(sweep.Jobs[0])));
    }

    [Fact]
    public void A_job_that_fails_is_named_with_its_log_and_the_others_are_computed()
    {
        var sweep = SweepFolder.Make(folder.File("sweep"), Plan(["bicubic", "srcnn"]) with { Data = [folder.File("gone")] });
        var (code, said) = Workbench("sweep", "run", sweep.Path);
        Assert.Equal(1, code);
        Assert.Contains($"srcnn-x3-seed1: FAILED, exit code 1. What it said last is in {sweep.Log(sweep.Jobs[1])}", said);
        Assert.Contains("gone", File.ReadAllText(sweep.Log(sweep.Jobs[1])));
        Assert.Equal([1], sweep.Left());
        Assert.Contains("1 of 2 jobs have no result yet", said);
    }

    [Fact]
    public void A_damaged_result_is_named()
    {
        var sweep = SweepFolder.Make(folder.File("sweep"), Plan(["bicubic"]));
        File.WriteAllText(sweep.Result(sweep.Jobs[0]), "{ \"rows\": ");
        var (code, said) = Workbench("sweep", "table", sweep.Path);
        Assert.Equal(1, code);
        Assert.Contains($"'{sweep.Result(sweep.Jobs[0])}' is damaged", said);
    }

    private SweepPlan Plan(string[] models, int[]? scales = null, long[]? seeds = null) =>
        SweepPictures.Plan(folder, models, scales ?? [3], seeds ?? [1]);

    private static (int Code, string Said) Workbench(params string[] arguments) => SweepPictures.Workbench(arguments);
}
