using SuperResolution.Losses;
using SuperResolution.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Training;

/// <summary>Trains a generator against a discriminator, in turns of one update each (k = 1): SRGAN and ESRGAN.</summary>
/// <param name="recipe">Weights of the losses, learning rates, number of steps and the rest of the settings.</param>
/// <param name="generator">
/// Trained in place, with <see cref="FastLayers"/> like the discriminator; start it from PSNR-oriented weights, as both papers do.
/// </param>
/// <param name="discriminator">HR images (N, 3, H, W) in [0, 1] → logits, trained in place; on the generator's device.</param>
/// <param name="contentLoss">L_content of the generator's loss, for example <c>recipe.NewLoss()</c>.</param>
/// <param name="batches">Batch n for update n (from 0), for example <c>recipe.Batches(pictures)</c>.</param>
public sealed class GanTrainer(
    GanRecipe recipe, Module<Tensor, Tensor> generator, Module<Tensor, Tensor> discriminator, Loss contentLoss,
    Func<long, (Tensor Input, Tensor Target)> batches)
    : TrainingLoop(recipe, generator, batches)
{
    private readonly GanLoss ganLoss = recipe.NewGanLoss();
    private readonly L1Loss pixelLoss = new();
    private readonly Adam optimizer = NewAdam(recipe, generator);
    private readonly Adam discriminatorOptimizer = NewAdam(recipe, discriminator, "discriminator.");

    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, Tensor>> State =>
        Named("", Network).Concat(Named("discriminator.", discriminator)).Concat(optimizer.State).Concat(discriminatorOptimizer.State);

    /// <summary>First the discriminator learns to tell G(x) from y, then the generator to please it.</summary>
    /// <inheritdoc/>
    protected override TrainingStep Update(Tensor input, Tensor target, double rate)
    {
        discriminator.train();
        var output = recipe.Shape.Forward(Network, input);

        // SRGAN eq. 2, ESRGAN eq. 1: max_D. No gradient reaches the generator.
        var (real, fake) = (discriminator.call(target), discriminator.call(output.detach()));
        var discriminatorLoss = ganLoss.Discriminator(real, fake);
        var figures = Figures(discriminatorLoss, real, fake);
        var discriminatorReport = new LossReport([new LossTermValue("discriminator", 1, figures.DiscriminatorLoss)]);
        Descend(discriminatorLoss, discriminatorReport, discriminatorOptimizer, rate);

        // min_G. The discriminator stays as it is.
        SetTrains(discriminator, false);
        var adversarial = ganLoss.Generator(discriminator.call, output, target);
        SetTrains(discriminator, true);
        var content = contentLoss.call(output, target);
        var pixel = pixelLoss.call(output, target);

        // SRGAN eq. 3, ESRGAN eq. 3: L_G = L_content + η·L_1 + λ·L_adversarial
        var loss = content + (recipe.Eta * pixel) + (recipe.Lambda * adversarial);
        var report = Report(content, pixel, adversarial);
        Descend(loss, report, optimizer, rate, recipe.MaxGradientNorm);
        return new TrainingStep(Step + 1, recipe.Steps, report, rate, figures);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        optimizer.Dispose();
        discriminatorOptimizer.Dispose();
        base.Dispose();
    }

    private GanFigures Figures(Tensor loss, Tensor real, Tensor fake)
    {
        var (pReal, pFake) = ganLoss.Probabilities(real.detach(), fake.detach());
        return new GanFigures(Number(loss), Number(pReal.mean()), Number(pFake.mean()));
    }

    /// <summary>The terms of the generator's loss; the pixel loss where it has a weight.</summary>
    private LossReport Report(Tensor content, Tensor pixel, Tensor adversarial)
    {
        var game = new LossTermValue("adversarial", recipe.Lambda, Number(adversarial));
        return recipe.Eta == 0 ? new([new LossTermValue(contentLoss.Name, 1, Number(content)), game])
            : new([new LossTermValue("content", 1, Number(content)), new LossTermValue("L1", recipe.Eta, Number(pixel)), game]);
    }

    private static void SetTrains(Module network, bool trains)
    {
        foreach (var parameter in network.parameters()) parameter.requires_grad = trains;
    }
}
