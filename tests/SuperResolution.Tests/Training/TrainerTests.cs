using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Models;
using SuperResolution.Tests.Support;
using SuperResolution.Training;
using SuperResolution.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Tests.Training;

public sealed class TrainerTests : IDisposable
{
    private static readonly TrainingRecipe tiny = SrcnnRecipe.Smoke with { Scale = 2, Steps = 12, Batch = 2, Patch = 9 };
    private static readonly Picture[] pictures = [SyntheticImages.DeadLeaves(1, 64, 56), SyntheticImages.Facade(2, 60, 72)];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0), InlineData(5), InlineData(11)]
    public void A_training_that_was_stopped_ends_with_the_same_bytes(int stopAt)
    {
        var whole = Train(tiny, out var network);
        whole.Run();
        ModuleWeights.Save(network, folder["whole.safetensors"]);

        var first = Train(tiny, out _);
        while (first.Step < stopAt) first.TrainOneStep();
        first.Save(folder["checkpoint.safetensors"]);
        var second = Train(tiny, out var resumed);
        second.Resume(folder["checkpoint.safetensors"]);
        Assert.Equal(stopAt, second.Step);
        second.Run();
        ModuleWeights.Save(resumed, folder["resumed.safetensors"]);

        Assert.Equal(File.ReadAllBytes(folder["whole.safetensors"]), File.ReadAllBytes(folder["resumed.safetensors"]));
    }

    [Fact] // in the ordinary one LibTorch's gradients are wrong on some CPUs
    public void A_network_in_the_ordinary_memory_order_is_trained_as_in_channels_last_order()
    {
        var recipe = SrResNetRecipe.Smoke with { Shape = new SrResNetSettings(4, 1, 8), Batch = 2, Patch = 8 };
        using var lastly = recipe.NewNetwork();
        using var ordinary = recipe.Shape.Build(recipe.Scale);
        ModuleWeights.Copy(ordinary, lastly.state_dict(), "the other network");
        foreach (var network in new[] { lastly, ordinary })
        {
            using var trainer = new Trainer(recipe, network, recipe.NewLoss(), recipe.Batches(pictures));
            for (var i = 0; i < 3; i++) trainer.TrainOneStep();
        }

        Assert.All(lastly.state_dict().Zip(ordinary.state_dict()),
            pair => Assert.True(pair.First.Value.equal(pair.Second.Value).all().item<bool>(), pair.First.Key));
    }

    [Fact]
    public void Fixed_statistics_stay_as_they_are_and_normalise_in_training_as_in_use()
    {
        using var scope = NewDisposeScope();
        var recipe = SrResNetRecipe.Smoke with
        {
            Shape = new SrResNetSettings(4, 1, 8),
            Batch = 2,
            Patch = 8,
            FixedStatistics = true,
        };
        using var network = recipe.NewNetwork();
        network.train();
        for (var i = 0; i < 5; i++) network.call(rand(2, 3, 8, 8)); // statistics of something
        network.eval();
        var (input, target) = recipe.Batches(pictures)(0);
        var inUse = functional.mse_loss(network.call(input), target).item<float>();
        var before = network.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());

        using var trainer = new Trainer(recipe, network, recipe.NewLoss(), recipe.Batches(pictures));
        var step = trainer.TrainOneStep();

        Assert.InRange(step.Loss.Total / inUse, 1 - 1e-5, 1 + 1e-5);
        Assert.All(network.named_buffers(), pair => Assert.True(pair.buffer.equal(before[pair.name]).all().item<bool>(), pair.name));
        Assert.All(network.named_parameters().Where(pair => pair.name.Contains("bn", StringComparison.Ordinal)),
            pair => Assert.False(pair.parameter.equal(before[pair.name]).all().item<bool>(), pair.name));
    }

    [Fact]
    public void The_loss_falls()
    {
        var losses = new List<double>();
        Train(SrcnnRecipe.Smoke with { Scale = 2, Steps = 150, Batch = 4, Patch = 16 }, out _).Run(step => losses.Add(step.Loss.Total));

        Assert.Equal(150, losses.Count);
        Assert.True(losses.TakeLast(20).Average() < losses.Take(20).Average() / 3,
            $"from {losses.Take(20).Average()} to {losses.TakeLast(20).Average()}");
    }

    [Fact]
    public void A_checkpoint_of_another_recipe_or_mere_weights_are_refused()
    {
        var trainer = Train(tiny, out var network);
        trainer.Save(folder["checkpoint.safetensors"]);
        var other = Assert.Throws<WeightsFormatException>(
            () => Train(tiny with { Batch = 3 }, out _).Resume(folder["checkpoint.safetensors"]));
        Assert.Contains("belongs to the recipe", other.Message);

        ModuleWeights.Save(network, folder["weights.safetensors"]);
        var weights = Assert.Throws<WeightsFormatException>(() => trainer.Resume(folder["weights.safetensors"]));
        Assert.Contains("no training state", weights.Message);
    }

    [Fact]
    public void A_learning_rate_that_diverges_is_reported()
    {
        var trainer = Train(tiny with { Rate = new RateSchedule.Constant(1e30), Steps = 50 }, out _);
        var error = Assert.Throws<TrainingDivergedException>(() => trainer.Run());
        Assert.Contains("has diverged", error.Message);
    }

    [Fact]
    public void Batches_depend_on_seed_and_step_alone_and_pair_input_and_target()
    {
        var a = new LumaPatches(pictures, 2, 8, 4, 3, seed: 5);
        var b = new LumaPatches(pictures, 2, 8, 4, 3, seed: 5);
        _ = a.Batch(0);
        var (input, target) = a.Batch(7);
        var (input2, target2) = b.Batch(7);

        Assert.Equal([3L, 1, 16, 16], input.shape);
        Assert.Equal([3L, 1, 8, 8], target.shape);
        Assert.Equal(input.bytes.ToArray(), input2.bytes.ToArray());
        Assert.Equal(target.bytes.ToArray(), target2.bytes.ToArray());
        Assert.NotEqual(input.bytes.ToArray(), a.Batch(8).Input.bytes.ToArray());
        Assert.NotEqual(input.bytes.ToArray(), new LumaPatches(pictures, 2, 8, 4, 3, seed: 6).Batch(7).Input.bytes.ToArray());
        // The inner part of the input is a blurred target: closely alike however the patch was turned.
        Assert.True(SuperResolution.Metrics.Psnr.Of(input.narrow(2, 4, 8).narrow(3, 4, 8), target) > 18);
    }

    [Fact]
    public void Pictures_without_room_for_a_patch_are_refused() =>
        Assert.Contains("No training picture has 40×40",
            Assert.Throws<ArgumentException>(() => new LumaPatches([new Picture(39, 50, 1, new byte[39 * 50])], 2, 32, 4, 1, 0)).Message);

    internal static Trainer Train(TrainingRecipe recipe, out Srcnn network)
    {
        network = (Srcnn)recipe.NewNetwork();
        return new Trainer(recipe, network, recipe.NewLoss(), recipe.Batches(pictures));
    }
}
