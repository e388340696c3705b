using SuperResolution.Metrics;
using SuperResolution.Models;
using SuperResolution.Tests.Support;
using SuperResolution.Tests.Training;
using SuperResolution.Training;
using SuperResolution.Weights;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Weights;

/// <summary>Weights that are infinite or not numbers: refused when a file is opened for use, with the tensor's name.</summary>
public sealed class BrokenWeightsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_file_and_the_tensor_are_named_however_it_is_opened()
    {
        var file = Shared.Path("cases", "weights", "nan.safetensors");
        foreach (var open in new Action[]
        {
            () => NetworkFile.Open(file, 2), () => NetworkFile.Load(new Srcnn(SrcnnShape.Net955), file),
            () => EvaluatedMethod.Found(file, 2, "SRCNN", "x", "x").Open(),
        })
        {
            var error = Assert.Throws<WeightsFormatException>(open);
            Assert.Contains("nan.safetensors' cannot be used as weights: 'conv2.bias' holds values that are infinite or not " +
                "numbers (NaN)", error.Message);
        }
    }

    [Theory]
    [InlineData(float.NaN), InlineData(float.PositiveInfinity), InlineData(float.NegativeInfinity)]
    public void A_training_does_not_start_from_them_and_leaves_nothing(float value)
    {
        using (var network = TinyRuns.Plain.NewNetwork())
        {
            using (no_grad()) network.get_parameter("conv2.weight")![1, 2, 1, 1] = value;
            ModuleWeights.Save(network, folder["broken.safetensors"]);
        }
        var error = Assert.Throws<WeightsFormatException>(
            () => TrainingRun.Start(TinyRuns.Settings(folder["run"], TinyRuns.Plain) with { StartFrom = folder["broken.safetensors"] }));
        Assert.Contains("'conv2.weight' holds values", error.Message);
        Assert.Empty(Directory.GetFiles(folder["run"]));
    }

    [Fact] // their sum is infinite, they are not
    public void Large_weights_are_numbers()
    {
        using var network = new Srcnn(SrcnnShape.Net915);
        using var scope = NewDisposeScope();
        var large = network.state_dict().ToDictionary(pair => pair.Key, pair => full_like(pair.Value, 3e38));
        ModuleWeights.Copy(network, large, "x");
        Assert.Equal(3e38f, network.get_parameter("conv1.bias")![0].item<float>());
    }
}
