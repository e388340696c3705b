using SuperResolution.Losses;
using SuperResolution.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Training;

/// <summary>Trains a network on a loss between its output and the target: PSNR-oriented with a pixel loss, or on features.</summary>
/// <param name="recipe">Learning rates, number of steps and the rest of the settings.</param>
/// <param name="network">
/// Trained in place, on the device where its weights are, with <see cref="FastLayers"/>.
/// </param>
/// <param name="loss">What is minimised.</param>
/// <param name="batches">Batch n for update n (from 0), for example <c>recipe.Batches(pictures)</c>.</param>
public sealed class Trainer(TrainingRecipe recipe, Module<Tensor, Tensor> network, Loss loss,
    Func<long, (Tensor Input, Tensor Target)> batches)
    : TrainingLoop(recipe, network, batches)
{
    private readonly Adam optimizer = NewAdam(recipe, network);

    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, Tensor>> State => Named("", Network).Concat(optimizer.State);

    /// <summary>θ ← θ − Adam(∇_θ L(F(x; θ), y)).</summary>
    /// <inheritdoc/>
    protected override TrainingStep Update(Tensor input, Tensor target, double rate)
    {
        var output = Recipe.Shape.Forward(Network, input);
        var value = loss.call(output, target);
        var report = new LossReport([new LossTermValue(loss.Name, 1, Number(value))]);
        Descend(value, report, optimizer, rate, Recipe.MaxGradientNorm);
        return new TrainingStep(Step + 1, Recipe.Steps, report, rate);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        optimizer.Dispose();
        base.Dispose();
    }
}
