using System.Globalization;
using SuperResolution.Models;
using SuperResolution.Tests.Support;
using SuperResolution.Weights;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Weights;

/// <summary>
/// A network saved here under the public names, loaded strictly into a network written in PyTorch, gives the same output there.
/// </summary>
public sealed class PyTorchRoundTripTests : IDisposable
{
    private const string Script = """
        import json, struct, sys, numpy, torch
        from torch import nn
        from torch.nn import functional as F

        def load(path):
            data = open(path, "rb").read()
            size = struct.unpack("<Q", data[:8])[0]
            header = json.loads(data[8:8 + size])
            types = {"F32": numpy.float32, "I64": numpy.int64}
            def read(entry):
                begin, end = entry["data_offsets"]
                values = numpy.frombuffer(data[8 + size + begin:8 + size + end], types[entry["dtype"]])
                return torch.from_numpy(values.reshape(entry["shape"]).copy())
            return {key: read(entry) for key, entry in header.items() if key != "__metadata__"}

        class Dense(nn.Module):
            def __init__(self, f, g):
                super().__init__()
                for i in range(5): setattr(self, f"conv{i + 1}", nn.Conv2d(f + i * g, g if i < 4 else f, 3, 1, 1))
            def forward(self, x):
                seen = [x]
                for i in range(4): seen.append(F.leaky_relu(getattr(self, f"conv{i + 1}")(torch.cat(seen, 1)), 0.2))
                return x + 0.2 * self.conv5(torch.cat(seen, 1))

        class RRDB(nn.Module):
            def __init__(self, f, g):
                super().__init__()
                self.RDB1, self.RDB2, self.RDB3 = Dense(f, g), Dense(f, g), Dense(f, g)
            def forward(self, x): return x + 0.2 * self.RDB3(self.RDB2(self.RDB1(x)))

        class RRDBNet(nn.Module):
            def __init__(self, f=8, g=4, n=2):
                super().__init__()
                self.conv_first, self.RRDB_trunk = nn.Conv2d(3, f, 3, 1, 1), nn.Sequential(*[RRDB(f, g) for _ in range(n)])
                self.trunk_conv, self.upconv1, self.upconv2, self.HRconv = [nn.Conv2d(f, f, 3, 1, 1) for _ in range(4)]
                self.conv_last = nn.Conv2d(f, 3, 3, 1, 1)
            def forward(self, x):
                x = self.conv_first(x)
                x = x + self.trunk_conv(self.RRDB_trunk(x))
                for up in [self.upconv1, self.upconv2]: x = F.leaky_relu(up(F.interpolate(x, scale_factor=2)), 0.2)
                return self.conv_last(F.leaky_relu(self.HRconv(x), 0.2))

        class Residual(nn.Module):
            def __init__(self):
                super().__init__()
                self.conv1, self.bn1, self.prelu = nn.Conv2d(8, 8, 3, 1, 1), nn.BatchNorm2d(8), nn.PReLU()
                self.conv2, self.bn2 = nn.Conv2d(8, 8, 3, 1, 1), nn.BatchNorm2d(8)
            def forward(self, x): return x + self.bn2(self.conv2(self.prelu(self.bn1(self.conv1(x)))))

        class Up(nn.Module):
            def __init__(self):
                super().__init__()
                self.conv, self.prelu = nn.Conv2d(8, 32, 3, 1, 1), nn.PReLU()
            def forward(self, x): return self.prelu(F.pixel_shuffle(self.conv(x), 2))

        class Generator(nn.Module):
            def __init__(self):
                super().__init__()
                self.block1 = nn.Sequential(nn.Conv2d(3, 8, 9, 1, 4), nn.PReLU())
                for i in range(2, 5): setattr(self, f"block{i}", Residual())
                self.block5 = nn.Sequential(nn.Conv2d(8, 8, 3, 1, 1), nn.BatchNorm2d(8))
                self.block6 = nn.Sequential(Up(), Up(), nn.Conv2d(8, 3, 9, 1, 4))
            def forward(self, x):
                first = self.block1(x)
                return (torch.tanh(self.block6(first + self.block5(self.block4(self.block3(self.block2(first)))))) + 1) / 2

        network = {"rrdb": RRDBNet, "generator": Generator}[sys.argv[1]]()
        network.load_state_dict(load(sys.argv[2]), strict=True)
        tensors = load(sys.argv[3])
        with torch.no_grad(): output = network.eval()(tensors["input"])
        print(float((output - tensors["output"]).abs().max() / output.abs().max()))
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void RRDBNet_under_ESRGANs_names_of_2018() => Compare("rrdb", new RrdbNet(new RrdbNetSettings(4, 2, 8, 4)), RrdbNet.Names2018);

    [Fact]
    public void SRResNet_under_the_names_of_public_SRGAN_generators() =>
        Compare("generator", new SrResNet(new SrResNetSettings(4, 3, 8, Output: OutputRange.Tanh)),
            SrResNet.BlockNames(3, 2, TrunkEnd.BatchNorm));

    private void Compare(string name, nn.Module<Tensor, Tensor> network, KeyMap map)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var input = rand(2, 3, 9, 11);
        network.call(input); // running statistics that are not 0 and 1
        network.eval();
        network.UseChannelsLast();
        ModuleWeights.Save(network, folder["network.safetensors"], map: map);
        SafetensorsFile.Write(folder["values.safetensors"],
            new Dictionary<string, Tensor> { ["input"] = input, ["output"] = network.call(input) });

        var printed = Python.Run(Script, "torch", name, folder["network.safetensors"], folder["values.safetensors"]);

        Assert.InRange(double.Parse(printed, CultureInfo.InvariantCulture), 0, 1e-5);
    }
}
