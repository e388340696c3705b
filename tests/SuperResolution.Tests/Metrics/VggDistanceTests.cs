using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Metrics;
using SuperResolution.Models;
using SuperResolution.Tests.Support;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Metrics;

public class VggDistanceTests
{
    [Fact]
    public void Is_the_mean_squared_distance_of_unit_feature_vectors()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var network = new Vgg19Features([new VggLayer(1, 1), new VggLayer(2, 1)], VggPreprocessing.TorchVision);
        var (a, b) = (SyntheticImages.Facade(1, 20, 16), SyntheticImages.DeadLeaves(2, 20, 16));
        var expected = 0.0;
        foreach (var (x, y) in network.Extract(a.ToTensor()).Zip(network.Extract(b.ToTensor())))
        {
            var sum = 0.0;
            for (var row = 0; row < x.size(2); row++)
            {
                for (var column = 0; column < x.size(3); column++)
                {
                    var cosine = nn.functional.cosine_similarity(x[0, .., row, column], y[0, .., row, column], 0).item<float>();
                    sum += 2 - (2 * cosine); // of unit vectors
                }
            }
            expected += sum / (x.size(2) * x.size(3)) / 2;
        }

        using var distance = new VggDistance(network);
        Assert.Equal(expected, distance.Of(a, b), 1e-5);
        Assert.Equal(expected, distance.Of(b, a), 1e-5);
        Assert.Equal(0, distance.Of(a, a));
        Assert.Equal(Better.Lower, distance.Metric.Better);
    }

    [Fact]
    public void More_blur_is_further_away_and_noise_is_further_than_a_change_of_brightness_of_the_same_PSNR()
    {
        using var distance = Open();
        var picture = Picture.Load(Shared.Path("datasets", "Set5", "butterfly.png"));
        var blurred = new[] { 0.5, 1, 2 }.Select(sigma => distance.Of(picture, Distortions.GaussianBlur(picture, sigma))).ToList();
        Assert.True(blurred[0] < blurred[1] && blurred[1] < blurred[2], string.Join(", ", blurred));
        Assert.True(distance.Of(picture, Distortions.GaussianNoise(picture, 12, 1)) > distance.Of(
            picture, Distortions.LuminanceShift(picture, 12)));
    }

    private static VggDistance Open()
    {
        Shared.Path("weights", "vgg19_oxford_conv1_1-conv3_4.safetensors");
        return VggDistance.Open();
    }
}
