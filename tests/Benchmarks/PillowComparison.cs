using System.Diagnostics;
using System.Globalization;
using SuperResolution.Imaging;

namespace SuperResolution.Benchmarks;

/// <summary>Bicubic ×1/4 and ×4 of one picture, here and in Pillow, in turns: what disturbs the machine disturbs both.</summary>
internal static class PillowComparison
{
    private const int Rounds = 31;
    private const double SecondsPerRound = 0.05;

    public static int Run(string python)
    {
        var (picture, name) = TestImage.Load();
        picture = picture.ToRgb();
        try
        {
            using var pillow = new PillowProcess(python, picture);
            Console.WriteLine($"{name}, {Rounds} rounds in turns, Pillow {pillow.Version}, {Environment.ProcessorCount} processors; ratios under 1: faster than Pillow");
            foreach (var scale in new[] { 0.25, 4 }) Compare(pillow, picture, scale);
            return 0;
        }
        catch (Exception error) when (error is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            Console.WriteLine(error.Message);
            return 1;
        }
    }

    private static void Compare(PillowProcess pillow, Picture picture, double scale)
    {
        var (width, height) = ((int)Math.Ceiling(picture.Width * scale), (int)Math.Ceiling(picture.Height * scale));
        var count = Math.Max(1, (int)(SecondsPerRound / pillow.Time(3, width, height).Processor));
        for (var i = 0; i < 5; i++) Ours(picture, scale, Math.Max(count, 10)); // until tiered compilation has settled

        var (ours, theirs) = (new Timing[Rounds], new Timing[Rounds]);
        for (var round = 0; round < Rounds; round++)
        {
            if (round % 2 == 0) ours[round] = Ours(picture, scale, count);
            theirs[round] = pillow.Time(count, width, height);
            if (round % 2 == 1) ours[round] = Ours(picture, scale, count);
        }
        Console.WriteLine($"{picture.Width}×{picture.Height} → {width}×{height}, {count} in a round");
        Report("on the wall ", ours, theirs, timing => timing.Wall);
        Report("of processor", ours, theirs, timing => timing.Processor);
    }

    private static Timing Ours(Picture picture, double scale, int count)
    {
        var (wall, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        for (var i = 0; i < count; i++) Resize.Imresize(picture, scale);
        return new Timing(Stopwatch.GetElapsedTime(wall).TotalSeconds / count, (Environment.CpuUsage.TotalTime - processor).TotalSeconds / count);
    }

    private static void Report(string what, Timing[] ours, Timing[] theirs, Func<Timing, double> time)
    {
        var (here, there) = (ours.Select(time).Order().ToArray(), theirs.Select(time).Order().ToArray());
        var ratios = ours.Zip(theirs, (our, their) => time(our) / time(their)).Order().ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {what}: here {Median(here) * 1e3:F2} ms (best {here[0] * 1e3:F2}), Pillow {Median(there) * 1e3:F2} ms (best {there[0] * 1e3:F2}); ratio of medians {Median(here) / Median(there):F2}, of bests {here[0] / there[0]:F2}, per round {ratios[0]:F2}…{Median(ratios):F2}…{ratios[^1]:F2}"));
    }

    private static double Median(double[] sorted) => sorted[sorted.Length / 2];
}
