using System.Globalization;
using SuperResolution.Models;
using SuperResolution.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Training;

/// <summary>Trains SRCNN on the mean squared error; stops and continues at any step with the same bytes as without a stop (CPU).</summary>
/// <param name="network">Trained in place, on the device where its weights are.</param>
/// <param name="patches">Batch n for step n.</param>
/// <param name="recipe">Learning rates and number of steps.</param>
public sealed class Trainer(Srcnn network, LumaPatches patches, TrainingRecipe recipe) : IDisposable
{
    private readonly Adam optimizer = new(network.named_parameters().Select(
        p => (p.name, p.parameter, network.IsLastLayer(p.name) ? recipe.LastLayerFactor : 1)));

    /// <summary>How many updates the weights have had.</summary>
    public int Step { get; private set; }

    /// <summary>The settings.</summary>
    public TrainingRecipe Recipe => recipe;

    /// <summary>Trains until the recipe is done or <paramref name="cancel"/> asks to stop; <paramref name="onStep"/> sees every update.</summary>
    /// <exception cref="InvalidOperationException">The loss is not a finite number any more.</exception>
    public void Run(Action<TrainingStep>? onStep = null, CancellationToken cancel = default)
    {
        while (Step < recipe.Steps && !cancel.IsCancellationRequested)
        {
            var report = TrainOneStep();
            onStep?.Invoke(report);
        }
    }

    /// <summary>One update (arXiv 1501.00092, eq. 4): Θ ← Θ − Adam(∇ 1/n · Σ ‖F(Y; Θ) − X‖²).</summary>
    public TrainingStep TrainOneStep()
    {
        using var scope = NewDisposeScope(); // everything below is freed at the end of the step
        var device = network.Filters.device;
        var (y, x) = patches.Batch(Step);

        optimizer.ZeroGrad();
        var loss = functional.mse_loss(network.Valid(y.to(device)), x.to(device));
        loss.backward();
        optimizer.Step(Step + 1, recipe.RateAt(Step));

        var value = loss.item<float>();
        if (!float.IsFinite(value))
            throw new InvalidOperationException($"The loss of step {Step} is {value}: the training has diverged. Go back to the last checkpoint with a learning rate below {recipe.LearningRate}.");
        return new TrainingStep(++Step, recipe.Steps, value, recipe.RateAt(Step - 1));
    }

    /// <summary>Saves weights, optimiser and step atomically; an older checkpoint is replaced only by a complete one.</summary>
    public void Save(string path)
    {
        SafetensorsFile.Write(path, network.state_dict().Concat(optimizer.State), new Dictionary<string, string>
        {
            ["step"] = Step.ToString(CultureInfo.InvariantCulture),
            ["recipe"] = recipe.ToJson(),
        });
    }

    /// <summary>Continues from a checkpoint of the same recipe.</summary>
    /// <exception cref="WeightsFormatException">The file is damaged, or belongs to another recipe or network.</exception>
    public void Resume(string path)
    {
        using var file = SafetensorsFile.Read(path);
        var state = optimizer.State.ToDictionary();
        if (!state.Keys.All(file.Tensors.ContainsKey) || !int.TryParse(file.Metadata.GetValueOrDefault("step"), out var step))
            throw new WeightsFormatException(path, "it holds weights but no training state; load it as weights instead");
        if (file.Metadata.GetValueOrDefault("recipe") != recipe.ToJson())
            throw new WeightsFormatException(path, $"it belongs to the recipe {file.Metadata.GetValueOrDefault("recipe")}, not to {recipe.ToJson()}");

        ModuleWeights.Copy(network, file.Tensors.Where(pair => !state.ContainsKey(pair.Key)).ToDictionary(), path);
        using var frozen = no_grad();
        foreach (var (name, moment) in state) moment.copy_(file.Tensors[name]);
        Step = step;
    }

    /// <summary>Frees the optimiser; the network stays.</summary>
    public void Dispose() => optimizer.Dispose();
}

/// <summary>What one update did.</summary>
/// <param name="Step">Updates so far.</param>
/// <param name="Steps">Updates in all.</param>
/// <param name="Loss">Mean squared error over the batch, luma in [0, 1].</param>
/// <param name="LearningRate">Of all layers but the last.</param>
public readonly record struct TrainingStep(int Step, int Steps, double Loss, double LearningRate)
{
    /// <summary>The loss as PSNR in dB (peak 1).</summary>
    public double Psnr => -10 * Math.Log10(Loss);
}
