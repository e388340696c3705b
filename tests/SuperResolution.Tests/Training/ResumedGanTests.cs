using SuperResolution.Models;
using SuperResolution.Tests.Support;
using SuperResolution.Training;
using SuperResolution.Weights;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Training;

public sealed class ResumedGanTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0), InlineData(1), InlineData(13), InlineData(29), InlineData(30)]
    public void Both_networks_their_optimisers_and_the_average_end_with_the_same_bytes(int stopAt)
    {
        using (var whole = Train(TinyGanRecipe.Default))
        {
            whole.Run();
            whole.Save(folder["whole.safetensors"]);
        }
        using (var first = Train(TinyGanRecipe.Default))
        {
            while (first.Step < stopAt) first.TrainOneStep();
            first.Save(folder["stopped.safetensors"]);
        }
        _ = rand(3); // somebody else's random numbers change nothing
        using (var second = Train(TinyGanRecipe.Default))
        {
            if (stopAt > 0) second.TrainOneStep(); // what was trained before does not matter either
            second.Resume(folder["stopped.safetensors"]);
            second.Run();
            second.Save(folder["resumed.safetensors"]);
        }
        Assert.Equal(File.ReadAllBytes(folder["whole.safetensors"]), File.ReadAllBytes(folder["resumed.safetensors"]));
    }

    [Fact]
    public void A_checkpoint_holds_every_parameter_and_buffer_both_moments_and_the_average()
    {
        using var network = TinyGanRecipe.Default.NewNetwork();
        using var discriminator = TinyGanRecipe.Default.NewDiscriminator();
        using (var training = new GanTrainer(
            TinyGanRecipe.Default, network, discriminator, TinyGanRecipe.Default.NewLoss(),
            TinyGanRecipe.Default.Batches(TinyRuns.Pictures.Select(item => item.Load()))))
        {
            for (var i = 0; i < 3; i++) training.TrainOneStep();
            training.Save(folder["checkpoint.safetensors"]);
        }
        using var file = SafetensorsFile.Read(folder["checkpoint.safetensors"]);
        var generated = network.state_dict().Keys.ToList();
        var judged = discriminator.state_dict().Keys.Select(key => "discriminator." + key).ToList();
        var trained = network.named_parameters().Select(p => p.name)
            .Concat(discriminator.named_parameters().Select(p => "discriminator." + p.name)).ToList();
        Assert.Equal(
            generated.Concat(judged).Concat(network.named_parameters().Select(p => "ema." + p.name))
            .Concat(trained.SelectMany(key => new[] { "adam.first." + key, "adam.second." + key })).Order(StringComparer.Ordinal),
            file.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(int64, file.Tensors["block0.bn1.num_batches_tracked"].dtype);
        Assert.Equal(3, file.Tensors["block0.bn1.num_batches_tracked"].item<long>());
        // real and fake, for itself and for the generator
        Assert.Equal(4 * 3, file.Tensors["discriminator.1.num_batches_tracked"].item<long>());
    }

    [Fact]
    public void While_the_network_has_the_average_it_can_be_neither_saved_nor_trained_nor_continued()
    {
        using var training = Train(TinyGanRecipe.Default);
        training.TrainOneStep();
        training.Save(folder["before.safetensors"]);
        using (training.Evaluating())
        {
            Assert.Contains("averaged weights",
                Assert.Throws<InvalidOperationException>(() => training.Save(folder["checkpoint.safetensors"])).Message);
            Assert.Throws<InvalidOperationException>(() => training.TrainOneStep());
            Assert.Throws<InvalidOperationException>(() => training.Resume(folder["before.safetensors"]));
            Assert.False(File.Exists(folder["checkpoint.safetensors"]));
        }
        training.Save(folder["after.safetensors"]);
        Assert.Equal(File.ReadAllBytes(folder["before.safetensors"]), File.ReadAllBytes(folder["after.safetensors"]));
    }

    private static GanTrainer Train(GanRecipe recipe) =>
        new(recipe, recipe.NewNetwork(), recipe.NewDiscriminator(), recipe.NewLoss(),
            recipe.Batches(TinyRuns.Pictures.Select(item => item.Load())));
}
