namespace SuperResolution.Workbench.Sweeps;

/// <summary>
/// The shared folder of a sweep: the plan, and what its jobs leave behind. Every process that sees the folder may work on it.
/// </summary>
/// <remarks>
/// <c>sweep.json</c>, <c>job.sh</c> (for Slurm), <c>runs/JOB/</c> (trainings), <c>results/JOB.json</c>, <c>cache/</c> (scores of images),
/// <c>logs/</c>, <c>table.md</c> and <c>table.csv</c>.
/// </remarks>
internal sealed class SweepFolder
{
    private const int ClaimTries = 5;

    /// <summary>Opens the folder of a sweep that is planned.</summary>
    /// <exception cref="BadInputException">There is none.</exception>
    public SweepFolder(string path) : this(path, SweepPlan.Read(PlanFile(path)))
    {
    }

    private SweepFolder(string path, SweepPlan plan) => (Path, Plan, Jobs) = (System.IO.Path.GetFullPath(path), plan, plan.Jobs());

    /// <summary>Absolute.</summary>
    public string Path { get; }

    public SweepPlan Plan { get; }

    /// <summary>A job's number is its place.</summary>
    public IReadOnlyList<SweepJob> Jobs { get; }

    public string Script => In("job.sh");

    public string Cache => In("cache");

    public string Logs => In("logs");

    public string Table => In("table");

    /// <summary>Makes the folder. The same plan may be made again, another one not.</summary>
    /// <exception cref="BadInputException">The plan is not possible, or the folder holds another one.</exception>
    public static SweepFolder Make(string path, SweepPlan plan)
    {
        plan.Check();
        if (File.Exists(PlanFile(path)) && SweepPlan.Read(PlanFile(path)).ToJson() != plan.ToJson())
            throw new BadInputException($"{path} holds another sweep ({PlanFile(path)}). Choose an empty folder: results of two plans " +
                "must not mix.");
        var folder = new SweepFolder(path, plan);
        foreach (var name in new[] { "runs", "results", "claims", "logs" }) Directory.CreateDirectory(folder.In(name));
        plan.Write(PlanFile(path));
        return folder;
    }

    public string Run(SweepJob job) => System.IO.Path.Combine(In("runs"), job.Name);

    public string Result(SweepJob job) => System.IO.Path.Combine(In("results"), job.Name + ".json");

    public string Log(SweepJob job) => System.IO.Path.Combine(Logs, job.Name + ".log");

    public bool IsDone(SweepJob job) => File.Exists(Result(job));

    /// <summary>The numbers of the jobs that have no result.</summary>
    public IReadOnlyList<int> Left() => [.. Enumerable.Range(0, Jobs.Count).Where(number => !IsDone(Jobs[number]))];

    /// <summary>
    /// The sole right to compute a job, as long as it is held; the system takes it from a process that dies. Null where another process
    /// has it.
    /// </summary>
    public FileClaim? Claim(SweepJob job)
    {
        for (var tries = 1; ; tries++)
        {
            if (FileClaim.Try(ClaimFile(job), keep: true) is { } claim) return claim;
            if (tries == ClaimTries) return null;
            Thread.Sleep(100 * tries); // perhaps somebody only looks whether it is held
        }
    }

    /// <summary>Whether a process works on a job now.</summary>
    public bool IsClaimed(SweepJob job) => FileClaim.IsTaken(ClaimFile(job));

    private static string PlanFile(string path) => System.IO.Path.Combine(path, "sweep.json");

    private string ClaimFile(SweepJob job) => System.IO.Path.Combine(In("claims"), job.Name);

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
