using System.Diagnostics;
using System.Globalization;

namespace SuperResolution.Benchmarks;

/// <summary>Times this code and a Python process in turns: what disturbs the machine disturbs both.</summary>
internal static class Turns
{
    public const int Rounds = 31;
    private const double SecondsPerRound = 0.05;

    /// <param name="other">The other side's name.</param>
    /// <param name="ours">One call here.</param>
    /// <param name="theirs">The mean over a number of calls there.</param>
    public static void Compare(string other, Action ours, Func<int, Timing> theirs)
    {
        var count = Math.Max(1, (int)(SecondsPerRound / theirs(3).Processor));
        for (var i = 0; i < 5; i++) Time(ours, Math.Max(count, 10)); // until tiered compilation has settled

        var (here, there) = (new Timing[Rounds], new Timing[Rounds]);
        for (var round = 0; round < Rounds; round++)
        {
            if (round % 2 == 0) here[round] = Time(ours, count);
            there[round] = theirs(count);
            if (round % 2 == 1) here[round] = Time(ours, count);
        }
        Report("on the wall ", other, here, there, timing => timing.Wall);
        Report("of processor", other, here, there, timing => timing.Processor);
    }

    private static Timing Time(Action work, int count)
    {
        var (wall, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        for (var i = 0; i < count; i++) work();
        return new Timing(Stopwatch.GetElapsedTime(wall).TotalSeconds / count, (Environment.CpuUsage.TotalTime - processor).TotalSeconds / count);
    }

    private static void Report(string what, string other, Timing[] ours, Timing[] theirs, Func<Timing, double> time)
    {
        var (here, there) = (ours.Select(time).Order().ToArray(), theirs.Select(time).Order().ToArray());
        var ratios = ours.Zip(theirs, (our, their) => time(our) / time(their)).Order().ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {what}: here {Median(here) * 1e3:F2} ms (best {here[0] * 1e3:F2}), {other} {Median(there) * 1e3:F2} ms (best {there[0] * 1e3:F2}); ratio of medians {Median(here) / Median(there):F3}, of bests {here[0] / there[0]:F3}, per round {ratios[0]:F3}…{Median(ratios):F3}…{ratios[^1]:F3}"));
    }

    private static double Median(double[] sorted) => sorted[sorted.Length / 2];
}

/// <summary>Seconds on the wall, and seconds of the processor, which other processes disturb less.</summary>
internal readonly record struct Timing(double Wall, double Processor);
