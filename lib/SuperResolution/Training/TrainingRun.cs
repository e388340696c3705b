using SuperResolution.Datasets;
using SuperResolution.Losses;
using SuperResolution.Models;
using SuperResolution.Weights;
using static TorchSharp.torch.nn;

namespace SuperResolution.Training;

/// <summary>A training with a folder that tells everything about it, and from which it goes on after whatever stopped it.</summary>
/// <remarks>
/// The folder: <c>run.json</c> (settings, data, versions, commit), <c>recipe.txt</c> (the recipe beside the paper's), <c>data.sha256</c>
/// (every training picture),
/// <c>checkpoint.safetensors</c> and the one before it, <c>checkpoint.previous.safetensors</c>, <c>best.safetensors</c> (weights of the
/// best measurement so far), at the end
/// <c>NAME.safetensors</c>. All of them hold a digest of their bytes: a damaged checkpoint is never trained on, the one before it is.
/// The process may be killed at any moment: on the CPU the weights end as if it had not been. That needs an order. The record follows the
/// first checkpoint, so a folder with the one has the other. The best weights are written before the checkpoint that knows of them, so a
/// continued run either has them or measures them again.
/// </remarks>
public sealed class TrainingRun : IDisposable
{
    private const int StepsInDump = 100;
    private const string Measurements = "measurements";

    private readonly RunSettings settings;
    private readonly RunFolder folder;
    private readonly RunStart start;
    private readonly Module[] networks;
    private readonly Queue<TrainingStep> recent = new();
    private int saved;

    private TrainingRun(RunSettings settings, RunFolder folder, RunStart start, Module[] networks, TrainingLoop training)
    {
        (this.settings, this.folder, this.start, this.networks, Training) = (settings, folder, start, networks, training);
        if (settings.ValidationSet is not { } set) return;
        Validation = new Validation(training, set, settings.ValidationInterval, settings.Protocol);
        Validation.Measured += KeepBest;
    }

    /// <summary>The training.</summary>
    public TrainingLoop Training { get; }

    /// <summary>The measurements, those of earlier sessions too; null where the settings have no set for it.</summary>
    public Validation? Validation { get; }

    /// <summary>What a reader must be told beside every number of this run: substitutes, untrained networks, another computer.</summary>
    public IReadOnlyList<string> Notices { get; private set; } = [];

    /// <summary>The last complete state of the training.</summary>
    public string CheckpointFile => folder.Checkpoint;

    /// <summary>The weights with the best measurement so far.</summary>
    public string BestFile => folder.Best;

    /// <summary>The weights at the end of the training.</summary>
    public string FinalFile => folder.Final;

    /// <summary>Begins a run in a new folder.</summary>
    /// <exception cref="RunException">The folder holds a run, or another process is at work in it.</exception>
    /// <exception cref="CheckpointException">There is no room for a checkpoint.</exception>
    public static TrainingRun Start(RunSettings settings) => Open(settings, resume: false);

    /// <summary>Continues a run from its checkpoint; begins it where there is none yet.</summary>
    /// <exception cref="RunException">
    /// The folder holds a run with other settings or pictures (all differences are named), or another process is at work in it.
    /// </exception>
    /// <exception cref="WeightsFormatException">The checkpoint is damaged.</exception>
    public static TrainingRun Resume(RunSettings settings) => Open(settings, resume: true);

    /// <summary>
    /// Trains until the recipe is done or <paramref name="cancel"/> asks to stop, and then saves; <paramref name="onStep"/> sees every
    /// update.
    /// </summary>
    /// <returns>Whether the recipe is done and the final weights are written.</returns>
    /// <exception cref="TrainingDivergedException">The training has diverged; the message says where what led to it lies.</exception>
    /// <exception cref="CheckpointException">The disk is full; the last checkpoint is as it was.</exception>
    public bool Run(Action<TrainingStep>? onStep = null, CancellationToken cancel = default)
    {
        try
        {
            Training.Run(step =>
            {
                if (recent.Count == StepsInDump) recent.Dequeue();
                recent.Enqueue(step);
                onStep?.Invoke(step);
                Validation?.OnStep(step);
                if (step.Step % settings.CheckpointInterval == 0 || Validation?.Points.LastOrDefault()?.Step == step.Step) Save();
            }, cancel);
            if (saved != Training.Step) Save();
        }
        catch (TrainingDivergedException error)
        {
            throw Dumped(error);
        }
        if (Training.Step < settings.Recipe.Steps) return false;
        using var evaluating = Training.Evaluating();
        SaveWeights(folder.Final, "The final weights", Training.Step, Validation?.Points.LastOrDefault());
        return true;
    }

    /// <summary>Frees the networks and gives the folder back.</summary>
    public void Dispose()
    {
        Training.Dispose();
        foreach (var network in networks) network.Dispose();
        folder.Dispose();
    }

    /// <summary>Compares with what the folder holds, builds, and only then goes on from the checkpoint or writes the first one.</summary>
    private static TrainingRun Open(RunSettings settings, bool resume)
    {
        var folder = new RunFolder(settings.Folder);
        TrainingRun? run = null;
        try
        {
            if (folder.HoldsRun && !resume)
                throw new RunException($"{settings.Folder} holds a run already. Continue it with --resume (in code: " +
                    "TrainingRun.Resume), or choose another folder; nothing is overwritten.");
            var small = CheckSizes(settings);
            var (data, loss) = (SetChecksums.Of(settings.Pictures), settings.Recipe.NewLoss());
            var before = folder.HoldsRun ? RunRecord.Read(folder.Record) : null;
            // a checkpoint does without the file
            var start = before is not null && !File.Exists(settings.StartFrom) ? before.StartedFrom : RunStart.Of(settings);
            var (now, notices) = RunRecord.Of(settings, data, loss, start);
            if (before?.Differences(now).ToList() is { Count: > 0 } differences)
                throw new RunException($"{folder.Path} holds another run: {string.Join("; ", differences)}. Continue it with its own " +
                    "settings, or start this one in another folder.");

            run = Build(settings, folder, start, loss, isNew: before is null);
            run.Notices = [.. notices, .. small, .. before is null ? [] : run.Continue(before)];
            if (before is null) run.Begin(data);
            ((before ?? now) with { Sessions = [.. before?.Sessions ?? [], RunSession.Now(run.Training.Step)] }).Write(folder.Record);
            return run;
        }
        catch
        {
            if (run is null) folder.Dispose();
            else run.Dispose();
            throw;
        }
    }

    private static TrainingRun Build(RunSettings settings, RunFolder folder, RunStart start, Loss loss, bool isNew)
    {
        var network = settings.Recipe.NewNetwork();
        if (isNew && settings.StartFrom is { } weights) NetworkFile.Load(network, weights, settings.StartFromKey);
        var batches = settings.Recipe.Batches(settings.Pictures.Select(item => item.Load()));
        if (settings.Recipe is not GanRecipe gan)
            return new TrainingRun(settings, folder, start, [network], new Trainer(settings.Recipe, network, loss, batches));
        var discriminator = gan.NewDiscriminator();
        return new TrainingRun(settings, folder, start, [network, discriminator],
            new GanTrainer(gan, network, discriminator, loss, batches));
    }

    private void Begin(SetChecksums data)
    {
        AtomicFile.Write(folder.Recipe, settings.Recipe + "\n");
        AtomicFile.Write(folder.Data, data.ToString());
        Save(); // also shows at once whether there is room
    }

    private List<string> Continue(RunRecord record)
    {
        var told = new List<string>();
        var notes = Reopen(told);
        saved = Training.Step;
        if (Validation is not null && notes.GetValueOrDefault(Measurements) is { } text)
            Validation.Restore(ValidationNotes.Read(text, Validation.Set, settings.Protocol(settings.Recipe.Scale)));
        if (Validation?.Best is { } best && !File.Exists(folder.Best))
            told.Add($"{folder.Best} with the weights of step {best.Step} is gone; it comes back with the next better measurement.");
        var (before, now) = (record.Sessions.LastOrDefault(), RunSession.Now(Training.Step));
        if (before is not null && (before.Computer, before.Kit) != (now.Computer, now.Kit))
            told.Add($"Until here it was {before.Kit}, {before.Computer}; now it is {now.Kit}, {now.Computer}. The last bits of the " +
                "weights may differ from an uninterrupted run's.");
        return told;
    }

    /// <summary>Goes on from the last checkpoint, or from the one before where that is damaged or was lost between two names.</summary>
    private IReadOnlyDictionary<string, string> Reopen(List<string> told)
    {
        try
        {
            return Training.Resume(folder.Checkpoint);
        }
        catch (IOException error) when (File.Exists(folder.Previous))
        {
            IReadOnlyDictionary<string, string> notes;
            try
            {
                notes = Training.Resume(folder.Previous);
            }
            catch (IOException)
            {
                throw error; // tells more than what is wrong with the older one
            }
            if (File.Exists(folder.Checkpoint)) File.Move(folder.Checkpoint, folder.Checkpoint + ".damaged", overwrite: true);
            File.Move(folder.Previous, folder.Checkpoint); // what is sound stays when the next one is saved
            told.Add($"The last checkpoint cannot be used: {error.Message} The training goes on from the one before it, of step " +
                $"{Training.Step}.");
            return notes;
        }
    }

    /// <summary>Looks at every picture's size before anything else is done, not after hours.</summary>
    /// <returns>What a reader must be told: training pictures that are left out.</returns>
    private static IEnumerable<string> CheckSizes(RunSettings settings)
    {
        if (settings.ValidationSet is { } set) settings.Protocol(settings.Recipe.Scale).RequireSizes(set);
        var (pictures, least) = (settings.Pictures, settings.Recipe.SmallestSide);
        var small = pictures.Where(item => Math.Min(item.Size.Width, item.Size.Height) < least).ToList();
        if (small.Count == 0) return [];
        var named = string.Join(", ",
            small.Take(5).Select(item => $"'{ForeignText.Show(item.Name)}' ({item.Size.Width}×{item.Size.Height})"))
            + (small.Count > 5 ? " …" : "");
        return small.Count < pictures.Count
            ? [$"{small.Count} of the {pictures.Count} training pictures are smaller than one patch of {least}×{least} pixels and left " +
                $"out: {named}."]
            : throw new RunException($"No picture of {pictures.Name} has {least}×{least} pixels, the size of one patch: {named}. Train " +
                "on larger pictures, or with smaller patches.");
    }

    private void Save()
    {
        Training.Save(folder.Checkpoint,
            Validation is null ? null : new Dictionary<string, string> { [Measurements] = ValidationNotes.Write(Validation.Points) });
        saved = Training.Step;
    }

    /// <summary>The network has the weights that were measured.</summary>
    private void KeepBest(ValidationPoint point)
    {
        if (point.IsBest) SaveWeights(folder.Best, "The best weights so far", point.Step, point);
    }

    private void SaveWeights(string path, string what, int step, ValidationPoint? measured) =>
        TrainingFile.Write(path, what, folder.Checkpoint, Training.Network.state_dict().Values,
            () => ModuleWeights.Save(Training.Network, path,
            Provenance.Of(settings.Recipe, step, settings.Pictures, start, measured is null ? [] : [measured.Row])));

    private TrainingDivergedException Dumped(TrainingDivergedException error)
    {
        var dump = folder.Dump(error.Step);
        try
        {
            DivergenceDump.Write(dump, Training, recent);
            return new(error, $"What led to it is in {dump}: weights, batch, the last steps. {folder.Checkpoint} is as it was. A run " +
                "keeps its settings, so start another one, from "
                + $"{(File.Exists(folder.Best) ? folder.Best + " (--from)" : "the start")}, with a smaller learning rate or " +
                    "clipped gradients.");
        }
        catch (Exception disk) when (disk is IOException or UnauthorizedAccessException)
        {
            return new(error, $"What led to it could not be written to {dump}: {disk.Message}");
        }
    }
}
