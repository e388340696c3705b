using System.CommandLine;
using Spectre.Console;
using SuperResolution.Datasets;
using SuperResolution.Platform;
using SuperResolution.Training;

namespace SuperResolution.Workbench.Commands;

/// <summary>
/// <c>train RECIPE</c>: from pictures to weights, in a folder that tells everything about it and from which the training goes on.
/// </summary>
internal static class TrainCommand
{
    private const int Interrupted = 130; // what a shell reports after Ctrl-C

    public static Command Create()
    {
        var recipe = new Argument<string>("recipe") { Description = string.Join(", ", RecipeChoice.Names) };
        recipe.AcceptOnlyFromAmong(RecipeChoice.Names);
        var budget = new Option<string>("--budget") { Description = RecipeChoice.Description, DefaultValueFactory = _ => "workshop" };
        budget.AcceptOnlyFromAmong(RecipeChoice.Budgets);
        var scale = new Option<int?>("--scale") { Description = "2, 3 or 4 [default: the recipe's]", HelpName = "N" };
        var data = new Option<string[]>("--data")
        {
            Description = "Sets of the catalogue or folders to train on [default: T91 and BSDS500/train]",
            AllowMultipleArgumentsPerToken = true,
            HelpName = "SET|FOLDER",
        };
        var validate = new Option<string>("--validate")
        {
            Description = "Set or folder that is measured on the way, or none",
            DefaultValueFactory = _ => "Set5",
            HelpName = "SET|FOLDER",
        };
        var validateEvery = new Option<int?>("--validate-every")
        {
            Description = "Steps between two measurements [default: a twentieth of all]",
            HelpName = "N",
        };
        var checkpointEvery = new Option<int?>("--checkpoint-every")
        {
            Description = "Steps between two checkpoints [default: at most 500]",
            HelpName = "N",
        };
        var from = new Option<string?>("--from")
        {
            Description = "Weights to start from: a file, or the name of weights that ship or lie in a data place",
            HelpName = "FILE",
        };
        var key = UpscalerChoice.Key();
        var to = new Option<string?>("--out") { Description = "The run's folder [default: runs/RECIPE-BUDGET-xN]", HelpName = "FOLDER" };
        var resume = new Option<bool>("--resume") { Description = "Go on from the folder's checkpoint, if there is one" };
        var seed = new Option<long?>("--seed")
        {
            Description = "First weights and order of the data [default: the recipe's, 1]",
            HelpName = "N",
        };
        var device = new Option<string?>("--device")
        {
            Description = "cpu, cuda or cuda:N [default: a GPU if there is one]",
            HelpName = "NAME",
        };
        var command = new Command("train", "Train a network. Ctrl-C stops at a checkpoint; the same command with --resume goes on.")
        {
            recipe, budget, scale, data, validate, validateEvery, checkpointEvery, from, key, to, seed, resume, device,
        };
        // On a thread of its own: Ctrl-C is only noticed once the action has given its task back.
        command.SetAction((arguments, cancel) => Task.Run(() =>
        {
            var chosen = RecipeChoice.Choose(arguments.GetValue(recipe)!, arguments.GetValue(budget)!, arguments.GetValue(from));
            if (arguments.GetValue(scale) is { } other)
                chosen = chosen with
                {
                    Scale = other is >= 2 and <= 4 ? other
                    : throw new BadInputException($"--scale {other}: choose 2, 3 or 4.")
                };
            if (arguments.GetValue(seed) is { } drawn)
                chosen = chosen with
                {
                    Seed = drawn >= 0 ? drawn
                    : throw new BadInputException($"--seed {drawn}: choose a number from 0 on.")
                };
            var folder = OutFolder.Of(arguments.GetValue(to), "a run is a folder: weights, checkpoint, measurements")
                ?? Path.Combine("runs", $"{arguments.GetValue(recipe)}-{arguments.GetValue(budget)}-x{chosen.Scale}");
            return Run(() => new RunSettings
            {
                Folder = folder,
                Recipe = chosen,
                Pictures = TrainingPictures.Load(arguments.GetValue(data) ?? []),
                ValidationSet = arguments.GetValue(validate) is { } set and not "none" ? ImageSet.Open(set) : null,
                ValidateEvery = arguments.GetValue(validateEvery),
                CheckpointEvery = arguments.GetValue(checkpointEvery),
                StartFrom = arguments.GetValue(from) is not { } start ? null : arguments.GetValue(resume) ? UpscalerChoice.TryFind(start)
                ?? start : UpscalerChoice.Find(start),
                StartFromKey = arguments.GetValue(key),
                Command = string.Join(' ', arguments.Tokens.Select(token => token.Value)),
            }, arguments.GetValue(resume), arguments.GetValue(device), AnsiConsole.Console, cancel);
        }, CancellationToken.None));
        return command;
    }

    /// <returns>The exit code: 0 when the training is done, 130 after Ctrl-C.</returns>
    /// <exception cref="BadInputException">
    /// The call cannot be carried out; the library's own exceptions say the same of folders, files and divergence.
    /// </exception>
    public static int Run(Func<RunSettings> choose, bool resume, string? device, IAnsiConsole console, CancellationToken cancel)
    {
        var say = console.Lines();
        if (device is not null) Compute.Use(device);
        var settings = choose();
        using var run = resume ? TrainingRun.Resume(settings) : TrainingRun.Start(settings);
        say.Write($"{settings.Recipe}\n\n");
        say.WriteLine($"training on   {settings.Pictures.Name}, {settings.Pictures.Count} images");
        say.WriteLine("measuring on  " + (settings.ValidationSet is { } set
            ? $"{set.Name}, {set.Count} images, {settings.Protocol(settings.Recipe.Scale)}" : "nothing"));
        say.WriteLine($"computing on  {Compute.Describe()}");
        say.WriteLine($"in            {settings.Folder}, from step {run.Training.Step} of {settings.Recipe.Steps}");
        say.WriteLine();
        Warn(run, say);

        using var watch = new TrainingWatch(run, settings, say);
        say.WriteLine($"To watch it: {watch.Page} in a browser, or tensorboard --logdir {settings.Folder}");
        say.WriteLine();
        using var told = cancel.Register(() => say.WriteLine("Stopping after this step, at a checkpoint …"));
        if (!run.Run(watch.OnStep, cancel))
        {
            say.WriteLine($"Stopped at step {run.Training.Step} of {settings.Recipe.Steps}; {run.CheckpointFile} holds it. The same " +
                "command with --resume goes on from there.");
            return Interrupted;
        }
        say.WriteLine($"Done: {run.FinalFile}" + (run.Validation?.Best is { } best
            ? FormattableString.Invariant($"; the best measurement, {Text(best)}, is {run.BestFile}") : ""));
        Warn(run, say);
        return 0;
    }

    private static string Text(ValidationPoint point) =>
        FormattableString.Invariant($"step {point.Step}: {point.Row.Mean.Psnr:0.000} dB, SSIM {point.Row.Mean.Ssim:0.0000} ") +
        $"on {point.Row.Set} ({point.Row.Protocol})";

    private static void Warn(TrainingRun run, TextWriter say)
    {
        foreach (var notice in run.Notices) say.WriteLine($"!! {notice}");
    }
}
