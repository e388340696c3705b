using System.Diagnostics;
using Spectre.Console;
using SuperResolution.Metrics;

namespace SuperResolution.Workbench.Commands;

/// <summary>A line now and then while images are computed: how many, the latest, and how long it may still take.</summary>
internal sealed class EvaluationLines(IAnsiConsole console) : IProgress<EvaluationProgress>
{
    private static readonly TimeSpan pause = TimeSpan.FromSeconds(5);

    private readonly Stopwatch watch = Stopwatch.StartNew();
    private TimeSpan last = TimeSpan.Zero;

    public void Report(EvaluationProgress progress)
    {
        if (progress.Done < progress.Total && watch.Elapsed - last < pause) return;
        last = watch.Elapsed;
        var left = watch.Elapsed / progress.Done * (progress.Total - progress.Done);
        console.WriteLine(
            $"{progress.Done} of {progress.Total} images, {watch.Elapsed:hh\\:mm\\:ss} so far, about {left:hh\\:mm\\:ss} to go: " +
            $"{progress.Latest}");
    }
}
