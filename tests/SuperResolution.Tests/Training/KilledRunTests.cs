using System.Diagnostics;
using SuperResolution.Tests.Support;
using SuperResolution.Training;

namespace SuperResolution.Tests.Training;

/// <summary>
/// kill -9 at any moment, also during a save: the continued run ends with the same bytes as one that was never interrupted.
/// </summary>
public sealed class KilledRunTests : IDisposable
{
    private const string FolderVariable = "SUPERRESOLUTION_TEST_RUN";
    private const int Kills = 16;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>
    /// What the killed processes run: this test alone, on a folder that the killer names. Without one it is an uninterrupted run.
    /// </summary>
    [Theory]
    [InlineData("plain"), InlineData("gan")]
    public void A_run_reaches_its_end(string recipe)
    {
        var settings = Settings(Environment.GetEnvironmentVariable(FolderVariable) ?? folder["run"], recipe);
        if (Environment.GetEnvironmentVariable(FolderVariable) is { } target && Path.GetFileName(Path.GetDirectoryName(target)) != recipe)
            return;
        using var run = TrainingRun.Resume(settings);
        Assert.True(run.Run(step => Console.WriteLine($"step {step.Step}")));
    }

    [Theory]
    [InlineData("plain"), InlineData("gan")]
    public void A_run_that_is_killed_many_times_ends_with_the_same_bytes(string recipe)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs SIGKILL");
        using (var whole = TrainingRun.Start(Settings(folder["whole/run"], recipe))) whole.Run();

        var killed = Directory.CreateDirectory(folder[$"{recipe}/run"]).FullName;
        var (random, during) = (new Random(recipe.Length), 0);
        for (var kill = 0; kill < Kills; kill++)
        {
            Assert.True(Killed(killed, afterSteps: kill % 3, inSave: kill % 2 == 0, random),
                "the process ended by itself before it was killed");
            if (Directory.GetFiles(killed, "*.tmp").Length > 0) during++;
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{during} of {Kills} kills hit a save");
        Assert.True(during > 0, "no kill hit a save");
        Assert.Equal(0, Finish(killed));

        Assert.Empty(Directory.GetFiles(killed, "*.tmp"));
        foreach (var file in new[] { "run.safetensors", "best.safetensors", "checkpoint.safetensors", "data.sha256", "recipe.txt" })
            Assert.True(File.ReadAllBytes(folder["whole/run/" + file]).SequenceEqual(File.ReadAllBytes(Path.Combine(killed, file))),
                $"{file} differs");
        Assert.Equal(1 + Kills, RunRecord.Read(Path.Combine(killed, "run.json")).Sessions.Count);
    }

    /// <summary>More steps than the killed processes come to.</summary>
    private static RunSettings Settings(string folder, string recipe) =>
        TinyRuns.Settings(folder, TinyRuns.Recipe(recipe) with { Steps = 150 });

    /// <summary>
    /// Starts or continues the run and kills it: as soon as a save has begun, or after a time that has nothing to do with saves.
    /// </summary>
    private static bool Killed(string run, int afterSteps, bool inSave, Random random)
    {
        using var process = Start(run);
        _ = process.StandardError.ReadToEndAsync();
        var seen = -1;
        while (seen < afterSteps && process.StandardOutput.ReadLine() is { } line)
            if (line.StartsWith("step ", StringComparison.Ordinal)) seen++;
        _ = process.StandardOutput.ReadToEndAsync();
        if (inSave) SpinWait.SpinUntil(() => process.HasExited || Directory.GetFiles(run, "*.tmp").Length > 0, TimeSpan.FromSeconds(10));
        else Thread.Sleep(random.Next(20));
        var alive = !process.HasExited;
        process.Kill();
        process.WaitForExit();
        return alive;
    }

    private static int Finish(string run)
    {
        using var process = Start(run);
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }

    private static Process Start(string run)
    {
        var start = new ProcessStartInfo(
            "dotnet", [typeof(KilledRunTests).Assembly.Location, "-noLogo", "-method",
            $"{typeof(KilledRunTests).FullName}.{nameof(A_run_reaches_its_end)}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[FolderVariable] = run;
        return Process.Start(start)!;
    }
}
