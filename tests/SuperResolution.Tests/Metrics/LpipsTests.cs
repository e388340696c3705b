using System.Globalization;
using SuperResolution.Imaging;
using SuperResolution.Metrics;
using SuperResolution.Models;
using SuperResolution.Tests.Support;
using SuperResolution.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Metrics;

/// <summary>LPIPS against its definition in PyTorch: the authors' heads, a network with random weights.</summary>
public sealed class LpipsTests : IDisposable
{
    // argv: heads.pth, folder, AlexNet.pth or "". The definition is written out with torch.nn.functional.
    private const string Script = """
        import json, struct, sys
        import torch
        from torch.nn import functional as F
        def save(path, tensors):
            header, data = {}, b""
            for name, t in tensors.items():
                raw = t.detach().contiguous().float().numpy().tobytes()
                header[name] = {"dtype": "F32", "shape": list(t.shape), "data_offsets": [len(data), len(data) + len(raw)]}
                data += raw
            text = json.dumps(header).encode()
            open(path, "wb").write(struct.pack("<Q", len(text)) + text + data)
        heads_file, folder, backbone = sys.argv[1:4]
        heads = torch.load(heads_file, map_location="cpu")
        save(folder + "/heads.safetensors", heads)
        if backbone:
            state = torch.load(backbone, map_location="cpu")
            save(folder + "/backbone.safetensors", {k: v for k, v in state.items() if k.startswith("features.")})
            sys.exit()
        torch.manual_seed(3)
        def lpips(left, right):
            total = 0
            for k, (a, b) in enumerate(zip(left, right)):
                a, b = (x / (torch.sqrt(torch.sum(x ** 2, dim=1, keepdim=True)) + 1e-10) for x in (a, b))
                total = total + F.conv2d((a - b) ** 2, heads[f"lin{k}.model.1.weight"]).mean([2, 3])
            return total.flatten()
        if "alex" in heads_file:
            try:
                import torchvision
                state = torchvision.models.alexnet().state_dict().items()
                state = {k: v.clone() for k, v in state if k.startswith("features.") or k == "classifier.6.bias"}
            except ImportError:
                shapes = {0: (64, 3, 11), 3: (192, 64, 5), 6: (384, 192, 3), 8: (256, 384, 3), 10: (256, 256, 3)}
                state = {f"features.{i}.weight": torch.empty(o, c, k, k) for i, (o, c, k) in shapes.items()}
                state.update({f"features.{i}.bias": torch.empty(o) for i, (o, c, k) in shapes.items()})
            for k, v in state.items():
                torch.nn.init.kaiming_normal_(v) if v.dim() == 4 else torch.nn.init.normal_(v, 0, 0.1)
            save(folder + "/backbone.safetensors", state)
            a = torch.randint(0, 256, (2, 3, 67, 83)).float()
            b = (a + 40 * torch.randn(2, 3, 1, 83)).clamp(0, 255).round()
            def features(x):
                shift, scale = (torch.tensor(t)[None, :, None, None] for t in ([-.030, -.088, -.188], [.458, .448, .450]))
                x = (x / 255 * 2 - 1 - shift) / scale
                maps = []
                for i, stride, padding, pool in ((0, 4, 2, 0), (3, 1, 2, 1), (6, 1, 1, 1), (8, 1, 1, 0), (10, 1, 1, 0)):
                    if pool: x = F.max_pool2d(x, 3, 2)
                    x = F.relu(F.conv2d(x, state[f"features.{i}.weight"], state[f"features.{i}.bias"], stride=stride, padding=padding))
                    maps.append(x)
                return maps
            save(folder + "/images.safetensors", {"a": a, "b": b})
            b.requires_grad_()
            total = lpips(features(a), features(b))
            total.sum().backward()
            save(folder + "/gradient.safetensors", {"b": b.grad * 255})
            print(" ".join(repr(v) for v in total.tolist()))
        else:
            left, right = ([torch.relu(torch.randn(2, c, 9 - k, 11 - k)) for k, c in enumerate((64, 128, 256, 512, 512))]
                           for _ in range(2))
            save(folder + "/maps.safetensors", {f"{side}{k}": t for side, maps in (("a", left), ("b", right)) for k, t in enumerate(maps)})
            print(" ".join(repr(v) for v in lpips(left, right).tolist()))
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Alex_equals_PyTorch()
    {
        var expected = Compute("alex");
        using var scope = NewDisposeScope();
        using var lpips = Alex();
        using var images = SafetensorsFile.Read(folder["images.safetensors"]);
        var (a, b) = (images.Tensors["a"] / 255, (images.Tensors["b"] / 255).requires_grad_());

        var distance = lpips.Distance(a, b);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(1, distance[i].item<float>() / expected[i], 1e-5);
            Assert.Equal(1, lpips.Metric.Measure(Picture.FromTensor(a[i]), Picture.FromTensor(b[i])) / expected[i], 1e-5);
        }

        distance.sum().backward();
        using var gradient = SafetensorsFile.Read(folder["gradient.safetensors"]);
        var error = (b.grad! - gradient.Tensors["b"]).norm().item<float>() / gradient.Tensors["b"].norm().item<float>();
        Assert.InRange(error, 0, 1e-4);
    }

    [Fact]
    public void Vgg_heads_on_given_features_equal_PyTorch()
    {
        var expected = Compute("vgg");
        using var scope = NewDisposeScope();
        using var heads = SafetensorsFile.Read(folder["heads.safetensors"]);
        using var maps = SafetensorsFile.Read(folder["maps.safetensors"]);
        var calls = 0;
        using var lpips = new Lpips("vgg", _ =>
        {
            var side = "ab"[calls++];
            return [.. Enumerable.Range(0, 5).Select(k => maps.Tensors[$"{side}{k}"].clone())];
        }, heads.Tensors);

        var distance = lpips.Distance(zeros(2, 3, 40, 40), ones(2, 3, 40, 40));
        for (var i = 0; i < 2; i++) Assert.Equal(1, distance[i].item<float>() / expected[i], 1e-5);
        Assert.Equal("LPIPS (vgg) ↓", lpips.Metric.ToString());
    }

    [Fact] // ImageNet's mean (0.485, 0.456, 0.406) and deviation (0.229, 0.224, 0.225), torchvision
    public void Features_get_what_ImageNets_networks_expect()
    {
        using var scope = NewDisposeScope();
        var seen = new List<Tensor>();
        using var lpips = new Lpips("x", x =>
        {
            seen.Add(x.DetachFromDisposeScope());
            return [.. Enumerable.Range(0, 5).Select(_ => ones(1, 1, 2, 2))];
        }, Heads(1));
        lpips.Distance(tensor([0.485f, 0.456f, 0.406f]).view(1, 3, 1, 1).expand(1, 3, 4, 4), ones(1, 3, 4, 4));
        Assert.Equal(0, seen[0].abs().max().item<float>(), 1e-6);
        Assert.Equal((1 - 0.456f) / 0.224f, seen[1][0, 1, 0, 0].item<float>(), 1e-5);
        foreach (var x in seen) x.Dispose();
    }

    [Fact]
    public void Pixels_without_any_feature_have_a_gradient_of_0()
    {
        using var scope = NewDisposeScope();
        using var lpips = new Lpips("x", x => [.. Enumerable.Range(0, 5).Select(_ => nn.functional.relu(x - 100))], Heads(3));
        var a = rand(1, 3, 4, 4).requires_grad_();
        lpips.Distance(a, rand(1, 3, 4, 4)).sum().backward();
        Assert.Equal(0, a.grad!.abs().max().item<float>());
    }

    [Theory] // official.csv: the authors' package on four pictures of TID2013
    [InlineData("I03", 0.7237), InlineData("I04", 0.2572), InlineData("I06", 0.05079), InlineData("I08", 0.05205)]
    public void With_the_real_AlexNet_the_authors_values(string name, double expected)
    {
        var backbone = ExternalWeights.Find("alexnet-owt-7be5be79.pth");
        Assert.SkipWhen(backbone is null, "needs alexnet-owt-7be5be79.pth in the folder weights of a data place");
        Python.Run(Script, "torch", Shared.Path("weights", "lpips_v0.1_alex.pth"), folder.FullName, backbone!);
        using var lpips = Alex();
        Picture Load(string side) => Picture.Load(Shared.Path("datasets", "IQA-calibration", side, name + ".bmp"));
        Assert.Equal(expected, lpips.Of(Load("ref"), Load("dist")), 1e-4);
    }

    [Fact]
    public void Without_AlexNet_the_error_says_what_to_get_and_where_to_put_it()
    {
        Assert.SkipWhen(ExternalWeights.Find("alexnet-owt-7be5be79.pth") is not null, "AlexNet is there");
        var error = Assert.Throws<FileNotFoundException>(() => Lpips.Alex().Dispose());
        Assert.Contains(ExternalWeights.Find("lpips_v0.1_alex.pth") is null ? "v0.1/alex.pth"
            : "https://download.pytorch.org/models/alexnet-owt-7be5be79.pth", error.Message);
        Assert.Contains("weights", error.Message);
    }

    [Fact]
    public void Equal_pictures_have_distance_0_and_memory_does_not_grow()
    {
        using var network = new AlexNetFeatures();
        using var lpips = Lpips.Alex(network.state_dict(), AlexHeads());
        var picture = SuperResolution.Datasets.SyntheticImages.StillLife(2, 64, 48).ToGray();
        Assert.Equal(0, lpips.Of(picture, picture));
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Assert.True(lpips.Of(picture, Distortions.GaussianBlur(picture, 2)) > 0);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using var scope = NewDisposeScope();
        using var network = new AlexNetFeatures();
        Assert.Contains("another network",
            Assert.Throws<WeightsFormatException>(() => Lpips.Alex(network.state_dict(), Heads(1))).Message);
        Assert.Contains("lin4.model.1.weight",
            Assert.Throws<WeightsFormatException>(
                () => new Lpips("x", network.call, Heads(1).Where(pair => pair.Key[3] != '4').ToDictionary())).Message);
        Assert.Contains("'features.0.weight' is missing",
            Assert.Throws<WeightsFormatException>(() => Lpips.Alex(new Dictionary<string, Tensor>(), AlexHeads())).Message);
        using var lpips = Lpips.Alex(network.state_dict(), AlexHeads());
        Assert.Contains("31×31", Assert.Throws<ArgumentException>(() => lpips.Distance(zeros(1, 3, 30, 40), zeros(1, 3, 30, 40))).Message);
        Assert.Contains("RGB", Assert.Throws<ArgumentException>(() => lpips.Distance(zeros(1, 1, 40, 40), zeros(1, 1, 40, 40))).Message);
    }

    private static Dictionary<string, Tensor> Heads(params int[] channels) =>
        Enumerable.Range(0, 5).ToDictionary(k => $"lin{k}.model.1.weight", k => ones(1, channels[Math.Min(k, channels.Length - 1)], 1, 1));

    private static Dictionary<string, Tensor> AlexHeads() => Heads(64, 192, 384, 256, 256);

    private double[] Compute(string network) =>
        [.. Python.Run(Script, "torch", Shared.Path("weights", $"lpips_v0.1_{network}.pth"), folder.FullName, "").Split(' ')
            .Select(text => double.Parse(text, CultureInfo.InvariantCulture))];

    private Lpips Alex()
    {
        using var heads = SafetensorsFile.Read(folder["heads.safetensors"]);
        using var backbone = SafetensorsFile.Read(folder["backbone.safetensors"]);
        return Lpips.Alex(backbone.Tensors, heads.Tensors);
    }
}
