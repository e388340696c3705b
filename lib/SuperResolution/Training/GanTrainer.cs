using SuperResolution.Losses;
using SuperResolution.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Training;

/// <summary>Trains a generator against a discriminator, in turns of one update each (k = 1): SRGAN and ESRGAN.</summary>
/// <param name="recipe">Learning rates, number of steps and the rest of the settings.</param>
/// <param name="generator">
/// Trained in place, and put into channels-last order (<see cref="ChannelsLast"/>) like the discriminator; start it from PSNR-oriented
/// weights, as both papers do.
/// </param>
/// <param name="discriminator">HR images (N, 3, H, W) in [0, 1] → logits, trained in place; on the generator's device.</param>
/// <param name="content">What the generator minimises apart from the game: features, pixels.</param>
/// <param name="batches">Batch n for update n (from 0), for example <c>recipe.Batches(pictures)</c>.</param>
public sealed class GanTrainer(
    GanRecipe recipe, Module<Tensor, Tensor> generator, Module<Tensor, Tensor> discriminator, Loss content,
    Func<long, (Tensor Input, Tensor Target)> batches)
    : TrainingLoop(recipe, generator, batches)
{
    private readonly GanLoss game = recipe.NewGame();
    private readonly Adam optimizer = new(Parameters("", generator, recipe), beta2: recipe.Beta2);
    private readonly Adam discriminatorOptimizer = new(Parameters("discriminator.", discriminator, recipe), beta2: recipe.Beta2);
    private readonly StepNetwork g = new(generator, recipe.Forward, recipe.MixedPrecision ? recipe.NewNetwork : null);
    private readonly StepNetwork d =
        new(discriminator, (network, images) => network.call(images), recipe.MixedPrecision ? recipe.NewDiscriminator : null);

    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, Tensor>> State =>
        Named("", Network).Concat(Named("discriminator.", discriminator)).Concat(optimizer.State).Concat(discriminatorOptimizer.State);

    /// <summary>First the discriminator learns to tell G(x) from y, then the generator to please it: content + λ · adversarial.</summary>
    /// <inheritdoc/>
    protected override TrainingStep Update(Tensor input, Tensor target, double rate)
    {
        discriminator.train();
        g.Refresh();
        d.Refresh();
        var output = g.Call(input);

        // SRGAN eq. 2, ESRGAN eq. 1: max_D. No gradient reaches the generator.
        var (real, fake) = (d.Call(target), d.Call(output.detach()));
        var discriminatorLoss = game.Discriminator(real, fake);
        var figures = Figures(discriminatorLoss, real, fake);
        discriminatorLoss.backward();
        var ascent = d.Gradient();
        RequireFinite(Report(figures.DiscriminatorLoss), ascent);
        discriminatorOptimizer.Step(ascent, Step + 1, rate);

        // SRGAN eq. 3, ESRGAN eq. 3: min_G. The discriminator stays as it is.
        d.ReturnStatistics();
        d.Refresh();
        d.SetTrains(false);
        var adversarial = game.AsImageLoss(d.Call).call(output, target);
        d.SetTrains(true);
        var loss = content.call(output, target, out var report) + (recipe.AdversarialWeight * adversarial);
        report = report.With(new LossTermValue("adversarial", recipe.AdversarialWeight, adversarial.detach().item<float>()));
        loss.backward();
        g.ReturnStatistics();
        d.ReturnStatistics();
        var descent = g.Gradient();
        RequireFinite(report, descent);
        if (Recipe.MaxGradientNorm is { } max) GradientClipping.ByNorm(descent, max);
        optimizer.Step(descent, Step + 1, rate);
        return new TrainingStep(Step + 1, Recipe.Steps, report, rate, figures);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        optimizer.Dispose();
        discriminatorOptimizer.Dispose();
        g.Dispose();
        d.Dispose();
        base.Dispose();
    }

    private GanFigures Figures(Tensor loss, Tensor real, Tensor fake)
    {
        double value = loss.detach().item<float>();
        var (pReal, pFake) = game.Probabilities(real.detach(), fake.detach());
        return new GanFigures(value, pReal.mean().item<float>(), pFake.mean().item<float>());
    }

    private static LossReport Report(double discriminatorLoss) => new([new LossTermValue("discriminator", 1, discriminatorLoss)]);

    private static IEnumerable<(string, Parameter, double)> Parameters(string prefix, Module network, TrainingRecipe recipe) =>
        network.UseChannelsLast().named_parameters().Select(p => (prefix + p.name, p.parameter, recipe.RateFactor(p.name)));
}
