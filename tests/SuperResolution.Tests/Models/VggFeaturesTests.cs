using SuperResolution.Imaging;
using SuperResolution.Models;
using SuperResolution.Tests.Support;
using SuperResolution.Weights;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Models;

public class VggFeaturesTests
{
    private static readonly double[] mean = [0.485, 0.456, 0.406], deviation = [0.229, 0.224, 0.225],
        oxfordMean = [103.939, 116.779, 123.68];

    [Fact]
    public void Names_of_the_frameworks_mean_the_same_layers()
    {
        Assert.Equal(new VggLayer(3, 4, AfterActivation: true), VggLayer.Parse("block3_conv4"));
        Assert.Equal(VggLayer.Phi34, VggLayer.Parse("relu3_4"));
        Assert.Equal(VggLayer.Phi54.BeforeActivation, VggLayer.Parse("conv5_4"));
        Assert.Equal(VggLayer.Phi22, VggLayer.Parse(VggLayer.Phi22.ToString()));
        Assert.Equal(VggLayer.Phi54, VggLayer.Parse("VGG54"));
        Assert.Contains("block3_conv4", Assert.Throws<FormatException>(() => VggLayer.Parse("layer4")).Message);
    }

    [Theory] // torchvision: vgg19.features[7], [34], vgg16.features[28] are the convolutions
    [InlineData(19, 2, 2, "features.7.weight"), InlineData(19, 5, 4, "features.34.weight"), InlineData(19, 3, 4, "features.16.weight"),
        InlineData(16, 5, 3, "features.28.weight")]
    public void Builds_torchvisions_layers_up_to_the_one_that_is_needed(int depth, int block, int convolution, string last)
    {
        VggLayer[] wanted = [new(block, convolution)];
        using var network = depth == 19 ? new Vgg19Features(wanted, VggPreprocessing.TorchVision)
            : (VggFeatures)new Vgg16Features(wanted, VggPreprocessing.TorchVision);
        Assert.Equal(last, network.state_dict().Keys.Last(key => key.EndsWith("weight", StringComparison.Ordinal)));
    }

    [Fact]
    public void Layers_that_do_not_exist_are_refused() =>
        Assert.Contains("2, 2, 4, 4, 4",
            Assert.Throws<ArgumentException>(() => new Vgg19Features(new VggLayer(2, 3), VggPreprocessing.Oxford)).Message);

    [Fact]
    public void Extract_returns_the_layers_in_the_order_of_the_question_and_ReLU_is_what_lies_between()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var network = new Vgg19Features([VggLayer.Phi34, VggLayer.Phi22, VggLayer.Phi34.BeforeActivation], VggPreprocessing.TorchVision);
        var features = network.Extract(rand(2, 3, 24, 20));

        Assert.Equal([2L, 256, 6, 5], features[0].shape);
        Assert.Equal([2L, 128, 12, 10], features[1].shape);
        Assert.True(features[2].min().item<float>() < 0);
        Assert.Equal(features[0].bytes.ToArray(), nn.functional.relu(features[2]).bytes.ToArray());
    }

    [Fact]
    public void Oxfords_features_of_a_real_picture_are_the_same_under_torchvisions_preprocessing_with_rewritten_weights()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        VggLayer[] layers = [VggLayer.Phi22, VggLayer.Phi34];
        var (oxford, torchVision) = (new Vgg19Features(layers, VggPreprocessing.Oxford),
            new Vgg19Features(layers, VggPreprocessing.TorchVision));
        var path = Shared.Path("weights", "vgg19_oxford_conv1_1-conv3_4.safetensors");
        ModuleWeights.Load(oxford, path);
        using var file = SafetensorsFile.Read(path);
        ModuleWeights.Copy(torchVision, Rewritten(file.Tensors), path);
        var picture = Picture.Load(Shared.Path("datasets", "Set5", "butterfly.png")).ToTensor();

        var (expected, features) = (oxford.Extract(picture), torchVision.Extract(picture));
        for (var i = 0; i < layers.Length; i++)
        {
            // Outside of the image both see zeros, which are two slightly different colours: compare what lies inside of that.
            var border = 8;
            var (a, b) = (Inner(expected[i], border), Inner(features[i], border));
            Assert.True(((a - b).abs().max() / a.abs().max()).item<float>() < 1e-5, layers[i].ToString());
        }
    }

    [Fact]
    public void Oxfords_features_of_a_real_picture_are_sparse_positive_and_of_the_usual_size()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var network = new Vgg19Features([VggLayer.Phi22, VggLayer.Phi34], VggPreprocessing.Oxford);
        ModuleWeights.Load(network, Shared.Path("weights", "vgg19_oxford_conv1_1-conv3_4.safetensors"));
        foreach (var features in network.Extract(Picture.Load(Shared.Path("datasets", "Set5", "butterfly.png")).ToTensor()))
        {
            var active = features.gt(0).to(float32).mean().item<float>();
            Assert.InRange(active, 0.1, 0.7);                                   // ReLU silences many, not all
            // hundreds of times the range of the colours: why losses rescale
            Assert.InRange(features.mean().item<float>(), 10, 2000);
        }
    }

    [Fact]
    public void Colours_in_the_wrong_order_are_noticed()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var network = new Vgg19Features(VggLayer.Phi22, VggPreprocessing.Oxford);
        ModuleWeights.LoadPart(network, Shared.Path("weights", "vgg19_oxford_conv1_1-conv3_4.safetensors"));
        var picture = Picture.Load(Shared.Path("datasets", "Set5", "bird.png")).ToTensor();
        var (right, wrong) = (network.call(picture), network.call(picture.flip(1)));
        Assert.True(((right - wrong).square().mean() / right.square().mean()).item<float>() > 0.05);
    }

    /// <summary>
    /// conv1_1 for torchvision's normalised RGB instead of BGR in 0…255 minus the mean: the same affine function of the colours.
    /// </summary>
    private static Dictionary<string, Tensor> Rewritten(IReadOnlyDictionary<string, Tensor> tensors)
    {
        var weight = tensors["features.0.weight"].to(float64).flip(1); // input channels to R, G, B
        var scale = tensor(deviation).view(1, 3, 1, 1) * 255;
        var shift = (tensor(mean) * 255 - tensor(oxfordMean).flip(0)).view(1, 3, 1, 1);
        return new(tensors)
        {
            ["features.0.weight"] = (weight * scale).to(float32),
            ["features.0.bias"] = (tensors["features.0.bias"].to(float64) + (weight * shift).sum([1, 2, 3])).to(float32),
        };
    }

    private static Tensor Inner(Tensor features, long border) =>
        features.narrow(2, border, features.size(2) - (2 * border)).narrow(3, border, features.size(3) - (2 * border));
}
