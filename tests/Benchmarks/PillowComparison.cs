using System.Diagnostics;
using System.Globalization;
using SuperResolution.Imaging;

namespace SuperResolution.Benchmarks;

/// <summary>×1/4 bicubic of one picture, here and in Pillow, in turns: what disturbs the machine disturbs both.</summary>
internal static class PillowComparison
{
    private const double Scale = 0.25;
    private const int Rounds = 31;
    private const double SecondsPerRound = 0.05;

    public static int Run(string python)
    {
        var (picture, name) = TestImage.Load();
        picture = picture.ToRgb();
        var small = Resize.Imresize(picture, Scale);
        PillowProcess started;
        try
        {
            started = new PillowProcess(python, picture, small.Width, small.Height);
        }
        catch (Exception error) when (error is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            Console.WriteLine(error.Message);
            return 1;
        }
        using var pillow = started;

        var count = Math.Max(1, (int)(SecondsPerRound / pillow.Time(5)));
        for (var i = 0; i < 5; i++) // tiered compilation has settled after some hundred calls
        {
            Ours(picture, Math.Max(count, 20));
            pillow.Time(count);
        }

        var (ours, theirs) = (new double[Rounds], new double[Rounds]);
        for (var round = 0; round < Rounds; round++)
        {
            if (round % 2 == 0) ours[round] = Ours(picture, count);
            theirs[round] = pillow.Time(count);
            if (round % 2 == 1) ours[round] = Ours(picture, count);
        }

        Report($"{name}, {picture.Width}×{picture.Height} → {small.Width}×{small.Height}, {Rounds} rounds of {count} in turns, Pillow {pillow.Version}, {Environment.ProcessorCount} processors", ours, theirs);
        return 0;
    }

    private static double Ours(Picture picture, int count)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++) Resize.Imresize(picture, Scale);
        return Stopwatch.GetElapsedTime(start).TotalSeconds / count;
    }

    private static void Report(string title, double[] ours, double[] theirs)
    {
        var ratios = ours.Zip(theirs, (our, their) => our / their).Order().ToArray();
        Console.WriteLine(title);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median: here {Median(ours) * 1e3:F2} ms, Pillow {Median(theirs) * 1e3:F2} ms, ratio of medians {Median(ours) / Median(theirs):F2}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio per round: min {ratios[0]:F2}, median {Median(ratios):F2}, max {ratios[^1]:F2} (under 1: faster than Pillow)"));
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
