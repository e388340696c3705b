using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Models;
using SuperResolution.Tests.Support;
using SuperResolution.Training;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Training;

/// <summary>Trainings in bfloat16 with float32 weights, on the CPU, where they are slow but the same.</summary>
public sealed class MixedPrecisionTests : IDisposable
{
    private static readonly SrResNetRecipe tiny =
        SrResNetRecipe.Smoke with { Shape = new SrResNetSettings(4, 1, 8), Steps = 60, Batch = 2, Patch = 8,
            Rate = new RateSchedule.Constant(2e-3) };
    private static readonly Picture[] pictures = [SyntheticImages.DeadLeaves(1, 64, 56), SyntheticImages.Facade(2, 60, 72)];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_loss_falls_as_in_float32()
    {
        var (exact, mixed) = (Losses(tiny), Losses(tiny with { MixedPrecision = true }));

        Assert.NotEqual(exact, mixed);
        Assert.InRange(mixed[0] / exact[0], 0.99, 1.01);
        Assert.InRange(mixed.TakeLast(20).Average() / exact.TakeLast(20).Average(), 0.85, 1.15);
        Assert.True(mixed.TakeLast(20).Average() < 0.9 * mixed.Take(5).Average(), $"from {mixed[0]} to {mixed[^1]}");
    }

    [Fact]
    public void Weights_and_statistics_of_the_network_stay_in_float32_and_move()
    {
        using var network = tiny.NewNetwork();
        var before = network.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());
        using var trainer = new Trainer(tiny with { MixedPrecision = true }, network, tiny.NewLoss(), tiny.Batches(pictures));
        trainer.TrainOneStep();

        Assert.All(network.named_parameters(), pair => Assert.Equal((pair.name, ScalarType.Float32), (pair.name, pair.parameter.dtype)));
        Assert.All(network.state_dict(), pair => Assert.False(pair.Value.equal(before[pair.Key]).all().item<bool>(), pair.Key));
    }

    [Theory]
    [InlineData(true), InlineData(false)] // a caller's network may have another memory order than the recipe's
    public void Gradients_are_those_of_float32_but_for_rounding(bool channelsLast)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var recipe = tiny with { Shape = new SrResNetSettings(4, 1, 16) };
        var network = new SrResNet(recipe.Shape);
        Initialization.PyTorch(network, generator);
        if (channelsLast) network.UseChannelsLast();
        var (input, target) = recipe.Batches(pictures)(0);
        var (exact, mixed) = (Gradient(null), Gradient(recipe.NewNetwork));

        Assert.Equal(exact.shape, mixed.shape);
        Assert.Equal(ScalarType.Float32, mixed.dtype);
        Assert.InRange((exact - mixed).norm().item<float>() / exact.norm().item<float>(), 1e-6, 0.05);

        Tensor Gradient(Func<nn.Module<Tensor, Tensor>>? another)
        {
            using var model = new StepNetwork(network, recipe.Forward, another);
            model.Refresh();
            recipe.NewLoss().call(model.Call(input), target).backward();
            return model.Gradient();
        }
    }

    [Fact]
    public void A_training_that_was_stopped_ends_with_the_same_bytes()
    {
        var recipe = tiny with { MixedPrecision = true, Steps = 6 };
        using var whole = Train(recipe);
        whole.Run();
        whole.Save(folder["whole"]);
        using var first = Train(recipe);
        for (var i = 0; i < 3; i++) first.TrainOneStep();
        first.Save(folder["stopped"]);
        using var second = Train(recipe);
        second.Resume(folder["stopped"]);
        second.Run();
        second.Save(folder["resumed"]);

        Assert.Equal(File.ReadAllBytes(folder["whole"]), File.ReadAllBytes(folder["resumed"]));
    }

    [Fact]
    public void The_option_is_part_of_the_recipe_and_leaves_older_checkpoints_valid()
    {
        Assert.NotEqual(tiny, tiny with { MixedPrecision = true });
        Assert.Contains("MixedPrecision", (tiny with { MixedPrecision = true }).ToJson());
        Assert.DoesNotContain("MixedPrecision", tiny.ToJson());
    }

    private static double[] Losses(TrainingRecipe recipe)
    {
        var losses = new List<double>();
        using var trainer = Train(recipe);
        trainer.Run(step => losses.Add(step.Loss.Total));
        return [.. losses];
    }

    private static Trainer Train(TrainingRecipe recipe) => new(recipe, recipe.NewNetwork(), recipe.NewLoss(), recipe.Batches(pictures));
}
