using SuperResolution.Datasets;
using SuperResolution.Models;
using SuperResolution.Weights;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Weights;

public class VggWeightsTests
{
    private static readonly VggLayer[] layers = [new(1, 1), VggLayer.Phi22];

    [Fact]
    public void An_untrained_network_says_so_in_its_name_and_is_the_same_each_time()
    {
        using var scope = NewDisposeScope();
        var picture = SyntheticImages.DeadLeaves(1, 32, 24).ToTensor();
        using var first = VggWeights.Untrained19(layers);
        random.manual_seed(5); // someone else's randomness changes nothing
        using var second = VggWeights.Untrained19(layers);

        Assert.True(first.IsSubstitute);
        Assert.Equal("VGG19 (untrained) φ1,1 φ2,2", first.Description);
        Assert.StartsWith("UNTRAINED", first.Notice);
        Assert.All(first.parameters(), parameter => Assert.False(parameter.requires_grad));
        Assert.Equal(first.call(picture).bytes.ToArray(), second.call(picture).bytes.ToArray());
    }

    [Fact] // He et al., arXiv 1502.01852, eq. 10: a standard deviation of √(2 / fan-in), fan-in = 9 · channels of the input
    public void Untrained_weights_have_Hes_deviation()
    {
        using var scope = NewDisposeScope();
        using var network = VggWeights.Untrained19(new VggLayer(3, 1));
        foreach (var (key, fanIn) in new[] { ("features.2.weight", 9 * 64), ("features.10.weight", 9 * 128) })
        {
            var weight = network.state_dict()[key];
            Assert.Equal(1, weight.std().item<float>() / Math.Sqrt(2.0 / fanIn), 0.02); // ±0.4 % expected of 36,864 values
        }
    }

    [Fact]
    public void Without_a_file_for_a_layer_the_notice_tells_what_to_get_and_with_one_there_is_no_notice()
    {
        using var network = VggWeights.Open19OrUntrained(layers);
        var atHand = ExternalWeights.Find("vgg19-dcbb9e9d.pth") ?? ExternalWeights.Find("vgg19_oxford_conv1_1-conv3_4.safetensors");
        Assert.Equal(atHand is null, network.IsSubstitute);
        Assert.Equal(atHand is null, network.Description.Contains("untrained"));
        if (atHand is null) Assert.Contains("get https://download.pytorch.org/models/vgg19-dcbb9e9d.pth", network.Notice);
        else Assert.Equal("", network.Notice);
    }

    [Fact]
    public void A_layer_that_VGG19_does_not_have_is_an_error_even_where_an_untrained_network_would_do() =>
        Assert.Throws<ArgumentException>(() => VggWeights.Open19OrUntrained(new VggLayer(2, 3)));
}
