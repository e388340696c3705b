using SuperResolution.Metrics;
using SuperResolution.Models;
using SuperResolution.Weights;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Metrics;

public class ContentHashTests
{
    [Theory]
    [InlineData("srcnn-9-5-5-x2", 2), InlineData("vdsr-20x64", 3), InlineData("srresnet-8x32-x4", 4), InlineData("srgan-8x32-x4", 4),
        InlineData("rrdb-3x32-x4", 4), InlineData("msrresnet-16x64-x4", 4)]
    public void A_network_of_the_kit_is_seen_through(string name, int scale)
    {
        string? Hash(int times) => Of(NetworkFile.Open(TrainedWeights.File(name), times, name: "n"), foreign: false);
        Assert.Equal(Hash(scale), Hash(scale));
        if (name == "vdsr-20x64") Assert.NotEqual(Hash(scale), Hash(scale + 1)); // the same weights
    }

    [Fact]
    public void Every_weight_and_the_mode_of_a_network_count()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = new SrResNet(new SrResNetSettings(Scale: 4, Blocks: 1, Features: 8));
        network.eval();
        var upscaler = new RgbUpscaler(network, 4, "n");
        HashSet<string?> hashes = [Of(upscaler, foreign: false)];
        var tensors = network.state_dict().Values.ToList();
        foreach (var tensor in tensors)
        {
            tensor.flatten()[-1].add_(1);
            hashes.Add(Of(upscaler, foreign: false));
        }
        network.train();
        hashes.Add(Of(upscaler, foreign: false));
        Assert.Equal(tensors.Count + 2, hashes.Count);
    }

    [Fact]
    public void Settings_of_layers_count()
    {
        using var scope = NewDisposeScope();
        nn.Module[] layers = [nn.LeakyReLU(0.05), nn.LeakyReLU(0.2), nn.ELU(1), nn.ELU(2), nn.PixelShuffle(2), nn.PixelShuffle(3),
            nn.Dropout(0.1), nn.Dropout(0.2), nn.MaxPool2d(2), nn.MaxPool2d(2, stride: 1), nn.AvgPool2d(2), nn.AvgPool2d(3),
            nn.Upsample(scale_factor: [2.0, 2.0]), nn.Upsample(scale_factor: [3.0, 3.0]), nn.ReflectionPad2d(1), nn.ReflectionPad2d(2),
            Still(nn.Conv2d(1, 1, 3)), Still(nn.Conv2d(1, 1, 3, padding: 1)), Still(nn.Conv2d(1, 1, 3, dilation: 2)),
            Still(nn.Conv2d(1, 1, 3, stride: 2)), Still(nn.Conv2d(1, 1, 3, padding: 1, padding_mode: TorchSharp.PaddingModes.Reflect)),
            nn.BatchNorm2d(1), nn.BatchNorm2d(1, eps: 1e-3), nn.InstanceNorm2d(1), nn.InstanceNorm2d(1, eps: 1e-3),
            Still(nn.ConvTranspose2d(1, 1, 3)), Still(nn.ConvTranspose2d(1, 1, 3, stride: 2))];
        var hashes = layers.Select(layer => Of(layer, foreign: false)).ToList();
        Assert.All(hashes.GroupBy(hash => hash).Where(group => group.Count() > 1),
            group => Assert.Fail(string.Join(" = ", layers.Where((_, i) => hashes[i] == group.Key).Select(layer => layer.GetName()))));

        nn.Module Still(nn.Module layer)
        {
            using var frozen = no_grad();
            foreach (var weights in layer.parameters()) weights.fill_(0.5);
            return layer;
        }
    }

    [Fact]
    public void Functions_and_classes_of_others_are_known_by_their_build_and_by_what_they_hold()
    {
        Func<double, double> Times(double factor) => x => factor * x;
        Assert.Equal(Of(Times(2), foreign: true), Of(Times(2), foreign: true));
        Assert.NotEqual(Of(Times(2), foreign: true), Of(Times(3), foreign: true));
        Func<double, double> plus = x => x + 1, minus = x => x - 1;
        Assert.NotEqual(Of(plus, foreign: true), Of(minus, foreign: true));
        Assert.NotEqual(Of(new Mine { Setting = 1 }, foreign: true), Of(new Mine { Setting = 2 }, foreign: true));
        Assert.NotEqual(Of(new Mine { List = [1, 2] }, foreign: true), Of(new Mine { List = [2, 1] }, foreign: true));
        var ring = new Mine();
        ring.Other = ring;
        Assert.NotEqual(Of(new Mine { Other = new Mine() }, foreign: true), Of(ring, foreign: true));
    }

    [Fact]
    public void What_cannot_be_seen_through_has_no_hash()
    {
        using var open = new MemoryStream();
        Assert.Null(ContentHash.Of(new Mine { Other = open }, out var isForeign));
        Assert.True(isForeign);
    }

    [Fact]
    public void Metrics_of_the_kit_are_its_own() =>
        Assert.All(
            new[] { Psnr.Metric, Ssim.Metric, MsSsim.Metric, CwSsim.Metric, Fsim.Metric, Gmsd.Metric, Vif.Metric, Sharpness.Metric },
            metric => Of(metric.Measure, foreign: false));

    private static string? Of(object value, bool foreign)
    {
        var hash = ContentHash.Of(value, out var isForeign);
        Assert.NotNull(hash);
        Assert.Equal(foreign, isForeign);
        return hash;
    }

    private sealed class Mine
    {
        public int Setting;
        public List<int> List = [];
        public object? Other;
    }
}
