using System.Globalization;
using SuperResolution.Models;
using SuperResolution.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Training;

/// <summary>Trains SRCNN on the mean squared error; stops and continues at any step with the same bytes as without a stop (CPU).</summary>
/// <param name="network">Trained in place, on the device where its weights are.</param>
/// <param name="patches">Batch n for step n.</param>
/// <param name="recipe">Learning rates and number of steps.</param>
public sealed class Trainer(Srcnn network, LumaPatches patches, TrainingRecipe recipe) : IDisposable
{
    private const string OptimizerKey = "optimizer";

    private readonly Adam optimizer = optim.Adam(
    [
        new Adam.ParamGroup(network.ParameterGroups.Body, recipe.LearningRate),
        new Adam.ParamGroup(network.ParameterGroups.Last, recipe.LearningRate * recipe.LastLayerFactor),
    ], recipe.LearningRate);

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

        SetLearningRate(recipe.RateAt(Step));
        optimizer.zero_grad();
        var loss = functional.mse_loss(network.Valid(y.to(device)), x.to(device));
        loss.backward();
        optimizer.step();

        var value = loss.item<float>();
        if (!float.IsFinite(value))
            throw new InvalidOperationException($"The loss of step {Step} is {value}: the training has diverged. Go back to the last checkpoint with a learning rate below {recipe.LearningRate}.");
        return new TrainingStep(++Step, recipe.Steps, value, recipe.RateAt(Step - 1));
    }

    /// <summary>Saves weights, optimiser and step atomically; an older checkpoint is replaced only by a complete one.</summary>
    public void Save(string path)
    {
        using var scope = NewDisposeScope();
        using var blob = new MemoryStream();
        using (var writer = new BinaryWriter(blob, System.Text.Encoding.UTF8, leaveOpen: true)) optimizer.save_state_dict(writer);
        var tensors = network.state_dict().Append(new(OptimizerKey, tensor(blob.ToArray())));
        SafetensorsFile.Write(path, tensors, new Dictionary<string, string>
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
        if (!file.Tensors.TryGetValue(OptimizerKey, out var blob) || !int.TryParse(file.Metadata.GetValueOrDefault("step"), out var step))
            throw new WeightsFormatException(path, "it holds weights but no training state; load it as weights instead");
        if (file.Metadata.GetValueOrDefault("recipe") != recipe.ToJson())
            throw new WeightsFormatException(path, $"it belongs to the recipe {file.Metadata.GetValueOrDefault("recipe")}, not to {recipe.ToJson()}");

        ModuleWeights.Copy(network, file.Tensors.Where(pair => pair.Key != OptimizerKey).ToDictionary(), path);
        using var reader = new BinaryReader(new MemoryStream(blob.bytes.ToArray()));
        optimizer.load_state_dict(reader);
        Step = step;
    }

    /// <summary>Frees the optimiser; the network stays.</summary>
    public void Dispose() => optimizer.Dispose();

    private void SetLearningRate(double rate)
    {
        var groups = optimizer.ParamGroups.ToArray();
        groups[0].LearningRate = rate;
        groups[1].LearningRate = rate * recipe.LastLayerFactor;
    }
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
