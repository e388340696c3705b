using System.CommandLine;
using Spectre.Console;
using SuperResolution.Workbench.Sweeps;

namespace SuperResolution.Workbench.Commands;

/// <summary>
/// <c>sweep plan | run | submit | status | table | job</c>: models × scales × seeds × sets, on this machine or on a cluster.
/// </summary>
internal static class SweepCommand
{
    private const int Interrupted = 130; // what a shell reports after Ctrl-C

    public static Command Create() =>
        new("sweep", "Train and measure models × scales × seeds × sets: on this machine, or with Slurm. What is done is not " +
            "computed again.")
    {
        Plan(), Run(), Submit(), Status(), Table(), Job(),
    };

    private static Command Plan()
    {
        var folder = Folder();
        var models = Many<string>("--models", $"Any of {string.Join(", ", SweepJob.Models)}");
        var budget = new Option<string>("--budget")
        {
            Description = "The recipes' preset, as for 'train'",
            DefaultValueFactory = _ => "workshop",
        };
        budget.AcceptOnlyFromAmong(RecipeChoice.Budgets);
        var scales = Many("--scales", "2, 3, 4 [default: 4]", 4);
        var seeds = Many("--seeds", "One training for each [default: 1 2 3]", 1L, 2L, 3L);
        var sets = Many("--sets", "Sets or folders to measure on [default: Set5 Set14]", "Set5", "Set14");
        var data = Many<string>("--data", "Sets or folders to train on [default: T91 and BSDS500/train]");
        var command = new Command("plan", "Write down what is to be computed, and the script for Slurm")
        {
            folder, models, budget, scales, seeds, sets, data,
        };
        command.SetAction(arguments =>
        {
            var made = SweepFolder.Make(OutFolder.Of(arguments.GetValue(folder), "a sweep is a folder: runs, results, tables")!,
                new SweepPlan
                {
                    Models = arguments.GetValue(models) ?? [],
                    Budget = arguments.GetValue(budget)!,
                    Scales = arguments.GetValue(scales)!,
                    Seeds = arguments.GetValue(seeds)!,
                    Sets = Absolute(arguments.GetValue(sets)!),
                    Data = Absolute(arguments.GetValue(data) ?? []),
                });
            Slurm.WriteScript(made);
            Say.WriteLine($"{made.Jobs.Count} jobs in {made.Path}. Compute them here with 'sweep run {made.Path}', or on a cluster with " +
                $"'sweep submit {made.Path}'.");
        });
        return command;
    }

    private static Command Run()
    {
        var folder = Folder();
        var processes = new Option<int>("--processes")
        {
            Description = "Jobs at a time [default: 1]",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        };
        var command = new Command("run", "Compute what is left, on this machine") { folder, processes };
        command.SetAction(async (arguments, cancel) =>
        {
            var sweep = new SweepFolder(arguments.GetValue(folder)!);
            if (arguments.GetValue(processes) is var count and < 1) throw new BadInputException($"--processes {count}: at least 1.");
            Say.WriteLine($"{sweep.Left().Count} of {sweep.Jobs.Count} jobs to compute.");
            try
            {
                var failed = await LocalSweep.RunAsync(sweep, arguments.GetValue(processes), Say, cancel);
                Show(sweep);
                return failed.Count == 0 ? 0 : 1;
            }
            catch (OperationCanceledException)
            {
                Say.WriteLine($"Stopped; {sweep.Left().Count} of {sweep.Jobs.Count} jobs are left. The same command goes on from their " +
                    "checkpoints.");
                return Interrupted;
            }
        });
        return command;
    }

    private static Command Submit()
    {
        var folder = Folder();
        var options = new Option<string[]>("--sbatch")
        {
            Description = "Options for sbatch, e.g. --sbatch=--partition=gpu --sbatch=--time=8:00:00 --sbatch=--cpus-per-task=4",
            HelpName = "OPTION",
        };
        var command = new Command("submit", "Submit what is left to Slurm, as one array") { folder, options };
        command.SetAction(arguments =>
        {
            var sweep = new SweepFolder(arguments.GetValue(folder)!);
            Say.WriteLine(sweep.Left().Count == 0 ? "Nothing is left to compute."
                : Slurm.Submit(sweep, arguments.GetValue(options) ?? []));
        });
        return command;
    }

    private static Command Status()
    {
        var folder = Folder();
        var command = new Command("status", "Which jobs are done, at work or waiting") { folder };
        command.SetAction(arguments =>
        {
            var sweep = new SweepFolder(arguments.GetValue(folder)!);
            for (var i = 0; i < sweep.Jobs.Count; i++)
            {
                var job = sweep.Jobs[i];
                var state = sweep.IsDone(job) ? "done"
                    : sweep.IsClaimed(job) ? "at work"
                    : Directory.Exists(sweep.Run(job)) ? "begun, and stopped" : "waiting";
                Say.WriteLine($"{i,4}  {job.Name,-40}  {state}");
            }
            Say.WriteLine($"{sweep.Jobs.Count - sweep.Left().Count} of {sweep.Jobs.Count} jobs are done.");
        });
        return command;
    }

    private static Command Table()
    {
        var folder = Folder();
        var command = new Command("table", "Merge the results: table.md, and table.csv with every training") { folder };
        command.SetAction(arguments => Show(new SweepFolder(arguments.GetValue(folder)!)));
        return command;
    }

    private static Command Job()
    {
        var folder = Folder();
        var number = new Argument<int>("number") { Description = "As 'sweep status' lists them, from 0" };
        var command = new Command("job", "Compute one job; what 'run' and Slurm start") { folder, number };
        // On a thread of its own: Ctrl-C is only noticed once the action has given its task back.
        command.SetAction((arguments, cancel) => Task.Run(() =>
        {
            var sweep = new SweepFolder(arguments.GetValue(folder)!);
            var job = sweep.Jobs.ElementAtOrDefault(arguments.GetValue(number))
                ?? throw new BadInputException(
                    $"There is no job {arguments.GetValue(number)}: they are numbered 0 to {sweep.Jobs.Count - 1}.");
            return JobRunner.Run(sweep, job, Say, cancel) ? 0 : Interrupted;
        }, CancellationToken.None));
        return command;
    }

    private static TextWriter Say => AnsiConsole.Console.Lines();

    private static void Show(SweepFolder sweep)
    {
        SweepTable.Write(sweep);
        Say.Write($"{SweepTable.Of(sweep)}\n");
        Say.WriteLine($"Written: {sweep.Table}.md and .csv");
    }

    private static Argument<string> Folder() =>
        new("folder") { Description = "The sweep's folder; on a cluster one that all machines see" };

    private static Option<T[]> Many<T>(string name, string description, params T[] usual)
    {
        var option = new Option<T[]>(name) { Description = description, AllowMultipleArgumentsPerToken = true };
        if (usual.Length > 0) option.DefaultValueFactory = _ => usual;
        return option;
    }

    /// <summary>Folders by their full path: a job has another current folder.</summary>
    private static string[] Absolute(IEnumerable<string> names) =>
        [.. names.Select(name => Directory.Exists(name) ? Path.GetFullPath(name) : name)];
}
