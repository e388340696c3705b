using SuperResolution.Workbench.Sweeps;

namespace SuperResolution.Workbench.Tests.Sweeps;

/// <summary>With a real Slurm of one node.</summary>
public sealed class SlurmTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_array_computes_what_this_machine_would_and_an_element_that_dies_is_submitted_again_alone()
    {
        using var slurm = SlurmCluster.Start();
        SweepPictures.Draw(folder);
        var plan = SweepPictures.Plan(folder, ["bicubic", "srcnn"], [3], [1, 2]);
        var here = SweepFolder.Make(folder.File("here"), plan);
        Assert.Equal(0, SweepPictures.Workbench(
            ["sweep", "run", here.Path], start => start.Environment["SUPERRESOLUTION_THREADS"] = "1").Code);
        string[] planned = ["sweep", "plan", folder.File("it's there"), "--models", "bicubic", "srcnn", "--budget", "smoke", "--scales",
            "3", "--seeds", "1", "2", "--sets", folder.File("others"), "--data", folder.File("pictures")];
        Assert.Equal(0, SweepPictures.Workbench(planned).Code); // a name that wants quotes
        var there = new SweepFolder(folder.File("it's there"));
        Assert.Equal(plan.ToJson(), there.Plan.ToJson());

        // One element is killed as soon as it trains.
        var victim = there.Jobs[2];
        Assert.Matches(@"Submitted batch job \d+", Submit());
        slurm.Until(() => File.Exists(Path.Combine(there.Run(victim), "run.json")), $"{victim.Name} trains");
        slurm.Ask("scancel", "--signal=KILL", "--full", "--name=super-resolution");
        slurm.Until(() => Queue() == "", "the queue is empty");
        Assert.Contains(2, there.Left());

        Assert.Matches(@"Submitted batch job \d+", Submit());
        slurm.Until(() => there.Left().Count == 0, "all jobs have a result");
        slurm.Until(() => Queue() == "", "the queue is empty");
        Assert.Contains("Nothing is left to compute", Submit());
        foreach (var (mine, its) in here.Jobs.Zip(there.Jobs))
            Assert.Equal(File.ReadAllText(here.Result(mine)), File.ReadAllText(there.Result(its)));
        Assert.Equal(SweepTable.Of(here).ToString(), SweepTable.Of(there).ToString());

        string Queue() => slurm.Ask("squeue", "--noheader").Trim();
        string Submit() => SweepPictures.Workbench(["sweep", "submit", there.Path, "--sbatch=--cpus-per-task=1"], start =>
        {
            start.Environment["SLURM_CONF"] = slurm.Configuration;
            start.Environment["SUPERRESOLUTION_THREADS"] = "1";
        }).Said;
    }

    [Fact]
    public void Without_Slurm_the_message_says_what_to_do_instead()
    {
        SweepPictures.Draw(folder);
        var sweep = SweepFolder.Make(folder.File("sweep"), SweepPictures.Plan(folder, ["bicubic"], [3], [1]));
        var (code, said) = SweepPictures.Workbench(["sweep", "submit", sweep.Path], start => start.Environment["PATH"] = folder.Path);
        Assert.Equal(1, code);
        Assert.Contains("There is no sbatch here", said);
        Assert.Contains($"sweep run {sweep.Path} --processes", said);
    }
}
