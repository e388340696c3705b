using SuperResolution.Datasets;
using SuperResolution.Metrics;
using SuperResolution.Training;

namespace SuperResolution.Workbench.Sweeps;

/// <summary>
/// Computes one job of a sweep. Killed at any moment, it goes on from its checkpoint when it is run again; what is done is not computed
/// twice.
/// </summary>
internal static class JobRunner
{
    /// <summary>Trains and measures.</summary>
    /// <param name="folder">The sweep.</param>
    /// <param name="job">One of its jobs.</param>
    /// <param name="say">What happens, for the log.</param>
    /// <param name="cancel">Stops at a checkpoint.</param>
    /// <returns>False after a cancellation.</returns>
    public static bool Run(SweepFolder folder, SweepJob job, TextWriter say, CancellationToken cancel)
    {
        if (folder.IsDone(job))
        {
            say.WriteLine($"{job.Name}: done before, {folder.Result(job)}.");
            return true;
        }
        using var claim = folder.Claim(job);
        if (claim is null)
        {
            say.WriteLine($"{job.Name}: another process works on it.");
            return true;
        }
        var sets = folder.Plan.Sets.Select(name => ImageSet.Open(name)).ToList();
        // before the training, not after it
        foreach (var (scale, set) in from scale in job.Scales from set in sets select (scale, set)) Protocol.Y601(scale).RequireSizes(set);
        var notices = new List<string>();
        if (Methods(folder, job, notices, say, cancel) is not { } methods) return false;
        var rows = new CachedEvaluation(new ResultCache(folder.Cache))
            .Run([.. from method in methods from set in sets select new EvaluationTask(method, set, Protocol.Y601(method.Scale))],
                cancel: cancel);
        notices.AddRange(sets.Select(set => set.Notice).Where(notice => notice.Length > 0));
        new SweepResult(job.Model, job.Seed,
            [.. rows.Select(row => new SweepRow(
                row.Set, row.Protocol.Scale, $"{row.Protocol}", row.Images.Count, row.Mean.Psnr, row.Mean.Ssim))], [.. notices.Distinct()])
            .Write(folder.Result(job));
        var means = rows.Select(row => FormattableString.Invariant($"{row.Mean.Psnr:0.00} dB on {row.Set} ×{row.Protocol.Scale}"));
        say.WriteLine($"{job.Name}: done, {string.Join("; ", means)}.");
        return true;
    }

    private static IReadOnlyList<EvaluatedMethod>? Methods(
        SweepFolder folder, SweepJob job, List<string> notices, TextWriter say, CancellationToken cancel)
    {
        if (SweepJob.IsFormula(job.Model)) return [.. job.Scales.Select(scale => EvaluatedMethod.Of(SweepJob.Formula(job.Model, scale)))];

        using var run = TrainingRun.Resume(new RunSettings
        {
            Folder = folder.Run(job),
            Recipe = job.Recipe(folder.Plan.Budget),
            Pictures = TrainingPictures.Load([.. folder.Plan.Data]),
            Command = $"sweep job {folder.Path} ({job.Name})",
        });
        notices.AddRange(run.Notices);
        var (steps, every) = (run.Training.Recipe.Steps, Math.Max(1, run.Training.Recipe.Steps / 20));
        say.WriteLine($"{job.Name}: from step {run.Training.Step} of {steps}");
        var done = run.Run(step =>
        {
            if (step.Step % every == 0)
                say.WriteLine(FormattableString.Invariant($"{job.Name}: step {step.Step} of {steps}, loss {step.Loss.Total:g4}"));
        }, cancel);
        return done ? [.. job.Scales.Select(scale => EvaluatedMethod.Here(run.FinalFile, scale))] : null;
    }
}
