using System.CommandLine;
using Spectre.Console;
using SuperResolution.Datasets;
using SuperResolution.Metrics;
using SuperResolution.Training;
using SuperResolution.Weights;

namespace SuperResolution.Workbench.Commands;

/// <summary><c>train</c>: SRCNN from pictures to a weights file with its provenance; goes on where it was stopped.</summary>
internal static class TrainCommand
{
    private const int CheckpointEvery = 500;

    public static Command Create()
    {
        var scale = new Option<int>("--scale") { Description = "2, 3 or 4", DefaultValueFactory = _ => 3 };
        var recipe = new Option<string>("--recipe") { Description = "smoke (seconds), workshop (minutes), shipped (an hour), transfer (needs --from)", DefaultValueFactory = _ => "workshop" };
        recipe.AcceptOnlyFromAmong("smoke", "workshop", "shipped", "transfer");
        var from = new Option<string?>("--from") { Description = "Weights to start from instead of random ones", HelpName = "FILE" };
        var to = new Option<string>("--out") { Description = "Weights file to make, e.g. runs/srcnn-x3.safetensors; a checkpoint lies beside it and is continued", Required = true, HelpName = "FILE" };
        var command = new Command("train", "Train SRCNN 9-5-5 on T91 and BSDS500 train. Ctrl-C stops it; the same command continues.") { scale, recipe, from, to };
        command.SetAction((arguments, cancel) =>
        {
            var chosen = arguments.GetValue(recipe) switch { "smoke" => SrcnnRecipe.Smoke, "shipped" => SrcnnRecipe.Shipped, "transfer" => SrcnnRecipe.Transfer, _ => SrcnnRecipe.Workshop };
            return Task.FromResult(Run(chosen with { Scale = arguments.GetValue(scale) }, arguments.GetValue(from), arguments.GetValue(to)!, AnsiConsole.Console, cancel));
        });
        return command;
    }

    public static int Run(TrainingRecipe recipe, string? from, string to, IAnsiConsole console, CancellationToken cancel)
    {
        if (recipe.Scale is < 2 or > 4) throw new BadInputException($"--scale {recipe.Scale}: SRCNN is trained for 2, 3 or 4.");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(to))!);
        var pictures = TrainingPictures.Load();
        var test = Benchmark.Set5();
        using var network = recipe.NewNetwork();
        if (from is not null) ModuleWeights.Load(network, from);
        using var trainer = new Trainer(recipe, network, recipe.NewLoss(), recipe.Batches(pictures.Select(item => item.Load())));
        var checkpoint = to + ".checkpoint";
        if (File.Exists(checkpoint)) trainer.Resume(checkpoint);

        console.WriteLine($"{recipe.Network} ×{recipe.Scale} on {pictures}, from step {trainer.Step} of {recipe.Steps}");
        var history = new TrainingHistory(Math.Min(CheckpointEvery, Math.Max(1, recipe.Steps / 10)), () => trainer.WaitedFraction);
        _ = new TrainingLog(history, Console.Out);
        var upscaler = recipe.Upscaler(network);
        trainer.Run(step =>
        {
            history.OnStep(step);
            if (step.Step % CheckpointEvery != 0) return;
            trainer.Save(checkpoint);
            using var evaluating = trainer.Evaluating();
            console.WriteLine(FormattableString.Invariant($"  {test.Name} ×{recipe.Scale}: {Evaluation.Run([upscaler], [test], Protocol.Y601)[0].Mean.Psnr:0.000} dB (Y601){(test.IsSubstitute ? ", substitute pictures" : "")}"));
        }, cancel);
        trainer.Save(checkpoint);
        if (trainer.Step < recipe.Steps)
        {
            console.WriteLine($"Stopped at step {trainer.Step}; the same command continues from {checkpoint}.");
            return 1;
        }

        using var done = trainer.Evaluating();
        var rows = Evaluation.Run([upscaler], [test], Protocol.Y601);
        ModuleWeights.Save(network, to, Provenance.Of(recipe, trainer.Step, pictures, from is null ? $"{recipe.FirstValues}, seed {recipe.Seed}" : Path.GetFileName(from), rows));
        console.WriteLine($"Wrote {to}");
        return 0;
    }
}
