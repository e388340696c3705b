using System.Diagnostics;
using Spectre.Console;
using SuperResolution.Datasets;
using SuperResolution.Models;
using SuperResolution.Training;
using SuperResolution.Weights;
using SuperResolution.Workbench.Commands;

namespace SuperResolution.Workbench.Tests.Commands;

public sealed class TrainCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public TrainCommandTests()
    {
        Directory.CreateDirectory(folder.File("pictures"));
        Directory.CreateDirectory(folder.File("others"));
        for (ulong i = 0; i < 2; i++) SyntheticImages.DeadLeaves(i + 1, 64, 56).Save(folder.File($"pictures/{i}.png"));
        SyntheticImages.Facade(5, 112, 104).Save(folder.File("others/a.png"));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_recipe_comes_first_then_steps_and_measurements_then_where_the_weights_are()
    {
        var (code, said, errors) = Finish(Start("srresnet", "run"));
        Assert.Equal(("", 0), (errors, code));
        Assert.StartsWith("SRResNet            here", said);
        Assert.Contains("training on   pictures, 2 images", said);
        Assert.Contains("measuring on  others, 1 images, Y601 ×4", said);
        Assert.Matches(@"step 20 of 20: .* dB on training patches", said);
        Assert.Matches(@"others Y601 ×4: .* dB against bicubic", said);
        Assert.Contains($"Done: {folder.File("run")}{Path.DirectorySeparatorChar}run.safetensors; the best measurement, step ", said);
        Assert.Equal(4, NetworkFile.Open(folder.File("run/best.safetensors")).Scale);
        Assert.Contains("\"command\": \"train srresnet --budget smoke", File.ReadAllText(folder.File("run/run.json")));

        // What watches it: a line for every step of this short run, event files, samples, a page.
        Assert.Equal(1 + 20, File.ReadAllLines(folder.File("run/history.csv")).Length);
        Assert.Equal(1 + 20, File.ReadAllLines(folder.File("run/validation.csv")).Length);
        Assert.Single(Directory.GetFiles(folder.File("run"), "events.out.tfevents.*"));
        Assert.Equal(20, Directory.GetFiles(folder.File("run/samples"), "step-*.png").Length);
        Assert.Contains("step 20 of 20", File.ReadAllText(folder.File("run/watch.html")));
    }

    [Fact]
    public void A_run_is_not_overwritten_and_a_finished_one_stays_as_it_is()
    {
        Finish(Start("srresnet", "run"));
        var weights = File.ReadAllBytes(folder.File("run/run.safetensors"));
        var (code, _, errors) = Finish(Start("srresnet", "run"));
        Assert.Equal(1, code);
        Assert.Contains("holds a run already. Continue it with --resume", errors);
        Assert.Single(errors.Trim().Split('\n'));
        Assert.Contains("holds another run: the recipe is SRResNet's, not RRDBNet's",
            Finish(Start("rrdb", "run", "--resume")).Errors);
        Assert.Equal(0, Finish(Start("srresnet", "run", "--resume")).Code);
        Assert.Equal(weights, File.ReadAllBytes(folder.File("run/run.safetensors")));
    }

    [Theory]
    [InlineData("-INT", 130), InlineData("-KILL", 137)]
    public void After_Ctrl_C_or_a_kill_the_same_command_with_resume_ends_with_the_same_bytes(string signal, int code)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs signals");
        Assert.SkipWhen(signal == "-INT" && IgnoresInterrupt(),
            "this process was started with SIGINT ignored, as shells do in the background, and its children inherit that");
        Assert.Equal(0, Finish(Start("srcnn", "whole/run", "--checkpoint-every", "2")).Code);

        var process = Start("srcnn", "run", "--checkpoint-every", "2");
        var read = "";
        while (!read.Contains("step 6 of 60") && process.StandardOutput.ReadLine() is { } line) read += line + "\n";
        Process.Start("kill", [signal, $"{process.Id}"]).WaitForExit();
        var stopped = Finish(process);
        Assert.Equal(code, stopped.Code);
        if (signal == "-INT")
            Assert.Matches(@"Stopped at step \d+ of 60; .*checkpoint\.safetensors holds it\. " +
                @"The same command with --resume goes on from there\.", stopped.Said);
        Assert.False(File.Exists(folder.File("run/run.safetensors")));

        var resumed = Finish(Start("srcnn", "run", "--checkpoint-every", "2", "--resume"));
        Assert.Equal(0, resumed.Code);
        Assert.Matches(@"from step \d+ of 60", resumed.Said);
        foreach (var file in new[] { "run.safetensors", "best.safetensors", "checkpoint.safetensors" })
            Assert.Equal(File.ReadAllBytes(folder.File("whole/run/" + file)), File.ReadAllBytes(folder.File("run/" + file)));
    }

    [Fact]
    public void Substitutes_are_told_before_and_after_the_numbers()
    {
        var substitute = new ImageSet(
            "Set5", [.. ImageSet.FromFolder(folder.File("others"))], DataSource.Synthetic, "SUBSTITUTE for Set5: drawn.");
        var said = new StringWriter();
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(said) });
        var settings = new RunSettings
        {
            Folder = folder.File("run"),
            Recipe = SrResNetRecipe.Smoke,
            Pictures = ImageSet.FromFolder(folder.File("pictures")),
            ValidationSet = substitute,
        };
        Assert.Equal(0, TrainCommand.Run(() => settings, resume: false, device: null, console, CancellationToken.None));
        Assert.Equal(3, said.ToString().Split("!! SUBSTITUTE for Set5").Length);
        Assert.Contains(" (SUBSTITUTE for ", said.ToString());
    }

    [Fact]
    public void A_seed_makes_another_training_and_the_same_one_again()
    {
        byte[] Trained(string to, params string[] more)
        {
            Assert.Equal(0, Finish(Start("srresnet", to, more)).Code);
            return File.ReadAllBytes(folder.File($"{to}/{to}.safetensors"))[^4096..];
        }
        var usual = Trained("usual");
        Assert.Equal(usual, Trained("one", "--seed", "1"));
        var seven = Trained("seven", "--seed", "7");
        Assert.NotEqual(usual, seven);
        Assert.Contains("\"seed\": 7", File.ReadAllText(folder.File("seven/run.json")));
        Assert.Contains("Seed is 7, not 1", Finish(Start("srresnet", "seven", "--resume")).Errors);
    }

    [Theory]
    [InlineData("no negative seed", "choose a number from 0 on", "srcnn", "--seed", "-1")]
    [InlineData("no transfer without weights", "--from", "srcnn", "--budget", "transfer")]
    [InlineData("no second half without the first", "--budget shipped made: name them with --from", "srresnet", "--budget", "continued")]
    [InlineData("no third part without the second", "--budget continued made: name them with --from", "rrdb", "--budget",
        "continued-again")]
    [InlineData("no such preset", "Choose one of smoke, workshop, shipped, paper.", "vdsr", "--budget", "transfer", "--from", "x")]
    [InlineData("no such scale", "choose 2, 3 or 4", "srcnn", "--scale", "7")]
    [InlineData("no such device", "cuda:99", "srcnn", "--budget", "smoke", "--device", "cuda:99")]
    [InlineData("no such set", "Sett5", "srcnn", "--budget", "smoke", "--device", "cpu", "--validate", "Sett5")]
    public void A_call_that_cannot_be_carried_out_is_one_message_and_leaves_nothing(string what, string part, params string[] arguments)
    {
        var (code, _, errors) = Finish(Workbench(["train", .. arguments, "--out", folder.File("run")]));
        Assert.True(code == 1 && errors.Contains(part, StringComparison.Ordinal), $"{what}: {errors}");
        Assert.DoesNotContain("   at ", errors);
        Assert.False(Directory.Exists(folder.File("run")));
    }

    [Fact]
    public void Every_recipe_has_the_presets_of_the_budgets()
    {
        foreach (var name in RecipeChoice.Names)
            foreach (var budget in new[] { "smoke", "workshop", "shipped", "paper" })
                Assert.True(RecipeChoice.Choose(name, budget).Steps > 0);
    }

    private Process Start(string recipe, string to, params string[] more) => Workbench(
        ["train", recipe, "--budget", "smoke", "--data", folder.File("pictures"), "--validate", folder.File("others"), "--out",
        folder.File(to), "--device", "cpu", .. more]);

    private static Process Workbench(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "workbench.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SUPERRESOLUTION_THREADS"] = "1";
        return Process.Start(start)!;
    }

    private static (int Code, string Said, string Errors) Finish(Process process)
    {
        using (process)
        {
            var errors = process.StandardError.ReadToEndAsync();
            var said = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, said, errors.Result);
        }
    }

    private static bool IgnoresInterrupt() => File.Exists("/proc/self/status")
        && File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is var line
        && (Convert.ToUInt64(line[7..].Trim(), 16) & 2) != 0; // signal 2 is the second bit
}
