using SuperResolution.Models;
using SuperResolution.Tests.Support;
using SuperResolution.Tests.Weights;
using SuperResolution.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Models;

/// <summary>Every network describes itself, and no two descriptions fit one file.</summary>
public sealed class ArchitectureTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<int> Samples => SampleNetworks.Numbers;

    public void Dispose() => folder.Dispose();

    [Theory, MemberData(nameof(Samples))]
    public void Exactly_one_recognises_a_file_and_builds_what_it_holds(int sample)
    {
        using var scope = NewDisposeScope();
        var (name, build, naming) = SampleNetworks.All[sample];
        using var network = build();
        var theirs = network.state_dict().ToDictionary(pair => naming?.ToTheirs(pair.Key) ?? pair.Key, pair => pair.Value);
        var keys = new NetworkKeys(theirs, ((INetwork)network).Metadata.ToDictionary());

        // Each is asked by itself: the order of the list cannot matter.
        var found = Architectures.All.SelectMany(architecture => architecture.Find(keys).Select(ours => (architecture, ours))).ToList();

        var (one, opened) = Assert.Single(found);
        Assert.Equal(name, one.Name);
        using var built = one.Open(opened);
        ModuleWeights.Copy(built, opened.Tensors, "the sample");
        Assert.Equal((network.GetType(), ((INetwork)network).Scale, ((INetwork)network).Reach, ((INetwork)network).MultipleOf),
            (built.GetType(), ((INetwork)built).Scale, ((INetwork)built).Reach, ((INetwork)built).MultipleOf));
        Assert.Same(one, ((INetwork)built).Architecture);
    }

    [Theory, MemberData(nameof(Samples))]
    public void It_comes_back_from_both_formats_with_the_same_answer(int sample)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var (_, build, naming) = SampleNetworks.All[sample];
        using var network = build();
        network.eval();
        var tensors = network.state_dict().ToDictionary(pair => naming?.ToTheirs(pair.Key) ?? pair.Key, pair => pair.Value);
        ModuleWeights.Save(network, folder["sample.safetensors"], map: naming);
        PickleBytes.WriteStateDict(folder["sample.pth"], tensors, ((INetwork)network).Metadata);
        var (scale, input) = (((INetwork)network).Scale, ((INetwork)network).Architecture.Input);
        var lr = rand(1, input.IsLuma ? 1 : 3, 12, 8);
        var expected = input.Surround(network, scale ?? 3, "sample").Upscale(lr);
        foreach (var file in (string[])["sample.safetensors", "sample.pth"])
        {
            var opened = NetworkFile.Open(folder[file], scale ?? 3);
            Assert.InRange((opened.Upscale(lr) - expected).abs().max().item<float>(), 0, 1e-5);
        }
    }

    [Theory, MemberData(nameof(Samples))]
    public void It_sees_no_further_than_it_says(int sample)
    {
        using var scope = NewDisposeScope();
        var (_, build, _) = SampleNetworks.All[sample];
        using var network = build();
        network.eval();
        using var generator = new Generator(1);
        Initialisation.He.Apply(network, generator);
        var known = (INetwork)network;
        var (scale, reach, channels) = (known.Scale ?? 1, known.Reach!.Value, known.Architecture.Input.IsLuma ? 1 : 3);
        var centre = (reach + 4) / known.MultipleOf * known.MultipleOf;
        var input = rand([1, channels, (2 * centre) + 4, (2 * centre) + 4], dtype: float64, requires_grad: true, generator: generator);
        network.to(float64).call(input)[0, 0, scale * centre, scale * centre].backward();
        var touched = input.grad!.abs().sum([0, 1, 2]).gt(0).nonzero().flatten();
        var furthest = Math.Max(centre - touched.min().item<long>(), touched.max().item<long>() - centre);
        Assert.InRange(furthest, reach - 1 - (2 * known.MultipleOf), reach); // the first pixel of a cell sees a little less than the last
    }

    [Fact]
    public void Every_architecture_has_a_sample_a_paper_and_a_name_of_its_own()
    {
        foreach (var architecture in Architectures.All)
        {
            Assert.Matches("^arXiv [0-9]{4}\\.[0-9]{5}$", architecture.Paper);
            Assert.InRange(architecture.Year, 2014, 2022);
            if (architecture.Generator is null)
            {
                Assert.Equal(1 + architecture.KeyNames.Count,
                    SampleNetworks.All.Where(sample => sample.Name == architecture.Name).Select(sample => sample.Naming?.Name).Distinct()
                    .Count());
            }
            Assert.All(architecture.Recipes, preset => Assert.Equal(architecture.Name, preset.Recipe.Network));
        }
        Assert.Equal(Architectures.All.Count, Architectures.All.Select(architecture => architecture.Id).Distinct().Count());
    }

    [Fact]
    public void A_name_of_the_kit_is_not_given_twice() =>
        Assert.Contains("another name",
            Assert.Throws<ArgumentException>(() => Architectures.Add(Vdsr.Architecture with { Year = 2026 })).Message);

    [Theory] // a luma network that enlarges by itself, and one that needs a large picture
    [InlineData(3), InlineData(1)]
    public void A_network_gets_the_input_that_it_asks_for(int channels)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var lr = rand(1, channels, 5, 4);
        var twice = nn.Upsample(scale_factor: [2, 2]);
        using var held = nn.Sequential(("twice", twice), ("last", nn.Conv2d(1, 1, 1)));
        using var colours = nn.Sequential(
            ("twice", nn.Upsample(scale_factor: [2, 2])), ("last", nn.Conv2d(3, 3, 1)), ("check", new Smallest()));
        Assert.Equal([1, channels, 10, 8], NetworkInput.Luma(enlargedBefore: false).Surround(held, 2, "twice").Upscale(lr).shape);
        Assert.Equal([1, channels, 10, 8], NetworkInput.Rgb(smallest: 15).Surround(colours, 2, "large").Upscale(lr).shape);
    }

    private sealed class Smallest() : nn.Module<Tensor, Tensor>(nameof(Smallest))
    {
        public override Tensor forward(Tensor x) =>
            x.size(2) >= 30 && x.size(3) >= 30 ? x.clone() : throw new ArgumentException("too small");
    }
}
