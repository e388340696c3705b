using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using SuperResolution.Imaging;
using SuperResolution.Models;
using SuperResolution.Training;
using static TorchSharp.torch;

namespace SuperResolution.Benchmarks;

/// <summary>
/// What the waiting policy (<c>Platform/WaitingPolicy.cs</c>) gives and costs: the same work in processes of their own with OpenMP's
/// default and with the kit's, alone and beside as many busy processes as there are processors, in turns. Goals: alone at most 1.05 of
/// the default's time, beside the others at most 3 times the time alone.
/// </summary>
/// <remarks>
/// Nothing else may run. The work: a hundred training steps of two small networks, without the start of the process, or
/// <c>--notebook FILE</c>: the workbench's run of it in the smoke budget, as a whole. <c>--turns N</c> tries another number of turns.
/// </remarks>
internal static class WaitingComparison
{
    /// <summary>libgomp's own number where nothing is set.</summary>
    private const string Default = "300000";

    private static string Self => Assembly.GetExecutingAssembly().Location;

    public static void Run(string[] args)
    {
        var options = args.Chunk(2).ToDictionary(pair => pair[0],
            pair => pair.Length > 1 ? pair[1] : throw new InvalidOperationException($"{pair[0]} needs a value."));
        if (options.Keys.Except(["--notebook", "--turns", "--rounds"]).FirstOrDefault() is { } unknown)
            throw new InvalidOperationException($"'{unknown}' is not understood. Use --notebook FILE, --turns N, --rounds N (odd).");
        if (!OperatingSystem.IsLinux()) throw new InvalidOperationException("GOMP_SPINCOUNT is of Linux's OpenMP.");
        var (notebook, turns) = (options.GetValueOrDefault("--notebook"), options.GetValueOrDefault("--turns"));
        var rounds = int.Parse(options.GetValueOrDefault("--rounds", "5"), CultureInfo.InvariantCulture);

        Console.WriteLine($"{NetworkOptions.Machine()}; {rounds} rounds in turns: median (least–greatest) of the rounds' ratios");
        Func<double>[] sides =
        [
            () => Measure(Default, notebook), () => Measure(turns, notebook),
            () => Beside(Default, notebook), () => Beside(turns, notebook),
        ];
        var times = Turns.Race([.. sides.Select(side => (Func<Timing>)(() => new Timing(side(), 0)))], rounds);
        Row("alone, the kit's against the default", times[1], times[0], "≤ 1.05");
        Row("the kit's, beside busy ones against alone", times[3], times[1], "≤ 3");
        Row("the default, beside busy ones against alone", times[2], times[0], "");
    }

    private static void Row(string name, Timing[] ours, Timing[] theirs, string goal)
    {
        var ratios = Turns.Ratios(ours, theirs, time => time.Wall);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-46}{Turns.Median(ratios):F2} ({ratios[0]:F2}–{ratios[^1]:F2})  {goal}"));
    }

    /// <summary>What a process of its own does; prints the seconds.</summary>
    public static void Steps()
    {
        TrainingRecipe[] recipes = [SrcnnRecipe.Workshop, SrResNetRecipe.Workshop];
        var picture = Picture.FromTensor(rand(1, 3, 240, 240));
        foreach (var recipe in recipes)
        {
            using var network = recipe.NewNetwork();
            using var trainer = new Trainer(recipe, network, recipe.NewLoss(), recipe.Batches([picture]));
            trainer.TrainOneStep();
            var time = Turns.Time(() => trainer.TrainOneStep(), 50);
            Console.WriteLine(time.Wall.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Until it is ended.</summary>
    public static void Busy()
    {
        for (var x = 1.0; x > 0; x = (x * 1.0000001) + 1e-9) { }
    }

    private static double Beside(string? turns, string? notebook)
    {
        var others = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Start(null, Self, "waiting-busy")).ToList();
        try
        {
            return Measure(turns, notebook);
        }
        finally
        {
            foreach (var other in others)
            {
                other.Kill();
                other.WaitForExit();
                other.Dispose();
            }
        }
    }

    private static double Measure(string? turns, string? notebook)
    {
        var start = Stopwatch.GetTimestamp();
        using var process = notebook is null
            ? Start(turns, Self, "waiting-steps")
            : Start(turns, Workbench(), "run", notebook, "--budget", "smoke", "--out", Path.Combine(Path.GetTempPath(), "waiting-report"));
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"The measured process ended with {process.ExitCode}: {said}");
        return notebook is not null ? Stopwatch.GetElapsedTime(start).TotalSeconds
            : said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Sum(seconds => double.Parse(seconds, CultureInfo.InvariantCulture));
    }

    private static Process Start(string? turns, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true };
        foreach (var name in new[] { "OMP_WAIT_POLICY", "GOMP_SPINCOUNT", "SUPERRESOLUTION_THREADS" }) start.Environment.Remove(name);
        if (turns is not null) start.Environment["GOMP_SPINCOUNT"] = turns;
        return Process.Start(start)!;
    }

    private static string Workbench()
    {
        var file = Path.GetFullPath(AppContext.BaseDirectory + "../../../../../lib/Workbench/bin/Release/net10.0/workbench.dll");
        return File.Exists(file) ? file : throw new InvalidOperationException($"No '{file}': dotnet build lib/Workbench -c Release");
    }
}
