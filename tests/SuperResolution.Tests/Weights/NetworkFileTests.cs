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

    public static TheoryData<string> Networks =>
        ["vdsr", "srcnn", "edsr x2", "edsr x3", "edsr x8", "edsr wide", "edsr first code", "srresnet", "srresnet x8", "srresnet blocks",
            "msrresnet x3", "msrresnet x2",
        "rrdb x4", "rrdb x2", "rrdb x1", "rrdb 2018", "rrdb sequential", "srvgg"];

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
        Upscaler expected = network is Srcnn or Vdsr ? new LumaUpscaler(network, scale, name)
            : new RgbUpscaler(network, scale, name, multipleOf: multiple);

        var opened = NetworkFile.Open(path, network is Srcnn or Vdsr ? scale : null);

        Assert.Equal(scale, opened.Scale);
        var difference = (opened.Upscale(lr) - expected.Upscale(lr)).abs().max().item<float>();
        Assert.True(difference < 1e-5, $"{difference}");
    }

    [Theory]
    [InlineData("edsr_x4", 4), InlineData("msrresnet_x3", 3), InlineData("rrdbnet_x2", 2), InlineData("rrdbnet_x4_old_names", 4),
        InlineData("srgan_generator_bn_x4", 4), InlineData("srvgg_x4", 4)]
    public void A_public_implementations_file_is_recognised_and_gives_its_output(string name, int scale)
    {
        using var scope = NewDisposeScope();
        var expected = Npy.Read(Shared.Path("golden", "models", name, "output.npy"));
        var upscaler = NetworkFile.Open(
            Shared.Path("golden", "models", name, "weights.pth"), scale, residualScale: name == "edsr_x4" ? 0.1 : null);
        var output = upscaler.Upscale(Npy.Read(Shared.Path("golden", "models", name, "input.npy")));
        Assert.Equal(scale, upscaler.Scale);
        Assert.True(((output - expected).abs().max() / expected.abs().max()).item<float>() <= 1e-5);
    }

    [Theory]
    [InlineData("vdsr_official.safetensors", 3, "VDSR"), InlineData("srresnet8_x4.safetensors", 4, "SRResNet"),
        InlineData("srgan_generator_5blocks_x2.pth", 2, "SRResNet"), InlineData("srcnn_955_imagenet_x3.safetensors", 3, "SRCNN")]
    public void Weights_trained_by_others_are_recognised(string file, int scale, string network)
    {
        var upscaler = NetworkFile.Open(Shared.Path("weights", file), scale);
        Assert.Equal((scale, true), (upscaler.Scale, upscaler.Name.StartsWith(network, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(2), InlineData(3), InlineData(4)]
    public void Weights_that_ship_know_their_scale(int scale)
    {
        var file = TrainedWeights.File($"srcnn-9-5-5-x{scale}");
        Assert.Equal(scale, NetworkFile.Open(file).Scale);
        Assert.Contains($"enlarges by {scale}", Assert.Throws<WeightsFormatException>(() => NetworkFile.Open(file, scale + 1)).Message);
    }

    [Fact]
    public void Settings_that_keys_do_not_tell_travel_in_the_metadata()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var lr = rand(1, 3, 6, 5);
        foreach (var network in new nn.Module<Tensor, Tensor>[]
        {
            new Edsr(new EdsrSettings(2, 2, 8, 0.1)), new SrResNet(new SrResNetSettings(2, 1, 8, Output: OutputRange.Unit)),
        })
        {
            network.eval();
            ModuleWeights.Save(network, folder["settings.safetensors"]);
            Assert.True((NetworkFile.Open(folder["settings.safetensors"])
                .Upscale(lr) - network.call(lr)).abs().max().item<float>() < 1e-5);
        }
    }

    [Fact]
    public void Files_that_promise_a_huge_or_impossible_network_are_refused_before_it_is_built()
    {
        using var scope = NewDisposeScope();
        Refused("holds 900,018 numbers", ("conv_first.weight", zeros(100_000, 3, 3, 1)), ("body.0.rdb1.conv1.weight", zeros(2, 1, 3, 3)));
        Refused("is empty", ("conv_first.weight", zeros(50_000, 3, 0, 0)), ("body.0.rdb1.conv1.weight", zeros(2, 1, 3, 3)));
        Refused("promise a network", ("conv1.weight", zeros(64, 1, 5000, 1)), ("conv2.weight", zeros(32, 64, 1, 1)),
            ("conv3.weight", zeros(1, 32, 5, 5)));
        Refused("is missing", ("conv_after_body.weight", zeros(4, 4, 3, 3)), ("body.0.conv1.weight", zeros(4, 4, 3, 3)));

        SafetensorsFile.Write(folder["output.safetensors"], new SrResNet(new SrResNetSettings(2, 1, 4)).state_dict(),
            new Dictionary<string, string> { ["output"] = "loud" });
        SafetensorsFile.Write(folder["residual.safetensors"], new Edsr(new EdsrSettings(2, 1, 4, 1)).state_dict(),
            new Dictionary<string, string> { ["residual scale"] = "much" });
        Assert.Throws<WeightsFormatException>(() => NetworkFile.Open(folder["residual.safetensors"]));
        SafetensorsFile.Write(folder["scale.safetensors"], new Srcnn(SrcnnShape.Net915).state_dict(),
            new Dictionary<string, string> { ["scale"] = "0" });
        Assert.Throws<WeightsFormatException>(() => NetworkFile.Open(folder["output.safetensors"]));
        Assert.Throws<WeightsFormatException>(() => NetworkFile.Open(folder["scale.safetensors"]));

        void Refused(string cause, params (string Name, Tensor Tensor)[] tensors)
        {
            SafetensorsFile.Write(folder["hostile.safetensors"],
                tensors.Select(tensor => KeyValuePair.Create(tensor.Name, tensor.Tensor)));
            Assert.Contains(cause, Assert.Throws<WeightsFormatException>(
                () => NetworkFile.Open(folder["hostile.safetensors"], 4)).Message);
        }
    }

    [Fact]
    public void A_scale_that_a_file_cannot_tell_is_asked_for_and_one_that_contradicts_it_is_refused()
    {
        using var vdsr = new Vdsr(new VdsrSettings(5, 4));
        ModuleWeights.Save(vdsr, folder["vdsr.safetensors"]);
        Assert.Contains("give the scale",
            Assert.Throws<WeightsFormatException>(() => NetworkFile.Open(folder["vdsr.safetensors"])).Message);
        ModuleWeights.Save(vdsr, folder["vdsr3.safetensors"], new Dictionary<string, string> { ["scale"] = "3" });
        Assert.Equal(3, NetworkFile.Open(folder["vdsr3.safetensors"]).Scale);

        using var edsr = new Edsr(new EdsrSettings(2, 1, 4, 1));
        ModuleWeights.Save(edsr, folder["edsr.safetensors"]);
        Assert.Contains("enlarges by 2, not by 4",
            Assert.Throws<WeightsFormatException>(() => NetworkFile.Open(folder["edsr.safetensors"], 4)).Message);
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
        Assert.Contains("'conv_hr.bias' is missing",
            Assert.Throws<WeightsFormatException>(() => NetworkFile.Open(folder["part.safetensors"])).Message);
    }

    private static (nn.Module<Tensor, Tensor> Network, int Scale, KeyMap? Map, int Multiple) Build(string name) => name switch
    {
        "vdsr" => (new Vdsr(new VdsrSettings(6, 8)), 3, null, 1),
        "srcnn" => (new Srcnn(SrcnnShape.Net915), 2, null, 1),
        "edsr x2" => (new Edsr(new EdsrSettings(2, 2, 8, 1)), 2, null, 1),
        "edsr x3" => (new Edsr(new EdsrSettings(3, 2, 8, 1)), 3, null, 1),
        "edsr x8" => (new Edsr(new EdsrSettings(8, 1, 8, 1)), 8, null, 1),
        "edsr wide" => (new Edsr(new EdsrSettings(2, 1, 256, 0.1)), 2, null, 1),
        "edsr first code" => (new Edsr(new EdsrSettings(4, 3, 8, 1)), 4, Edsr.FirstNames(3), 1),
        "srresnet" => (new SrResNet(new SrResNetSettings(4, 2, 8, ChannelwisePRelu: true, BodyBias: false)), 4, null, 1),
        "srresnet x8" => (new SrResNet(new SrResNetSettings(8, 1, 8)), 8, null, 1),
        "srresnet blocks" =>
            (new SrResNet(new SrResNetSettings(2, 7, 8, TrunkEnd: TrunkEnd.PRelu, Output: OutputRange.Tanh)), 2,
                SrResNet.BlockNames(7, 1, TrunkEnd.PRelu), 1),
        "msrresnet x3" => (new MsrResNet(new MsrResNetSettings(3, 2, 8)), 3, null, 1),
        "msrresnet x2" => (new MsrResNet(new MsrResNetSettings(2, 2, 8)), 2, null, 1),
        "rrdb x4" => (new RrdbNet(new RrdbNetSettings(4, 2, 8, 4)), 4, null, 1),
        "rrdb x2" => (new RrdbNet(new RrdbNetSettings(2, 1, 8, 4)), 2, null, 2),
        "rrdb x1" => (new RrdbNet(new RrdbNetSettings(1, 1, 8, 4)), 1, null, 4),
        "rrdb 2018" => (new RrdbNet(new RrdbNetSettings(4, 11, 8, 4)), 4, RrdbNet.Names2018, 1),
        "rrdb sequential" => (new RrdbNet(new RrdbNetSettings(4, 2, 8, 4)), 4, RrdbNet.SequentialNames(2), 1),
        "srvgg" => (new SrVggNetCompact(new SrVggNetCompactSettings(3, 3, 8)), 3, null, 1),
        _ => throw new ArgumentException(name),
    };
}
