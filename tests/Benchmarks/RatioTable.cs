using System.Globalization;

namespace SuperResolution.Benchmarks;

/// <summary>A line for each other side: medians and the ratio of each round, on the wall and of the processor.</summary>
internal static class RatioTable
{
    public static void Head() =>
        Console.WriteLine($"{"case",-22}{"against",-14}{"here",9}{"there",9}   {"ratio on the wall",-22}{"ratio of processor",-22}goal");

    public static void Row(string name, string other, Timing[] ours, Timing[] theirs, double? goal)
    {
        static double Seconds(Timing[] times) => Turns.Median([.. times.Select(time => time.Wall).Order()]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-22}{other,-14}{Seconds(ours),7:F3} s{Seconds(theirs),7:F3} s   " +
            $"{Spread(ours, theirs, time => time.Wall),-22}{Spread(ours, theirs, time => time.Processor),-22}" +
            $"{(goal is { } limit ? $"≤ {limit:F2}" : "")}"));
    }

    private static string Spread(Timing[] ours, Timing[] theirs, Func<Timing, double> time)
    {
        var ratios = Turns.Ratios(ours, theirs, time);
        return string.Create(CultureInfo.InvariantCulture, $"{Turns.Median(ratios):F2} ({ratios[0]:F2}–{ratios[^1]:F2})");
    }
}
