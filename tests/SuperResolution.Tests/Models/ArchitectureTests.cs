using SuperResolution.Models;
using SuperResolution.Weights;
using static TorchSharp.torch;
using Network = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace SuperResolution.Tests.Models;

/// <summary>Every network describes itself, and no two descriptions fit one file.</summary>
public sealed class ArchitectureTests
{
    /// <summary>A small network of each kind, under each of its public namings.</summary>
    private static readonly (string Name, Func<Network> Build, KeyMap? Naming)[] samples =
    [
        ("SRCNN", () => new Srcnn(SrcnnShape.Net915), null), ("VDSR", () => new Vdsr(new(4, 8)), null),
        ("VDSR", () => new Vdsr(new(20, 8)), null),
        ("SRResNet", () => new SrResNet(new(4, 2, 8)), null),
        ("SRResNet", () => new SrResNet(new(2, 2, 8, TrunkEnd: TrunkEnd.PRelu)), SrResNet.BlockNames(2, 1, TrunkEnd.PRelu)),
        ("MSRResNet", () => new MsrResNet(new(4, 2, 8)), null), ("MSRResNet", () => new MsrResNet(new(2, 2, 8)), MsrResNet.MmEditing),
        ("EDSR", () => new Edsr(new(4, 2, 8, 1)), null), ("EDSR", () => new Edsr(new(3, 2, 8, 1)), Edsr.FirstNames(2)),
        ("RRDBNet", () => new RrdbNet(new(4, 2, 8, 4)), null), ("RRDBNet", () => new RrdbNet(new(2, 2, 8, 4)), null),
        ("RRDBNet", () => new RrdbNet(new(4, 2, 8, 4)), RrdbNet.Names2018),
        ("RRDBNet", () => new RrdbNet(new(4, 2, 8, 4)), RrdbNet.SequentialNames(2)),
        ("SRVGGNetCompact", () => new SrVggNetCompact(new(4, 2, 8)), null),
    ];

    public static TheoryData<int> Samples => [.. Enumerable.Range(0, samples.Length)];

    [Theory, MemberData(nameof(Samples))]
    public void Exactly_one_recognises_a_file_and_builds_what_it_holds(int sample)
    {
        using var scope = NewDisposeScope();
        var (name, build, naming) = samples[sample];
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

    [Fact]
    public void Every_architecture_has_a_sample_here_and_a_paper() => Assert.All(Architectures.All, architecture =>
    {
        Assert.Contains(samples, sample => sample.Name == architecture.Name);
        Assert.Equal(1 + architecture.KeyNames.Count,
            samples.Where(sample => sample.Name == architecture.Name).Select(sample => sample.Naming?.Name).Distinct().Count());
        Assert.Matches("^arXiv [0-9]{4}\\.[0-9]{5}$", architecture.Paper);
        Assert.InRange(architecture.Year, 2014, 2022);
    });

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
