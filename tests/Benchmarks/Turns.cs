using System.Diagnostics;
using System.Globalization;

namespace SuperResolution.Benchmarks;

/// <summary>Times this code and others in turns: what disturbs the machine disturbs all.</summary>
internal static class Turns
{
    public const int Rounds = 31;
    private const double SecondsPerRound = 0.05;

    /// <summary>Short work, many calls in each round, printed in two lines.</summary>
    /// <param name="other">The other side's name.</param>
    /// <param name="ours">One call here.</param>
    /// <param name="theirs">The mean over a number of calls there.</param>
    public static void Compare(string other, Action ours, Func<int, Timing> theirs)
    {
        var count = Math.Max(1, (int)(SecondsPerRound / theirs(3).Processor));
        for (var i = 0; i < 5; i++) Time(ours, Math.Max(count, 10)); // until tiered compilation has settled

        var times = Race([() => Time(ours, count), () => theirs(count)], Rounds);
        Report("on the wall ", other, times[0], times[1], timing => timing.Wall);
        Report("of processor", other, times[0], times[1], timing => timing.Processor);
    }

    /// <summary>The times of each side in each round; every second round goes through the sides backwards.</summary>
    public static Timing[][] Race(IReadOnlyList<Func<Timing>> sides, int rounds)
    {
        var times = sides.Select(_ => new Timing[rounds]).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < sides.Count; i++)
            {
                var side = round % 2 == 0 ? i : sides.Count - 1 - i;
                times[side][round] = sides[side]();
            }
        }
        return times;
    }

    /// <summary>The mean time of a call in this process.</summary>
    public static Timing Time(Action work, int count = 1)
    {
        var (wall, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        for (var i = 0; i < count; i++) work();
        return new Timing(Stopwatch.GetElapsedTime(wall).TotalSeconds / count,
            (Environment.CpuUsage.TotalTime - processor).TotalSeconds / count);
    }

    /// <summary>The ratio of two sides in each round, in order.</summary>
    public static double[] Ratios(Timing[] ours, Timing[] theirs, Func<Timing, double> time) =>
        [.. ours.Zip(theirs, (our, their) => time(our) / time(their)).Order()];

    public static double Median(double[] sorted) => sorted[sorted.Length / 2];

    private static void Report(string what, string other, Timing[] ours, Timing[] theirs, Func<Timing, double> time)
    {
        var (here, there) = (ours.Select(time).Order().ToArray(), theirs.Select(time).Order().ToArray());
        var ratios = Ratios(ours, theirs, time);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {what}: here {Median(here) * 1e3:F2} ms (best {here[0] * 1e3:F2}), {other} {Median(there) * 1e3:F2} ms (best " +
            $"{there[0] * 1e3:F2}); ratio of medians {Median(here) / Median(there):F3}, of bests {here[0] / there[0]:F3}, per round " +
            $"{ratios[0]:F3}…{Median(ratios):F3}…{ratios[^1]:F3}"));
    }
}

/// <summary>Seconds on the wall, and seconds of the processor, which other processes disturb less.</summary>
internal readonly record struct Timing(double Wall, double Processor);
