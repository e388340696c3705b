using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Models;
using SuperResolution.Tests.Support;
using SuperResolution.Tests.Training;
using SuperResolution.Training;
using SuperResolution.Weights;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Weights;

/// <summary>
/// Files as other projects write them: constants among the weights, wrappers around keys, networks that the kit does not know.
/// </summary>
public sealed class OtherPeoplesFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact] // made with PyTorch, see the folder's README
    public void An_EDSR_of_input_range_1_gives_the_picture_of_its_own_code()
    {
        var (lr, expected) = (Picture.Load(Shared.Path("cases", "edsr", "range1", "lr.png")),
            Picture.Load(Shared.Path("cases", "edsr", "range1", "ref.png")));
        var sr = NetworkFile.Open(Shared.Path("cases", "edsr", "range1", "w.pth")).Upscale(lr);
        Assert.InRange(Enumerable.Range(0, sr.Pixels.Length).Max(i => Math.Abs(sr.Pixels[i] - expected.Pixels[i])), 0, 1);
    }

    [Theory] // white as the network sees it, and the mean colour in 0…1
    [InlineData(255, 0.4488, 0.4371, 0.4040), InlineData(1, 0.4488, 0.4371, 0.4040), InlineData(2, 0.4488, 0.4371, 0.4040),
        InlineData(255, 0.5, 0.25, 0.125), InlineData(1, 0.5, 0.25, 0.125)]
    public void Range_and_mean_of_an_EDSR_are_read_from_its_colour_shifts(double range, double red, double green, double blue)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var lr = rand(1, 3, 6, 5);
        var network = new Edsr(new EdsrSettings(2, 1, 8, 1) { Range = range, Mean = (red, green, blue) });
        SafetensorsFile.Write(folder["shift.safetensors"],
            FirstCode(network, [red * range, green * range, blue * range], [1, 0, 0, 0, 1, 0, 0, 0, 1]));
        Same(network.call(lr), NetworkFile.Open(folder["shift.safetensors"]).Upscale(lr));

        ModuleWeights.Save(network, folder["ours.safetensors"]);
        Same(network.call(lr), NetworkFile.Open(folder["ours.safetensors"]).Upscale(lr));
    }

    [Fact]
    public void Constants_that_the_kit_cannot_follow_are_refused()
    {
        using var scope = NewDisposeScope();
        var network = new Edsr(new EdsrSettings(2, 1, 8, 1));
        Refused("more than shift", FirstCode(network, [114, 111, 103], [0, 0, 1, 0, 1, 0, 1, 0, 0]));
        Refused("more than shift", FirstCode(network, [114, 111, 103], [4, 0, 0, 0, 4, 0, 0, 0, 4]));
        Refused("cannot be known", FirstCode(network, [0, 0, 0], [1, 0, 0, 0, 1, 0, 0, 0, 1]));
        Refused("black and white", FirstCode(network, [-5, 111, 103], [1, 0, 0, 0, 1, 0, 0, 0, 1]));
        var uneven = FirstCode(network, [114, 111, 103], [1, 0, 0, 0, 1, 0, 0, 0, 1]);
        uneven["add_mean.bias"] = zeros(3);
        Refused("not what it subtracts", uneven);
        foreach (var key in uneven.Keys.Where(key => key.Contains("_mean")).ToList()) uneven.Remove(key);
        Refused("no sub_mean", uneven);

        void Refused(string cause, Dictionary<string, Tensor> tensors)
        {
            SafetensorsFile.Write(folder["odd.safetensors"], tensors);
            Assert.Contains(cause, Assert.Throws<WeightsFormatException>(() => NetworkFile.Open(folder["odd.safetensors"])).Message);
        }
    }

    [Fact]
    public void An_EDSR_of_unusual_width_asks_for_its_residual_scale()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var (lr, network) = (rand(1, 3, 6, 5), new Edsr(new EdsrSettings(2, 2, 16, 0.3)));
        SafetensorsFile.Write(folder["bare.safetensors"], network.state_dict());
        Assert.Contains("--residual-scale",
            Assert.Throws<WeightsFormatException>(() => NetworkFile.Open(folder["bare.safetensors"])).Message);
        Same(network.call(lr), NetworkFile.Open(folder["bare.safetensors"], residualScale: 0.3).Upscale(lr));
    }

    [Theory]
    [InlineData("pre_lightning.pth"), InlineData("pre_origmod.pth"), InlineData("wrap_ema.pth")]
    public void Checkpoints_of_other_trainings_give_the_picture_of_the_plain_file(string file)
    {
        var lr = SyntheticImages.Facade(3, 20, 16);
        SafetensorsFile.Write(folder["plain.safetensors"], Plain(file));
        Assert.Equal(NetworkFile.Open(folder["plain.safetensors"]).Upscale(lr).Pixels,
            NetworkFile.Open(Shared.Path("cases", "weights", file)).Upscale(lr).Pixels);
    }

    [Theory]
    [InlineData("module."), InlineData("_orig_mod."), InlineData("generator."), InlineData("model."), InlineData("netG."),
        InlineData("module.generator."), InlineData("generator._orig_mod.module.")]
    public void Prefixes_are_taken_away_and_the_networks_beside_it_are_left_alone(string prefix)
    {
        using var scope = NewDisposeScope();
        var lr = SyntheticImages.Facade(3, 16, 16);
        foreach (var (network, map) in new (nn.Module<Tensor, Tensor>, KeyMap?)[]
        {
            (new MsrResNet(new(2, 1, 8)), null), (new RrdbNet(new(4, 1, 8, 4)), RrdbNet.SequentialNames(1)),
            (new RrdbNet(new(4, 1, 8, 4)), RrdbNet.Names2018),
        })
        {
            ModuleWeights.Save(network, folder["plain.safetensors"]);
            var wrapped = network.state_dict().ToDictionary(pair => prefix + (map?.ToTheirs(pair.Key) ?? pair.Key), pair => pair.Value);
            wrapped["netD.conv0.weight"] = rand(4, 3, 3, 3);
            wrapped["n_averaged"] = tensor(3L);
            SafetensorsFile.Write(folder["wrapped.safetensors"], wrapped);
            Assert.Equal(NetworkFile.Open(folder["plain.safetensors"]).Upscale(lr).Pixels,
                NetworkFile.Open(folder["wrapped.safetensors"]).Upscale(lr).Pixels);
        }
    }

    [Fact]
    public void The_key_chooses_between_the_dictionaries_of_a_checkpoint()
    {
        var file = Shared.Path("cases", "weights", "wrap_ema.pth");
        Assert.Equal(4, NetworkFile.Open(file, key: "ema").Scale);
        Assert.Contains("no dictionary 'params'",
            Assert.Throws<WeightsFormatException>(() => NetworkFile.Open(file, key: "params")).Message);
    }

    [Theory]
    [InlineData("swinir.pth", "looks like SwinIR"), InlineData("espcn_example.pth", "looks like ESPCN")]
    public void Networks_that_the_kit_does_not_know_are_named_in_300_characters(string file, string name) =>
        Unknown(Shared.Path("cases", "weights", file), name);

    [Theory]
    [InlineData("rcan", "RCAN", "head.0.weight", "body.0.body.0.body.0.weight", "body.0.body.0.body.3.conv_du.0.weight",
        "tail.0.0.weight")]
    [InlineData("kair", "KAIR", "model.0.weight", "model.1.sub.0.RDB1.conv1.0.weight", "model.1.sub.1.weight", "model.3.weight",
        "model.5.weight", "model.7.weight")]
    [InlineData("kair2018", "KAIR", "conv_first.weight", "RRDB_trunk.0.RDB1.conv1.weight", "trunk_conv.weight", "upconv1.weight",
        "HRconv.weight", "conv_last.weight")]
    [InlineData("long", "transformer", "transformer.encoder.layers.0.self_attention.query_key_value.projection.weight",
        "transformer.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w.x.y.z.weight")]
    public void Nor_are_others_and_relatives_of_the_kits_networks(string name, string told, params string[] keys)
    {
        using var scope = NewDisposeScope();
        SafetensorsFile.Write(folder[name],
            keys.Concat(Enumerable.Range(0, 2000).Select(i => $"layers.{i}.weight")).ToDictionary(key => key, _ => rand(4, 3, 3, 3)));
        Unknown(folder[name], told);
    }

    [Fact]
    public void A_file_that_does_not_fit_names_three_of_a_thousand_differences()
    {
        using var scope = NewDisposeScope();
        var network = new MsrResNet(new(2, 1, 8));
        SafetensorsFile.Write(folder["more.safetensors"],
            network.state_dict().Concat(Enumerable.Range(0, 1000).Select(i => KeyValuePair.Create($"other.{i}.weight", rand(1)))));
        var message = Assert.Throws<WeightsFormatException>(() => NetworkFile.Open(folder["more.safetensors"])).Message;
        Assert.Contains("and 997 more", message);
        Assert.InRange(message.Length, 1, 300 + folder.FullName.Length);
    }

    [Fact]
    public void A_training_starts_from_every_naming_that_upscaling_reads()
    {
        using var scope = NewDisposeScope();
        var recipe = RrdbRecipe.Smoke with { Shape = new RrdbNetSettings(4, 2, 16, 8), Steps = 1, Patch = 8 };
        foreach (var (file, key) in new (
            string, string?)[] { ("pre_lightning.pth", null), ("pre_origmod.pth", null), ("wrap_ema.pth", "ema") })
        {
            using var run = TrainingRun.Start(
                TinyRuns.Settings(folder["run " + file], recipe) with
                {
                    StartFrom = Shared.Path("cases", "weights", file),
                    StartFromKey = key
                });
            Assert.Equal(0, (run.Training.Network.state_dict()["conv_last.weight"]
                - Plain(file)["conv_last.weight"]).abs().max().item<float>());
        }
        using var old = recipe.NewNetwork();
        NetworkFile.Load(old, Shared.Path("golden", "models", "rrdbnet_x4_old_names", "weights.pth"));
    }

    [Fact]
    public void A_training_does_not_start_from_another_network_size_or_setting()
    {
        using var scope = NewDisposeScope();
        using var network = (SrResNetRecipe.Smoke with { Shape = new SrResNetSettings(4, 1, 8) }).NewNetwork();
        Refused(new MsrResNet(new(4, 1, 8)), "MSRResNet, and SRResNet is asked for");
        Refused(new SrResNet(new(4, 1, 8, Output: OutputRange.Tanh)), "output Tanh, and Signed");
        Refused(new SrResNet(new(2, 1, 8)), "scale 2, and 4");
        Refused(new SrResNet(new(4, 2, 8)), "'block1.conv1.weight' is unexpected");

        void Refused(nn.Module other, string cause)
        {
            ModuleWeights.Save(other, folder["other.safetensors"]);
            Assert.Contains(cause, Assert.Throws<WeightsFormatException>(
                () => NetworkFile.Load(network, folder["other.safetensors"])).Message);
        }
    }

    /// <summary>The tensors of a case under their plain names.</summary>
    private static Dictionary<string, Tensor> Plain(string file)
    {
        using var read = WeightsFile.Open(Shared.Path("cases", "weights", file), file == "wrap_ema.pth" ? "ema" : null);
        return read.Tensors.Where(pair => !pair.Key.StartsWith("discriminator.", StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key.Replace("generator.", "").Replace("_orig_mod.", ""), pair => pair.Value.clone());
    }

    private static void Unknown(string path, string told)
    {
        var message = Assert.Throws<WeightsFormatException>(() => NetworkFile.Open(path, 2)).Message;
        Assert.Contains(told, message);
        Assert.InRange(message.Length, 1, 300);
    }

    /// <summary>As the authors' PyTorch code writes it: its names, and two 1×1 convolutions that shift colours.</summary>
    private static Dictionary<string, Tensor> FirstCode(Edsr network, double[] shift, float[] mixing)
    {
        var names = Edsr.FirstNames(network.Settings.Blocks);
        var tensors = network.state_dict().ToDictionary(pair => names.ToTheirs(pair.Key), pair => pair.Value);
        var plus = tensor(shift.Select(value => (float)value).ToArray());
        (tensors["sub_mean.weight"], tensors["add_mean.weight"]) = (tensor(mixing).view(3, 3, 1, 1), tensor(mixing).view(3, 3, 1, 1));
        (tensors["sub_mean.bias"], tensors["add_mean.bias"]) = (-plus, plus);
        return tensors;
    }

    private static void Same(Tensor expected, Tensor actual) => Assert.InRange((actual - expected).abs().max().item<float>(), 0, 1e-4);
}
