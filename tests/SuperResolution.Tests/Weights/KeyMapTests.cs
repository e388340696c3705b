using SuperResolution.Models;
using SuperResolution.Weights;

namespace SuperResolution.Tests.Weights;

public class KeyMapTests
{
    [Theory]
    [InlineData("generator.conv_first.weight", "conv_first.weight"),
        InlineData("generator.trunk_net.15.conv2.bias", "body.15.conv2.bias"),
        InlineData("generator.upsample2.upsample_conv.weight", "upconv2.weight")]
    [InlineData("generator.conv_last.bias", "conv_last.bias"), InlineData("discriminator.linear1.weight", null),
        InlineData("step_counter", null)]
    public void MMEditings_names(string theirs, string? ours) => Assert.Equal(ours, MsrResNet.MmEditing.ToOurs(theirs));

    [Fact]
    public void A_file_with_MMEditings_names_opens_as_the_same_network()
    {
        using var folder = new Datasets.TemporaryFolder();
        using var network = new MsrResNet(new MsrResNetSettings(Scale: 4, Blocks: 2, Features: 8));
        var theirs = network.state_dict()
            .ToDictionary(pair => "generator." + pair.Key.Replace("body.", "trunk_net.").Replace("upconv1.", "upsample1.upsample_conv.")
                .Replace("upconv2.", "upsample2.upsample_conv."), pair => pair.Value);
        SafetensorsFile.Write(folder["theirs.safetensors"], theirs);
        ModuleWeights.Save(network, folder["ours.safetensors"]);
        var lr = SuperResolution.Datasets.SyntheticImages.Facade(1, 24, 24);
        Assert.Equal(NetworkFile.Open(folder["ours.safetensors"]).Upscale(lr).Pixels,
            NetworkFile.Open(folder["theirs.safetensors"]).Upscale(lr).Pixels);
    }

    [Theory]
    [InlineData("RRDB_trunk.22.RDB3.conv5.bias", "body.22.rdb3.conv5.bias"), InlineData("trunk_conv.weight", "conv_body.weight"),
        InlineData("HRconv.weight", "conv_hr.weight")]
    [InlineData("upconv2.bias", "conv_up2.bias"), InlineData("conv_first.weight", "conv_first.weight")]
    public void ESRGANs_names_of_2018(string theirs, string ours) => Both(RrdbNet.Names2018, theirs, ours);

    [Theory]
    [InlineData("model.0.weight", "conv_first.weight"), InlineData("model.1.sub.22.RDB3.conv5.0.bias", "body.22.rdb3.conv5.bias"),
        InlineData("model.1.sub.23.weight", "conv_body.weight")]
    [InlineData("model.6.weight", "conv_up2.weight"), InlineData("model.8.bias", "conv_hr.bias"),
        InlineData("model.10.bias", "conv_last.bias")]
    public void ESRGANs_names_before_2018s_rewrite(string theirs, string ours) => Both(RrdbNet.SequentialNames(23), theirs, ours);

    [Theory]
    [InlineData("block1.0.weight", "conv1.weight"), InlineData("block1.1.weight", "prelu1.weight"),
        InlineData("block2.bn1.running_var", "block0.bn1.running_var")]
    [InlineData("block6.conv2.bias", "block4.conv2.bias"), InlineData("block7.0.bias", "conv2.bias"),
        InlineData("block7.1.running_mean", "bn2.running_mean")]
    [InlineData("block8.0.conv.weight", "up0.conv.weight"), InlineData("block8.1.prelu.weight", "up1.prelu.weight"),
        InlineData("block8.2.bias", "conv3.bias")]
    public void Names_of_the_5_block_generator(string theirs, string ours) =>
        Both(SrResNetSettings.BlockNames(5, 2, TrunkEnd.BatchNorm), theirs, ours);

    [Theory]
    [InlineData("head.0.weight", "conv_first.weight"), InlineData("body.15.body.2.bias", "body.15.conv2.bias"),
        InlineData("body.16.weight", "conv_after_body.weight")]
    [InlineData("tail.0.2.weight", "upsample.2.weight"), InlineData("tail.1.bias", "conv_last.bias")]
    public void Names_of_EDSRs_first_PyTorch_code(string theirs, string ours) => Both(Edsr.FirstNames(16), theirs, ours);

    [Fact]
    public void What_has_no_counterpart_is_dropped()
    {
        Assert.Null(Edsr.FirstNames(16).ToOurs("sub_mean.weight"));
    }

    [Fact]
    public void Every_key_of_a_generator_survives_the_way_there_and_back()
    {
        using var network = new SrResNet(new SrResNetSettings(8, Blocks: 12));
        var map = SrResNetSettings.BlockNames(12, 3, TrunkEnd.BatchNorm);
        Assert.All(network.state_dict().Keys, key => Assert.Equal(key, map.ToOurs(map.ToTheirs(key))));
        Assert.Equal(network.state_dict().Count, network.state_dict().Keys.Select(map.ToTheirs).Distinct().Count());
    }

    [Fact]
    public void Two_keys_for_one_name_are_refused() =>
        Assert.Contains("conv_body.weight", Assert.Throws<FormatException>(() =>
            RrdbNet.Names2018.ToOurs(new Dictionary<string, int> { ["trunk_conv.weight"] = 1, ["conv_body.weight"] = 2 })).Message);

    private static void Both(KeyMap map, string theirs, string ours)
    {
        Assert.Equal(ours, map.ToOurs(theirs));
        Assert.Equal(theirs, map.ToTheirs(ours));
    }
}
