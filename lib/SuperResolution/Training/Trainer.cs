using SuperResolution.Losses;
using SuperResolution.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Training;

/// <summary>Trains a network on a loss between its output and the target: PSNR-oriented with a pixel loss, or on features.</summary>
/// <param name="recipe">Learning rates, number of steps and the rest of the settings.</param>
/// <param name="network">
/// Trained in place, on the device where its weights are, and put into channels-last order (<see cref="ChannelsLast"/>).
/// </param>
/// <param name="loss">What is minimised.</param>
/// <param name="batches">Batch n for update n (from 0), for example <c>recipe.Batches(pictures)</c>.</param>
public sealed class Trainer(TrainingRecipe recipe, Module<Tensor, Tensor> network, Loss loss,
    Func<long, (Tensor Input, Tensor Target)> batches)
    : TrainingLoop(recipe, network, batches)
{
    private readonly Adam optimizer =
        new(network.UseChannelsLast().named_parameters().Select(p => (p.name, p.parameter, recipe.RateFactor(p.name))),
            beta2: recipe.Beta2);
    private readonly StepNetwork model = new(network, recipe.Forward, recipe.MixedPrecision ? recipe.NewNetwork : null);

    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, Tensor>> State => Named("", Network).Concat(optimizer.State);

    /// <summary>θ ← θ − Adam(∇_θ L(F(x; θ), y)).</summary>
    /// <inheritdoc/>
    protected override TrainingStep Update(Tensor input, Tensor target, double rate)
    {
        model.Refresh();
        var output = model.Call(input);
        var value = loss.call(output, target, out var report);
        value.backward();
        model.ReturnStatistics();
        var gradient = model.Gradient();
        RequireFinite(report, gradient);
        if (Recipe.MaxGradientNorm is { } max) GradientClipping.ByNorm(gradient, max);
        optimizer.Step(gradient, Step + 1, rate);
        return new TrainingStep(Step + 1, Recipe.Steps, report, rate);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        optimizer.Dispose();
        model.Dispose();
        base.Dispose();
    }
}
