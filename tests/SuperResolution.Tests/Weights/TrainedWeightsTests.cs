using System.Globalization;
using SuperResolution.Imaging;
using SuperResolution.Metrics;
using SuperResolution.Tests.Support;
using SuperResolution.Weights;

namespace SuperResolution.Tests.Weights;

public class TrainedWeightsTests
{
    [Theory] // SRCNN 9-1-5, trained by its authors on 91 images: 36.34, 32.39, 30.09
    [InlineData(2, 36.34), InlineData(3, 32.39), InlineData(4, 30.09)]
    public void SRCNN_on_Set5_is_what_its_metadata_says_and_above_the_papers_91_image_network(int scale, double paper)
    {
        var files = Shared.Files("datasets", "Set5");
        using var weights = SafetensorsFile.Read(TrainedWeights.File($"srcnn-9-5-5-x{scale}"));
        var stated = double.Parse(weights.Metadata[$"Set5 Y601 ×{scale}"].Split(' ')[0], CultureInfo.InvariantCulture);
        var upscaler = TrainedWeights.Srcnn(scale);

        var measured = files.Average(file => Protocol.Y601(scale).Evaluate(upscaler, Picture.Load(file)).Psnr);

        Assert.Equal(stated, measured, 0.005);
        Assert.True(measured > paper, $"{measured} dB");
    }

    [Theory]
    [InlineData(2), InlineData(3), InlineData(4)]
    public void Every_file_says_how_it_was_made(int scale)
    {
        using var weights = SafetensorsFile.Read(TrainedWeights.File($"srcnn-9-5-5-x{scale}"));
        Assert.All(["network", "input", "data", "recipe", "started from", "made with"], key => Assert.NotEmpty(weights.Metadata[key]));
        Assert.StartsWith("T91 + BSDS500 train, 291 images", weights.Metadata["data"], StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_weights_are_refused_with_the_names_that_there_are() =>
        Assert.Contains("srcnn-9-5-5-x3", Assert.Throws<FileNotFoundException>(() => TrainedWeights.File("srgan")).Message);
}
