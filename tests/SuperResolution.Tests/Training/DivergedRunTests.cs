using SuperResolution.Imaging;
using SuperResolution.Losses;
using SuperResolution.Models;
using SuperResolution.Tests.Support;
using SuperResolution.Training;
using SuperResolution.Weights;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Training;

public sealed class DivergedRunTests : IDisposable
{
    private static readonly TrainingRecipe hot = TinyRuns.Plain with { Rate = new RateSchedule.MultiStep(1e-3, 1e33, [6]) };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_led_to_it_is_in_the_folder_and_the_message_says_where()
    {
        using var run = TrainingRun.Start(TinyRuns.Settings(folder["run"], hot, validateEvery: 5) with { CheckpointEvery = 6 });
        var error = Assert.Throws<TrainingDivergedException>(() => run.Run());

        Assert.Equal(8, error.Step); // update 7 has the rate of 1e30
        var dump = folder["run/diverged-step-8"];
        Assert.Contains(dump, error.Message);
        Assert.Contains("best.safetensors (--from)", error.Message);
        Assert.Equal(["batch.png", "batch.safetensors", "steps.csv", "weights.safetensors"],
            Directory.GetFiles(dump).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var lines = File.ReadAllLines(Path.Combine(dump, "steps.csv"));
        Assert.Equal("step,learning rate,loss,MSE,discriminator loss,D(real),D(fake)", lines[0]);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], lines[1..].Select(line => int.Parse(line.Split(',')[0])));
        Assert.StartsWith("1,0.001,", lines[1]);

        using var batch = SafetensorsFile.Read(Path.Combine(dump, "batch.safetensors"));
        var (input, target) = hot.Batches(TinyRuns.Pictures.Select(item => item.Load()))(7);
        Assert.Equal(input.bytes.ToArray(), batch.Tensors["input"].bytes.ToArray());
        Assert.Equal(target.bytes.ToArray(), batch.Tensors["target"].bytes.ToArray());
        Assert.Equal([2L, 3, 16, 16], batch.Tensors["output"].shape);
        var picture = Picture.Load(Path.Combine(dump, "batch.png"));
        Assert.Equal((3 * 16, 2 * 16), (picture.Width, picture.Height));
        Assert.Equal(Picture.FromTensor(target.narrow(0, 0, 1)).Pixels.ToArray(), picture.Crop(32, 0, 16, 16).Pixels.ToArray());

        Assert.Equal("6", SafetensorsFile.ReadMetadata(run.CheckpointFile)["step"]); // before the rate rose
        Assert.Equal("5", SafetensorsFile.ReadMetadata(run.BestFile)["updates"]);
        // What is to be looked at can be read; as a network it is refused, with the first value that is none.
        using var weights = SafetensorsFile.Read(Path.Combine(dump, "weights.safetensors"));
        Assert.Contains("bn2.running_mean", weights.Tensors.Keys);
        Assert.Contains("diverged", Assert.Throws<WeightsFormatException>(
            () => NetworkFile.Open(Path.Combine(dump, "weights.safetensors"))).Message);
    }

    [Fact]
    public void A_gradient_that_is_not_finite_is_noticed_while_the_weights_still_are()
    {
        using var network = TinyRuns.Plain.NewNetwork();
        using var training = new Trainer(TinyRuns.Plain, network, new RootLoss(), step => (rand(1, 3, 8, 8), rand(1, 3, 16, 16)));
        var before = network.state_dict()["conv1.weight"].clone();
        Assert.StartsWith("The gradient of step 1 is not a finite number",
            Assert.Throws<TrainingDivergedException>(() => training.TrainOneStep()).Message);
        Assert.True(before.eq(network.state_dict()["conv1.weight"]).all().item<bool>());
        Assert.Equal(0, training.Step);
        Assert.Equal([1L, 3, 8, 8], training.FailedBatch!.Value.Input.shape);
    }

    [Fact]
    public void After_a_divergence_the_same_batch_comes_again()
    {
        var asked = new List<long>();
        using var training = new Trainer(TinyRuns.Plain, TinyRuns.Plain.NewNetwork(), new RootLoss(), step =>
        {
            lock (asked) asked.Add(step);
            return (full([1, 3, 8, 8], step / 10f), zeros(1, 3, 16, 16));
        });
        Assert.Throws<TrainingDivergedException>(() => training.TrainOneStep());
        Assert.Throws<TrainingDivergedException>(() => training.TrainOneStep());
        Assert.Equal(0, training.FailedBatch!.Value.Input.sum().item<float>());
        Assert.Equal(2, asked.Count(step => step == 0));
    }

    /// <summary>0 · ∞ in the gradient, 0 as a value.</summary>
    private sealed class RootLoss : Loss
    {
        public override string Name => "root";

        public override Tensor call(Tensor output, Tensor target) => ((output - output.detach()).abs().sqrt() * 0).sum();
    }
}
