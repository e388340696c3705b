using SuperResolution.Models;
using Network = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace SuperResolution.Tests.Models;

/// <summary>A small network of each kind, under each of its public namings: what theories over all architectures run with.</summary>
internal static class SampleNetworks
{
    public static readonly (string Name, Func<Network> Build, KeyMap? Naming)[] All =
    [
        ("SRCNN", () => new Srcnn(SrcnnShape.Net915), null),
        ("VDSR", () => new Vdsr(new(4, 8)), null),
        ("VDSR", () => new Vdsr(new(20, 8)), null),
        ("SRResNet", () => new SrResNet(new(4, 2, 8)), null),
        ("SRResNet", () => new SrResNet(new(2, 2, 8, TrunkEnd: TrunkEnd.PRelu, Output: OutputRange.Tanh)),
        SrResNetSettings.BlockNames(2, 1, TrunkEnd.PRelu)),
        ("MSRResNet", () => new MsrResNet(new(4, 2, 8)), null),
        ("MSRResNet", () => new MsrResNet(new(2, 2, 8)), MsrResNet.MmEditing),
        ("EDSR", () => new Edsr(new(4, 2, 8, 1)), null),
        ("EDSR", () => new Edsr(new(3, 2, 8, 1)), Edsr.FirstNames(2)),
        ("RRDBNet", () => new RrdbNet(new(4, 2, 8, 4)), null),
        ("RRDBNet", () => new RrdbNet(new(2, 2, 8, 4)), null),
        ("RRDBNet", () => new RrdbNet(new(4, 2, 8, 4)), RrdbNet.Names2018),
        ("RRDBNet", () => new RrdbNet(new(4, 2, 8, 4)), RrdbNet.SequentialNames(2)),
        ("SRVGGNetCompact", () => new SrVggNetCompact(new(4, 2, 8)), null),
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, All.Length)];
}
