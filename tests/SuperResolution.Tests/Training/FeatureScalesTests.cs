using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Losses;
using SuperResolution.Models;
using SuperResolution.Training;
using SuperResolution.Weights;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Training;

public sealed class FeatureScalesTests
{
    public static TheoryData<string, double, double> Layers => new()
    {
        { "after 2", 1 / 800.0, 89.412 * 89.412 }, // what the gradient of the squared loss is with Oxford's weights and scale 1
        { "after 3", 1 / 3_000.0, 362.480 * 362.480 },
    };

    /// <summary>The scale of the recipes is Oxford's. What stands in pulls at the pixels as strongly, not 10⁵ times more weakly.</summary>
    [Theory, MemberData(nameof(Layers))]
    public void Untrained_features_pull_as_strongly_as_Oxfords(string layer, double scale, double oxfordGradient)
    {
        using var scope = NewDisposeScope();
        var wanted = layer == "after 2" ? VggLayer.Phi22 : VggLayer.Phi34;
        using var network = VggWeights.Untrained19(wanted).UseChannelsLast();
        var loss = new VggContentLoss(network, ContentCriterion.Mse, FeatureScales.For(network, wanted, scale));
        var hr = SyntheticImages.DeadLeaves(1, 96, 96);
        var sr = Interpolation.Bicubic(4).Upscale(Resize.Imresize(hr, 0.25)).ToTensor().clone().requires_grad_(true);
        loss.call(sr, hr.ToTensor()).backward();
        Assert.InRange(sr.grad!.norm().item<float>() / (oxfordGradient * scale * scale), 0.5, 2);
    }

    [Fact]
    public void Oxfords_scale_stays_and_its_sizes_are_those_in_the_table()
    {
        Assert.SkipUnless(ExternalWeights.Find("vgg19_oxford_conv1_1-conv3_4.safetensors") is not null
            && ExternalWeights.Find("vgg19-dcbb9e9d.pth") is null, "needs Oxford's VGG19");
        (VggLayer Layer, double Size)[] sizes = [
            (VggLayer.Phi22, 122.08), (VggLayer.Phi34, 469.10), (VggLayer.Phi22.BeforeActivation, 292.77),
            (VggLayer.Phi34.BeforeActivation, 652.45)];
        foreach (var (layer, size) in sizes)
        {
            using var network = VggWeights.Open19(layer);
            Assert.Equal(1 / 800.0, FeatureScales.For(network, layer, 1 / 800.0));
            Assert.InRange(FeatureScales.Difference(network) / size, 0.9995, 1.0005);
        }
    }

    [Fact]
    public void Layers_beyond_Oxfords_file_keep_their_scale()
    {
        using var network = VggWeights.Untrained19(VggLayer.Phi54);
        Assert.Equal(VggContentLoss.SrganFeatureScale, FeatureScales.For(network, VggLayer.Phi54, VggContentLoss.SrganFeatureScale));
    }

    [Fact]
    public void Recipes_ask_for_the_scale_of_the_network_that_they_got()
    {
        using var open = VggWeights.Open19OrUntrained(VggLayer.Phi22);
        var loss = (VggContentLoss)SrganRecipe.Smoke.NewLoss();
        // two forwards in float32
        var expected = FeatureScales.For(open, VggLayer.Phi22, SrganRecipe.Smoke.FeatureScale!.Value);
        Assert.InRange(loss.FeatureScale / expected, 1 - 1e-5, 1 + 1e-5);
    }
}
