using System.Text.Json.Nodes;
using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Losses;
using SuperResolution.Models;
using SuperResolution.Tests.Support;
using SuperResolution.Training;
using SuperResolution.Weights;

namespace SuperResolution.Tests.Training;

public sealed class TrainingRunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_folder_tells_all_that_another_person_needs()
    {
        using (var run = TrainingRun.Start(Settings("run") with { Command = "train tiny" })) Assert.True(run.Run());

        Assert.Equal(["best.safetensors", "checkpoint.previous.safetensors", "checkpoint.safetensors", "data.sha256", "recipe.txt",
            "run.json", "run.safetensors"], Directory.GetFiles(folder["run"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(TinyRuns.Plain + "\n", File.ReadAllText(folder["run/recipe.txt"]));
        Assert.Equal(SetChecksums.Of(TinyRuns.Pictures).ToString(), File.ReadAllText(folder["run/data.sha256"]));
        var record = JsonNode.Parse(File.ReadAllText(folder["run/run.json"]))!;
        Assert.Equal("SRResNet", (string?)record["recipe"]);
        Assert.Equal(30, (int?)record["settings"]!["Steps"]);
        Assert.Equal("half cosine", (string?)record["settings"]!["Rate"]!["$type"]);
        Assert.Equal(1, (long?)record["seed"]);
        Assert.Equal("MSE", (string?)record["loss"]);
        Assert.Equal("drawn for training", (string?)record["data"]!["name"]);
        Assert.Equal(SetChecksums.Of(TinyRuns.Pictures).Sha256, (string?)record["data"]!["sha256"]);
        Assert.Equal("Y601 ×2", (string?)record["validation"]!["protocol"]);
        Assert.Equal("PyTorch, seed 1", (string?)record["startedFrom"]!["weights"]);
        Assert.Equal("train tiny", (string?)record["command"]);
        var session = Assert.Single(record["sessions"]!.AsArray())!;
        Assert.StartsWith("SuperResolution ", (string?)session["kit"]);
        Assert.Contains("TorchSharp", (string?)session["computer"]);
    }

    [Fact]
    public void Best_and_final_weights_open_as_networks_and_say_where_they_come_from()
    {
        using var run = TrainingRun.Start(Settings("run"));
        run.Run();
        var best = run.Validation!.Best!;
        var protocol = best.Row.Protocol;
        Assert.Equal(best.Row.Mean, Measure(run.BestFile));
        Assert.Equal(run.Validation.Points[^1].Row.Mean, Measure(run.FinalFile));
        Assert.Equal([7, 14, 21, 28, 30], run.Validation.Points.Select(point => point.Step));

        var metadata = SafetensorsFile.ReadMetadata(run.BestFile);
        Assert.Equal($"{best.Step}", metadata["updates"]);
        Assert.Contains("drawn for training, 2 images", metadata["data"]);
        Assert.Contains("dB", metadata["drawn for validation Y601 ×2"]);

        SuperResolution.Metrics.Score Measure(string file)
        {
            return SuperResolution.Metrics.Evaluation.Run([NetworkFile.Open(file)], [TinyRuns.Others], scale => protocol)[0].Mean;
        }
    }

    [Theory]
    [InlineData("plain", 1), InlineData("plain", 14), InlineData("gan", 0), InlineData("gan", 7), InlineData("gan", 22)]
    public void A_run_that_was_cancelled_goes_on_to_the_same_bytes_and_measurements(string name, int stopAfter)
    {
        var recipe = TinyRuns.Recipe(name);
        using var whole = TrainingRun.Start(TinyRuns.Settings(folder["whole/run"], recipe));
        whole.Run();
        using (var first = TrainingRun.Start(TinyRuns.Settings(folder["run"], recipe) with { CheckpointEvery = 1000 }))
        {
            using var stop = new CancellationTokenSource();
            if (stopAfter == 0) stop.Cancel();
            Assert.False(first.Run(step => { if (step.Step == stopAfter) stop.Cancel(); }, stop.Token));
            Assert.False(File.Exists(first.FinalFile));
        }
        using var second = TrainingRun.Resume(TinyRuns.Settings(folder["run"], recipe));
        Assert.Equal(stopAfter, second.Training.Step);
        Assert.True(second.Run());

        foreach (var file in new[] { "run.safetensors", "best.safetensors", "checkpoint.safetensors" })
            Assert.True(File.ReadAllBytes(folder["whole/run/" + file]).SequenceEqual(File.ReadAllBytes(folder["run/" + file])),
                $"{file} differs");
        Assert.Equal(whole.Validation!.Points.Select(point => (point.Step, point.IsBest, point.Row.Mean)),
            second.Validation!.Points.Select(point => (point.Step, point.IsBest, point.Row.Mean)));
        Assert.Equal([0, stopAfter], RunRecord.Read(folder["run/run.json"]).Sessions.Select(session => session.FromStep));
    }

    [Fact]
    public void Killed_between_the_best_weights_and_the_checkpoint_the_best_ends_the_same()
    {
        using (var whole = TrainingRun.Start(Settings("whole/run"))) whole.Run();
        using (var killed = TrainingRun.Start(Settings("run")))
        {
            // What a kill would leave: the best weights of step 14, and the checkpoint before it.
            killed.Validation!.Measured += point =>
            {
                if (point.Step != 14) return;
                File.Copy(killed.BestFile, folder["best 14"]);
                File.Copy(killed.CheckpointFile, folder["checkpoint 13"]);
            };
            killed.Run();
        }
        File.Move(folder["best 14"], folder["run/best.safetensors"], overwrite: true);
        File.Move(folder["checkpoint 13"], folder["run/checkpoint.safetensors"], overwrite: true);
        Assert.Equal("13", SafetensorsFile.ReadMetadata(folder["run/checkpoint.safetensors"])["step"]);
        using (var second = TrainingRun.Resume(Settings("run"))) second.Run();
        Assert.Equal(File.ReadAllBytes(folder["whole/run/best.safetensors"]), File.ReadAllBytes(folder["run/best.safetensors"]));
    }

    [Theory] // a bit that turned, a file that was cut, one that is gone (killed between two names)
    [InlineData("turned"), InlineData("cut"), InlineData("gone")]
    public void From_a_damaged_checkpoint_a_run_goes_back_to_the_one_before_says_so_and_ends_with_the_same_bytes(string damage)
    {
        using (var whole = TrainingRun.Start(Settings("whole/run"))) whole.Run();
        Stop("run", after: 16);
        Damage(folder["run/checkpoint.safetensors"], damage);
        using (var second = TrainingRun.Resume(Settings("run")))
        {
            var notice = Assert.Single(second.Notices,
                text => text.StartsWith("The last checkpoint cannot be used", StringComparison.Ordinal));
            Assert.Contains("checkpoint.safetensors", notice);
            Assert.EndsWith("The training goes on from the one before it, of step 15.", notice);
            Assert.Equal(15, second.Training.Step);
            Assert.True(second.Run());
        }
        foreach (var file in new[] { "run.safetensors", "best.safetensors", "checkpoint.safetensors" })
            Assert.True(File.ReadAllBytes(folder["whole/run/" + file]).SequenceEqual(File.ReadAllBytes(folder["run/" + file])),
                $"{file} differs");
        Assert.Equal(damage != "gone", File.Exists(folder["run/checkpoint.safetensors.damaged"]));
    }

    [Fact]
    public void Two_damaged_checkpoints_are_refused_and_stay()
    {
        Stop("run", after: 3);
        foreach (var file in new[] { "run/checkpoint.safetensors", "run/checkpoint.previous.safetensors" }) Damage(folder[file], "turned");
        var before = File.ReadAllBytes(folder["run/checkpoint.safetensors"]);
        Assert.Contains("checkpoint.safetensors' cannot be used as weights: it is damaged",
            Assert.Throws<WeightsFormatException>(() => TrainingRun.Resume(Settings("run"))).Message);
        Assert.Equal(before, File.ReadAllBytes(folder["run/checkpoint.safetensors"]));
        TrainingRun.Start(Settings("other")).Dispose(); // and the folder is free again
        Assert.Throws<WeightsFormatException>(() => TrainingRun.Resume(Settings("run")));
    }

    [Fact]
    public void Pictures_that_are_too_small_are_named_before_the_first_step()
    {
        static ImageItem Leaves((string Name, int Width, int Height) picture) => ImageItem.FromGenerator(
            picture.Name, () => SyntheticImages.DeadLeaves(1, 64, 64).Crop(0, 0, picture.Width, picture.Height));
        static ImageSet Drawn(string name, params (string Name, int Width, int Height)[] pictures) =>
            new(name, [.. pictures.Select(Leaves)], DataSource.Synthetic);
        var mixed = Drawn("mixed", ("large", 48, 40), ("narrow", 14, 40), ("flat", 48, 15));

        // Y601 ×2 compares 11×11 windows inside of a border of 2: 15 pixels, 16 at a multiple of the scale.
        Assert.Equal("mixed: the picture 'narrow' has 14×40 pixels, and Y601 ×2 needs 16×16. Leave it out, or measure at a smaller scale.",
            Assert.Throws<DataSetException>(() => TrainingRun.Start(Settings("run") with { ValidationSet = mixed })).Message);
        Assert.StartsWith("No picture of small has 16×16 pixels, the size of one patch: 'narrow' (14×40), 'flat' (48×15).",
            Assert.Throws<RunException>(() =>
            TrainingRun.Start(Settings("run") with { Pictures = Drawn("small", ("narrow", 14, 40), ("flat", 48, 15)) })).Message);
        Assert.Empty(Directory.GetFiles(folder["run"]));

        using var run = TrainingRun.Start(Settings("run") with { Pictures = mixed });
        Assert.Contains("2 of the 3 training pictures are smaller than one patch of 16×16 pixels and left out: 'narrow' (14×40), " +
            "'flat' (48×15).", run.Notices);
    }

    [Fact]
    public void What_recipes_ask_of_pictures_is_what_their_patches_take()
    {
        foreach (var recipe in new TrainingRecipe[]
        {
            TinyRuns.Plain, SrcnnRecipe.Smoke, SrcnnRecipe.Smoke with { Scale = 4, Patch = 17 }, VdsrRecipe.Smoke,
            VdsrRecipe.Smoke with { Patch = 13 },
        })
        {
            var side = recipe.SmallestSide;
            Assert.ThrowsAny<ArgumentException>(() => recipe.Batches([Drawn(side - 1, 60), Drawn(60, side - 1)]));
            var (input, target) = recipe.Batches([Drawn(side, side)])(0);
            input.Dispose();
            target.Dispose();
        }

        static Picture Drawn(int width, int height) => SyntheticImages.DeadLeaves(1, 64, 64).Crop(0, 0, width, height);
    }

    [Fact] // what a paper's table says of weights that were trained in stages
    public void Weights_tell_of_all_the_trainings_that_made_them()
    {
        using (var first = TrainingRun.Start(Settings("first"))) first.Run();
        using (var second = TrainingRun.Start(Settings("second") with { StartFrom = folder["first/first.safetensors"] })) second.Run();
        using (var gan = TrainingRun.Start(
            Settings("gan") with
            {
                Recipe = TinyGanRecipe.Default with { Steps = 8 },
                StartFrom = folder["second/second.safetensors"]
            })) gan.Run(cancel: new CancellationToken(true));
        File.Delete(folder["second/second.safetensors"]); // the record remembers
        using (var gan = TrainingRun.Resume(
            Settings("gan") with
            {
                Recipe = TinyGanRecipe.Default with { Steps = 8 },
                StartFrom = folder["second/second.safetensors"]
            })) gan.Run();

        string Told(string run) => TrainingStage.Describe(TrainingStage.OfFile(folder[$"{run}/{run}.safetensors"]));
        Assert.Equal("30 updates", Told("first"));
        Assert.Equal("8 updates after 60 of SRResNet", Told("gan"));
        Assert.EndsWith(", drawn for training, 2 images, 8 updates after 60 of SRResNet",
            SuperResolution.Metrics.TrainingFacts.Read(folder["gan/gan.safetensors"]).Sentence);
    }

    [Fact]
    public void A_run_is_never_overwritten()
    {
        using (var run = TrainingRun.Start(Settings("run"))) run.Run(cancel: new CancellationToken(true));
        var before = File.ReadAllBytes(folder["run/checkpoint.safetensors"]);
        Assert.Contains("--resume", Assert.Throws<RunException>(() => TrainingRun.Start(Settings("run"))).Message);
        Assert.Contains("Batch is 2, not 5",
            Assert.Throws<RunException>(() =>
            TrainingRun.Resume(Settings("run") with { Recipe = TinyRuns.Plain with { Batch = 5 } })).Message);
        Assert.Contains("recipe is SRResNet's, not tiny GAN's",
            Assert.Throws<RunException>(() => TrainingRun.Resume(Settings("run") with { Recipe = TinyGanRecipe.Default })).Message);
        Assert.Contains("the training pictures are drawn for training",
            Assert.Throws<RunException>(() => TrainingRun.Resume(Settings("run") with { Pictures = TinyRuns.Others })).Message);
        Assert.Contains("validation is",
            Assert.Throws<RunException>(() => TrainingRun.Resume(Settings("run") with { ValidateEvery = 8 })).Message);
        Assert.Equal(before, File.ReadAllBytes(folder["run/checkpoint.safetensors"]));
        Assert.Equal(["checkpoint.safetensors", "data.sha256", "recipe.txt", "run.json"],
            Directory.GetFileSystemEntries(folder["run"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Two_processes_do_not_train_in_one_folder()
    {
        using var first = TrainingRun.Start(Settings("run"));
        Assert.Contains("Another process", Assert.Throws<RunException>(() => TrainingRun.Resume(Settings("run"))).Message);
    }

    [Fact]
    public void A_checkpoint_without_a_record_is_refused_unless_it_is_an_aborted_start()
    {
        using (var run = TrainingRun.Start(Settings("run"))) run.Run(cancel: new CancellationToken(true));
        File.Delete(folder["run/run.json"]); // killed after the first checkpoint
        using (var again = TrainingRun.Start(Settings("run"))) again.Run();
        File.Delete(folder["run/run.json"]);
        Assert.Contains("belongs to no run", Assert.Throws<RunException>(() => TrainingRun.Start(Settings("run"))).Message);
    }

    [Fact]
    public void Weights_to_start_from_are_recorded_and_needed_only_once()
    {
        using (var run = TrainingRun.Start(Settings("first"))) run.Run();
        var settings = Settings("second") with { StartFrom = folder["first/best.safetensors"] };
        using (var run = TrainingRun.Start(settings)) run.Run(cancel: new CancellationToken(true));
        var start = RunRecord.Read(folder["second/run.json"]).StartedFrom;
        Assert.Equal("best.safetensors", start.Weights);
        Assert.Equal(FileHash.Sha256OfFile(folder["first/best.safetensors"]), start.Sha256);
        Assert.Contains("it started from",
            Assert.Throws<RunException>(() =>
            TrainingRun.Resume(settings with { StartFrom = folder["first/first.safetensors"] })).Message);

        File.Delete(folder["first/best.safetensors"]);
        using var second = TrainingRun.Resume(settings);
        Assert.True(second.Run());
        Assert.Contains("best.safetensors (SHA-256", SafetensorsFile.ReadMetadata(second.FinalFile)["started from"]);
    }

    [Fact]
    public void What_a_reader_must_be_told_is_told()
    {
        var substitute = new ImageSet("Set5", [.. TinyRuns.Pictures], DataSource.Synthetic, "SUBSTITUTE for Set5");
        using var run = TrainingRun.Start(Settings("run") with { Recipe = TinyGanRecipe.Default, ValidationSet = substitute });
        Assert.Contains("SUBSTITUTE for Set5", run.Notices);
        Assert.Contains(run.Notices, notice =>
            notice.StartsWith("2 of the 2 pictures of Set5 are trained on as well", StringComparison.Ordinal));
        Assert.Contains(run.Notices, notice => notice.StartsWith("tiny GAN starts from random weights", StringComparison.Ordinal));
    }

    [Fact]
    public void A_sum_of_losses_tells_whose_features_it_compares()
    {
        var loss = new VggContentLoss("VGG19 (untrained) φ2,2", image => image);
        var settings = Settings("run") with { Recipe = TinyGanRecipe.Default with { Eta = 0.01 }, StartFrom = "drawn" };
        var (record, notices) = RunRecord.Of(settings, SetChecksums.Of(TinyRuns.Pictures), loss, new RunStart("drawn", "0"));
        Assert.Equal("1·VGG19 (untrained) φ2,2 + 0.01·L1", record.Loss);
        Assert.StartsWith("UNTRAINED: the content loss compares features of a network with random weights", Assert.Single(notices));
    }

    /// <summary>A run with a checkpoint after every step that was stopped.</summary>
    private void Stop(string name, int after)
    {
        using var run = TrainingRun.Start(Settings(name));
        using var stop = new CancellationTokenSource();
        run.Run(step => { if (step.Step == after) stop.Cancel(); }, stop.Token);
    }

    private static void Damage(string file, string how)
    {
        var bytes = File.ReadAllBytes(file);
        if (how == "turned") bytes[bytes.Length / 2] ^= 16;
        if (how == "gone") File.Delete(file);
        else File.WriteAllBytes(file, how == "cut" ? bytes[..(bytes.Length / 2)] : bytes);
    }

    private RunSettings Settings(string name) => TinyRuns.Settings(folder[name], TinyRuns.Plain);
}
