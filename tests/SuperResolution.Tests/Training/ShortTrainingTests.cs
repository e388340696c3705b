using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Losses;
using SuperResolution.Models;
using SuperResolution.Training;
using SuperResolution.Weights;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Training;

/// <summary>
/// Three updates with every network's smoke recipe on drawn pictures go as they went before recipes became values: the losses, and how
/// far the weights are from their start.
/// </summary>
/// <remarks>
/// The numbers were written by this test on one processor; others round differently, so they are compared and not the bytes. The content
/// loss has a VGG19 with random weights of its own seed, so that nothing depends on what is downloaded.
/// </remarks>
public class ShortTrainingTests
{
    /// <summary>
    /// Of each step the network's or the generator's loss, of a GAN also its terms, the discriminator's loss, D(real) and D(fake); at the
    /// end the distance.
    /// </summary>
    private static readonly Dictionary<string, double[]> before = new()
    {
        ["srcnn"] = [0.00683102, 0.00465906, 0.00386988, 0.0208835],
        ["vdsr"] = [0.0169255, 0.013275, 0.0141831, 0.0258745],
        ["srresnet"] = [0.0379212, 0.0346048, 0.0369914, 0.0488983],
        ["msrresnet"] = [0.0846053, 0.0752155, 0.0809479, 0.0479553],
        ["rrdb"] = [0.402711, 0.426486, 0.429351, 0.0617619],
        ["srgan"] =
        [
            0.000795726, 2.71183e-07, 0.795455, 1.41462, 0.474196, 0.486974, 0.000767343, 1.75548e-07, 0.767168, 1.4767,
            0.441755, 0.481994, 0.000752569, 2.59318e-07, 0.75231, 1.3795, 0.491504, 0.486532, 0.116567,
        ],
        ["esrgan"] =
        [
            0.00974305, 0.00092762, 0.0664074, 1.63027, 1.41474, 0.492986, 0.507011, 0.00846433, 0.000817857, 0.0595025, 1.41029,
            1.53795, 0.463736, 0.536297, 0.00936006, 0.000889994, 0.0646668, 1.56468, 1.34378, 0.510841, 0.489156, 0.158476,
        ],
        ["content and L1"] =
        [
            0.152821, 0.00100574, 0.0703189, 2.23545, 1.22346, 0.543263, 0.456991, 0.136363, 0.000906725, 0.0632122, 1.80634,
            1.35508, 0.508089, 0.491925, 0.129502, 0.000847898, 0.0604758, 1.54048, 1.49907, 0.474112, 0.526095, 0.176146,
        ],
    };

    public static TheoryData<string> Names => [.. before.Keys];

    [Fact]
    public void Every_network_that_trains_has_its_numbers() => Assert.Equal(
        Architectures.All.Where(one => one.Recipes.Any(preset => preset.Budget == "smoke")).Select(one => one.Id).Append("content and L1")
            .Order(), before.Keys.Order());

    [Theory, MemberData(nameof(Names))]
    public void Losses_and_weights_go_as_before(string name)
    {
        var numbers = Train(name);
        Assert.Equal(before[name].Length, numbers.Count);
        Assert.All(before[name].Zip(numbers), pair => Assert.InRange(pair.Second / pair.First, 1 - 1e-3, 1 + 1e-3));
    }

    private static List<double> Train(string name)
    {
        var recipe = name == "content and L1"
            ? EsrganRecipe.Smoke with { Eta = 2, Discriminator = new EsrganDiscriminatorSettings(6), Seed = 3 }
            : Architectures.All.Single(one => one.Id == name).Recipes.Single(preset => preset.Budget == "smoke").Recipe;
        recipe = recipe with { Steps = 3, Rate = new RateSchedule.Constant(1e-4) };
        Picture[] pictures = [SyntheticImages.DeadLeaves(1, 160, 152), SyntheticImages.Facade(2, 156, 160)];
        using var network = recipe.NewNetwork();
        using var discriminator = (recipe as GanRecipe)?.NewDiscriminator();
        var trained = network.parameters().Concat(discriminator is null ? [] : discriminator.parameters()).ToList();
        var start = trained.Select(tensor => tensor.detach().clone()).ToList();
        using TrainingLoop training = recipe is GanRecipe gan
            ? new GanTrainer(gan, network, discriminator!, Content(gan), recipe.Batches(pictures))
            : new Trainer(recipe, network, recipe.NewLoss(), recipe.Batches(pictures));
        var numbers = new List<double>();
        training.Run(step => numbers.AddRange(step.Gan is { } figures
            ? [step.Loss.Total, .. step.Loss.Select(term => term.Value), figures.DiscriminatorLoss, figures.Real, figures.Fake]
            : [step.Loss.Total]));
        using var frozen = no_grad();
        var moved = trained.Zip(start, (now, then) => (now.to(float64) - then.to(float64)).square().sum().item<double>()).Sum();
        return [.. numbers, Math.Sqrt(moved)];
    }

    private static VggContentLoss Content(GanRecipe recipe) => new(VggWeights.Untrained19(recipe.Features!.Value).UseFastLayers(),
        ((FeatureObjective)recipe.Loss).Criterion, recipe.FeatureScale!.Value);
}
