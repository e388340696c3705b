using System.Globalization;
using SuperResolution.Losses;
using SuperResolution.Models;
using SuperResolution.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Training;

/// <summary>
/// What all trainings share: the loop, the batches, checkpoints. The step itself is in <see cref="Trainer"/> and <see cref="GanTrainer"/>.
/// </summary>
/// <remarks>
/// On the CPU a training that was stopped and continued from a checkpoint ends with the same bytes as one that ran through (same number of
/// threads): the data order, all random numbers and the learning rate are functions of seed and step, and a checkpoint holds the rest. Not
/// for use by several threads.
/// </remarks>
public abstract class TrainingLoop : IDisposable
{
    private readonly Func<long, (Tensor Input, Tensor Target)> batches;
    private DataLoader? loader;

    /// <param name="recipe">The settings.</param>
    /// <param name="network">What is trained, in place; it stays the caller's.</param>
    /// <param name="batches">Batch n for update n; called on threads of its own.</param>
    private protected TrainingLoop(
        TrainingRecipe recipe, Module<Tensor, Tensor> network, Func<long, (Tensor Input, Tensor Target)> batches)
    {
        (Recipe, Network, this.batches) = (recipe, network, batches);
        Average = recipe.EmaDecay is { } decay ? new Ema(network, decay) : null;
    }

    /// <summary>The settings.</summary>
    public TrainingRecipe Recipe { get; }

    /// <summary>What is trained.</summary>
    public Module<Tensor, Tensor> Network { get; }

    /// <summary>How many updates the weights have had.</summary>
    public int Step { get; private set; }

    /// <summary>The part of the time that the training waited for data since it was started or continued, 0…1.</summary>
    public double WaitedFraction => loader?.WaitedFraction ?? 0;

    /// <summary>
    /// After a <see cref="TrainingDivergedException"/>: the batch on which it happened, on the CPU. It belongs to the training.
    /// </summary>
    public (Tensor Input, Tensor Target)? FailedBatch { get; private set; }

    /// <summary>The moving average of the network's weights, if the recipe has one.</summary>
    protected Ema? Average { get; }

    /// <summary>Everything that a checkpoint must hold, by name. The tensors belong to the training.</summary>
    protected abstract IEnumerable<KeyValuePair<string, Tensor>> State { get; }

    /// <summary>
    /// Trains until the recipe is done or <paramref name="cancel"/> asks to stop; <paramref name="onStep"/> sees every update.
    /// </summary>
    /// <exception cref="TrainingDivergedException">A loss or a gradient is not a finite number any more.</exception>
    public void Run(Action<TrainingStep>? onStep = null, CancellationToken cancel = default)
    {
        while (Step < Recipe.Steps && !cancel.IsCancellationRequested)
        {
            var step = TrainOneStep();
            onStep?.Invoke(step);
        }
    }

    /// <summary>One update.</summary>
    /// <exception cref="TrainingDivergedException">
    /// A loss or a gradient is not a finite number any more; the network's weights are as they were before this step.
    /// </exception>
    /// <exception cref="InvalidOperationException">The network has the averaged weights now (<see cref="Evaluating"/>).</exception>
    public TrainingStep TrainOneStep()
    {
        Average?.RequireNotSwapped();
        using var scope = NewDisposeScope(); // everything that the step makes is freed at its end
        loader ??= new DataLoader(batches, Step);
        var (input, target) = loader.Next();
        var device = Network.parameters().First().device;
        Network.train();
        if (Recipe.FixedStatistics) foreach (var layer in Network.modules().OfType<BatchNorm2d>()) layer.eval();
        try
        {
            var step = Update(input.to(device), target.to(device), Recipe.Rate.At(Step));
            Step++;
            Average?.Update(Step);
            return step;
        }
        catch (TrainingDivergedException)
        {
            Forget(); // the batch has been read: another try would go on with the next one
            FailedBatch = (input.DetachFromDisposeScope(), target.DetachFromDisposeScope());
            throw;
        }
    }

    /// <summary>The network in evaluation mode, with the averaged weights if there are any, until the result is disposed.</summary>
    public IDisposable Evaluating()
    {
        Network.eval();
        return Average?.SwapIn() ?? new Nothing();
    }

    /// <summary>
    /// Saves all that the training needs to go on, atomically: an older checkpoint makes way only for a complete one, and stays beside it
    /// (<c>NAME.previous.safetensors</c>).
    /// </summary>
    /// <param name="path">A safetensors file.</param>
    /// <param name="notes">Text that comes back from <see cref="Resume"/>, for what watches the training.</param>
    /// <exception cref="CheckpointException">The disk is full or the folder not writable; the older checkpoint is untouched.</exception>
    /// <exception cref="TrainingDivergedException">
    /// Weights are not finite numbers: such a checkpoint must not replace a sound one.
    /// </exception>
    /// <exception cref="InvalidOperationException">The network has the averaged weights now (<see cref="Evaluating"/>).</exception>
    public void Save(string path, IReadOnlyDictionary<string, string>? notes = null)
    {
        var state = State.Concat(Average?.State ?? []).ToList();
        if (!FiniteNumbers.Are(state.Select(pair => pair.Value)))
            throw new TrainingDivergedException("A weight after", Step, new LossReport([]), Recipe.Rate.At(Math.Max(0, Step - 1)));
        var metadata = new Dictionary<string, string>(notes ?? new Dictionary<string, string>())
        {
            [TrainingFile.StepKey] = Step.ToString(CultureInfo.InvariantCulture),
            ["recipe"] = Recipe.ToJson(),
        };
        TrainingFile.Write(path, $"The checkpoint of step {Step}", path, state.Select(pair => pair.Value),
            () => SafetensorsFile.Write(path, state, metadata, Previous(path)));
    }

    /// <summary>Continues from a checkpoint of the same recipe.</summary>
    /// <returns>The file's notes.</returns>
    /// <exception cref="WeightsFormatException">
    /// The file is damaged, or belongs to another recipe or network; the training is then as it was.
    /// </exception>
    public IReadOnlyDictionary<string, string> Resume(string path)
    {
        using var file = SafetensorsFile.Read(path);
        if (TrainingFile.StepOf(file.Metadata) is not { } step)
            throw new WeightsFormatException(path, "it holds weights but no training state; load it as weights instead");
        if (!file.HasDigest)
            throw new WeightsFormatException(
                path, "it has no digest, so damage would be trained on unseen: an earlier version of the kit wrote it. Start a new " +
                    "training from its run's best weights (--from)");
        if (!Recipe.IsRecordedAs(file.Metadata.GetValueOrDefault("recipe")))
            throw new WeightsFormatException(
                path, $"it belongs to the recipe {ForeignText.Show(file.Metadata.GetValueOrDefault("recipe", "none"), most: 2000)}, not " +
                    $"to {Recipe.ToJson()}");
        var state = State.Concat(Average?.State ?? []).ToList();
        if (state.FirstOrDefault(pair => !file.Tensors.TryGetValue(pair.Key, out var saved)
            || !saved.shape.SequenceEqual(pair.Value.shape)).Key is { } wrong)
            throw new WeightsFormatException(path, $"'{wrong}' is missing or has another shape; it was not saved by this training");

        using var frozen = no_grad();
        foreach (var (name, tensor) in state) tensor.copy_(file.Tensors[name]);
        Step = step;
        Forget();
        return file.Metadata;
    }

    /// <summary>Frees the optimisers and unread batches; the network stays.</summary>
    public virtual void Dispose()
    {
        Forget();
        Average?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The training step: forward, loss, backward, update.</summary>
    /// <param name="input">On the network's device, freed by the caller like everything that the step makes.</param>
    /// <param name="target">Likewise.</param>
    /// <param name="rate">The learning rate.</param>
    protected abstract TrainingStep Update(Tensor input, Tensor target, double rate);

    /// <summary>Where the checkpoint before the one of this name is kept.</summary>
    internal static string Previous(string path) => Path.ChangeExtension(path, ".previous" + Path.GetExtension(path));

    /// <summary>The optimiser of a network, whose weights it stores as <see cref="FastLayers"/> wants them.</summary>
    private protected static Adam NewAdam(TrainingRecipe recipe, Module network, string prefix = "")
    {
        var parameters = network.UseFastLayers().named_parameters().ToList();
        var lastLayer = Layer(parameters[^1].name);
        return new Adam(parameters.Select(p =>
            (prefix + p.name, p.parameter, Layer(p.name) == lastLayer ? recipe.LastLayerFactor ?? 1 : 1)), beta2: recipe.Beta2);

        static string Layer(string parameter) => parameter[..(parameter.LastIndexOf('.') + 1)];
    }

    /// <summary>θ ← θ − Adam(∇_θ L), for the parameters of the optimiser.</summary>
    /// <exception cref="TrainingDivergedException">
    /// The loss or its gradient is not finite; nothing has changed: the weights would be lost one step before the loss shows it.
    /// </exception>
    private protected void Descend(Tensor loss, LossReport report, Adam optimizer, double rate, double? maxNorm = null)
    {
        optimizer.ForgetGradients();
        loss.backward();
        var gradient = optimizer.Gradient();
        if (!double.IsFinite(report.Total)) throw new TrainingDivergedException("The loss of", Step + 1, report, Recipe.Rate.At(Step));
        if (!FiniteNumbers.Are([gradient])) throw new TrainingDivergedException("The gradient of", Step + 1, report, Recipe.Rate.At(Step));
        if (maxNorm is { } max) GradientClipping.ByNorm(gradient, max);
        optimizer.Step(gradient, Step + 1, rate);
    }

    /// <summary>The value of a scalar; waits for the device.</summary>
    private protected static double Number(Tensor scalar) => scalar.detach().to(float64).item<double>();

    /// <summary>A network's parameters and buffers under a prefix.</summary>
    private protected static IEnumerable<KeyValuePair<string, Tensor>> Named(string prefix, Module network) =>
        network.state_dict().Select(pair => KeyValuePair.Create(prefix + pair.Key, pair.Value));

    private void Forget()
    {
        loader?.Dispose();
        loader = null;
        FailedBatch?.Input.Dispose();
        FailedBatch?.Target.Dispose();
        FailedBatch = null;
    }

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
