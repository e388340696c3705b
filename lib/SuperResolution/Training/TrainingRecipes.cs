using SuperResolution.Imaging;
using SuperResolution.Losses;
using SuperResolution.Models;
using SuperResolution.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Training;

/// <summary>What recipes mean: the start, the loss and the patches that they name.</summary>
public static class TrainingRecipes
{
    /// <summary>The network as it is before the first step, on the kit's device; the caller owns it.</summary>
    /// <param name="recipe">Any recipe.</param>
    public static Module<Tensor, Tensor> NewNetwork(this TrainingRecipe recipe)
    {
        var network = recipe.Untrained();
        if (recipe is GanRecipe { StartFrom: { } start }) ModuleWeights.Load(network, TrainedWeights.File(start));
        return network;
    }

    /// <summary>What is minimised; the caller owns the networks in it.</summary>
    /// <param name="recipe">Any recipe.</param>
    public static Loss NewLoss(this TrainingRecipe recipe) => recipe.Minimised switch
    {
        Loss own => own,
        PixelObjective { Loss: RestorationLoss.L2 } => new MseLoss(),
        PixelObjective { Loss: RestorationLoss.L1 } => new L1Loss(),
        PixelObjective { Loss: RestorationLoss.MsSsim } => new FullSizeMsSsimLoss(),
        PixelObjective { Loss: RestorationLoss.Mix } => new MixLoss(),
        FeatureObjective { PixelWeight: 0 } features => Content(features),
        FeatureObjective features =>
            new PerceptualLoss(new LossTerm("content", 1, Content(features)), new LossTerm("L1", features.PixelWeight, new L1Loss())),
        var other => throw new InvalidOperationException($"There is no loss {other}."),
    };

    /// <summary>The game: which losses the two networks have.</summary>
    /// <param name="recipe">Any recipe of a GAN.</param>
    public static GanLoss NewGame(this GanRecipe recipe) =>
        recipe.Played as GanLoss ?? (recipe.Played == GanGame.RelativisticAverage ? new RelativisticAverageLoss() : new AdversarialLoss());

    /// <summary>Batch n for update n (from 0): input and target on the CPU; the caller owns both.</summary>
    /// <param name="recipe">Any recipe.</param>
    /// <param name="pictures">HR pictures, read once.</param>
    public static Func<long, (Tensor Input, Tensor Target)> Batches(this TrainingRecipe recipe, IEnumerable<Picture> pictures)
    {
        if (!recipe.OnLuma) return new RgbPatches(pictures, recipe.Scale, recipe.Patch, recipe.Batch, recipe.Seed).Batch;
        var (read, scales) = (pictures.ToList(), recipe.PatchScales);
        var parts = scales.Select((scale, i) =>
            new LumaPatches(read, scale, recipe.Patch, recipe.Margin, (recipe.Batch + i) / scales.Count, recipe.Seed + i)).ToList();
        if (parts.Count == 1) return parts[0].Batch;
        return step =>
        {
            using var scope = NewDisposeScope();
            var batches = parts.Select(part => part.Batch(step)).ToList();
            return (cat([.. batches.Select(batch => batch.Input)]).MoveToOuterDisposeScope(),
                cat([.. batches.Select(batch => batch.Target)]).MoveToOuterDisposeScope());
        };
    }

    /// <summary>The network with its surroundings, to be measured or used. It does not own the network.</summary>
    /// <param name="recipe">Any recipe.</param>
    /// <param name="network">A network of the recipe.</param>
    public static Upscaler Upscaler(this TrainingRecipe recipe, Module<Tensor, Tensor> network) =>
        ((network as INetwork)?.Architecture.Input ?? NetworkInput.Rgb()).Surround(network, recipe.Scale, recipe.Network);

    /// <summary>VGG19 up to the wanted features, as it is at hand, with the scale that belongs to it.</summary>
    private static VggContentLoss Content(FeatureObjective objective)
    {
        var network = VggWeights.Open19OrUntrained(objective.Features).UseChannelsLast();
        return new VggContentLoss(network, objective.Criterion, FeatureScales.For(network, objective.Features, objective.Scale));
    }
}
