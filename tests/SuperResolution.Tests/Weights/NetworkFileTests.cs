using SuperResolution.Imaging;
using SuperResolution.Models;
using SuperResolution.Tests.Support;
using SuperResolution.Weights;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Weights;

public sealed class NetworkFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Networks => ["vdsr", "srcnn", "edsr x2", "edsr x3", "edsr x8", "edsr wide", "edsr first code", "srresnet", "srresnet x8", "srresnet blocks", "msrresnet x3", "msrresnet x2",
        "rrdb x4", "rrdb x2", "rrdb x1", "rrdb 2018", "rrdb sequential", "srvgg", "parallel"];

    [Theory, MemberData(nameof(Networks))]
    public void A_saved_network_is_recognised_by_its_keys_and_gives_the_same_picture(string name)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var (network, scale, map, multiple) = Build(name);
        network.eval();
        var path = folder["network.safetensors"];
        ModuleWeights.Save(network, path, map: map);
        var lr = rand(1, 3, 9, 7);
        Upscaler expected = network is Srcnn or Vdsr ? new LumaUpscaler(network, scale, name) : new RgbUpscaler(network, scale, name, multipleOf: multiple);

        var opened = NetworkFile.Open(path, network is Srcnn or Vdsr ? scale : null);

        Assert.Equal(scale, opened.Scale);
        var difference = (opened.Upscale(lr) - expected.Upscale(lr)).abs().max().item<float>();
        Assert.True(difference < 1e-5, $"{difference}");
    }

    [Theory]
    [InlineData("edsr_x4", 4), InlineData("msrresnet_x3", 3), InlineData("rrdbnet_x2", 2), InlineData("rrdbnet_x4_old_names", 4), InlineData("srgan_generator_bn_x4", 4), InlineData("srvgg_x4", 4)]
    public void A_public_implementations_file_is_recognised(string name, int scale) =>
        Assert.Equal(scale, NetworkFile.Open(Shared.Path("golden", "models", name, "weights.pth")).Scale);

    [Fact]
    public void A_scale_that_a_file_cannot_tell_is_asked_for_and_one_that_contradicts_it_is_refused()
    {
        using var vdsr = new Vdsr(new VdsrSettings(5, 4));
        ModuleWeights.Save(vdsr, folder["vdsr.safetensors"]);
        Assert.Contains("give the scale", Assert.Throws<WeightsFormatException>(() => NetworkFile.Open(folder["vdsr.safetensors"])).Message);
        ModuleWeights.Save(vdsr, folder["vdsr3.safetensors"], new Dictionary<string, string> { ["scale"] = "3" });
        Assert.Equal(3, NetworkFile.Open(folder["vdsr3.safetensors"]).Scale);

        using var edsr = new Edsr(new EdsrSettings(2, 1, 4, 1));
        ModuleWeights.Save(edsr, folder["edsr.safetensors"]);
        Assert.Contains("enlarges by 2, not by 4", Assert.Throws<WeightsFormatException>(() => NetworkFile.Open(folder["edsr.safetensors"], 4)).Message);
    }

    [Fact]
    public void Keys_of_no_network_are_refused_with_the_networks_that_are_known()
    {
        using var scope = NewDisposeScope();
        SafetensorsFile.Write(folder["other.safetensors"], new Dictionary<string, Tensor> { ["transformer.weight"] = rand(3) });
        var error = Assert.Throws<WeightsFormatException>(() => NetworkFile.Open(folder["other.safetensors"]));
        Assert.Contains("transformer.weight", error.Message);
        Assert.Contains("RRDBNet", error.Message);
    }

    [Fact]
    public void A_network_with_a_layer_missing_names_it()
    {
        using var scope = NewDisposeScope();
        var network = new RrdbNet(new RrdbNetSettings(4, 1, 4, 2));
        SafetensorsFile.Write(folder["part.safetensors"], network.state_dict().Where(pair => pair.Key != "conv_hr.bias"));
        Assert.Contains("'conv_hr.bias' is missing", Assert.Throws<WeightsFormatException>(() => NetworkFile.Open(folder["part.safetensors"])).Message);
    }

    private static (nn.Module<Tensor, Tensor> Network, int Scale, KeyMap? Map, int Multiple) Build(string name) => name switch
    {
        "vdsr" => (new Vdsr(new VdsrSettings(6, 8)), 3, null, 1),
        "srcnn" => (new Srcnn(SrcnnShape.Net915), 2, null, 1),
        "edsr x2" => (new Edsr(new EdsrSettings(2, 2, 8, 1)), 2, null, 1),
        "edsr x3" => (new Edsr(new EdsrSettings(3, 2, 8, 1)), 3, null, 1),
        "edsr x8" => (new Edsr(new EdsrSettings(8, 1, 8, 1)), 8, null, 1),
        "edsr wide" => (new Edsr(new EdsrSettings(2, 1, 256, 0.1)), 2, null, 1),
        "edsr first code" => (new Edsr(new EdsrSettings(4, 3, 8, 1)), 4, KeyMap.EdsrPyTorch(3), 1),
        "srresnet" => (new SrResNet(new SrResNetSettings(4, 2, 8, ChannelwisePRelu: true, BodyBias: false)), 4, null, 1),
        "srresnet x8" => (new SrResNet(new SrResNetSettings(8, 1, 8)), 8, null, 1),
        "srresnet blocks" => (new SrResNet(new SrResNetSettings(2, 7, 8, TrunkEnd: TrunkEnd.PRelu, Output: OutputRange.Tanh)), 2, KeyMap.SrganBlocks(7, 1, TrunkEnd.PRelu), 1),
        "msrresnet x3" => (new MsrResNet(new MsrResNetSettings(3, 2, 8)), 3, null, 1),
        "msrresnet x2" => (new MsrResNet(new MsrResNetSettings(2, 2, 8)), 2, null, 1),
        "rrdb x4" => (new RrdbNet(new RrdbNetSettings(4, 2, 8, 4)), 4, null, 1),
        "rrdb x2" => (new RrdbNet(new RrdbNetSettings(2, 1, 8, 4)), 2, null, 2),
        "rrdb x1" => (new RrdbNet(new RrdbNetSettings(1, 1, 8, 4)), 1, null, 4),
        "rrdb 2018" => (new RrdbNet(new RrdbNetSettings(4, 11, 8, 4)), 4, KeyMap.Esrgan2018, 1),
        "rrdb sequential" => (new RrdbNet(new RrdbNetSettings(4, 2, 8, 4)), 4, KeyMap.EsrganSequential(2), 1),
        "srvgg" => (new SrVggNetCompact(new SrVggNetCompactSettings(3, 3, 8)), 3, null, 1),
        "parallel" => (new MsrResNet(new MsrResNetSettings(4, 1, 8)), 4, KeyMap.DataParallel, 1),
        _ => throw new ArgumentException(name),
    };
}
