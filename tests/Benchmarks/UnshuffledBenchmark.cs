using BenchmarkDotNet.Attributes;
using SuperResolution.Models;
using static TorchSharp.torch;

namespace SuperResolution.Benchmarks;

/// <summary>
/// SRResNet ×4 on a 96×128 picture: the last convolution at full size, as the paper draws it, and in front of the last pixel shuffle.
/// </summary>
public class UnshuffledBenchmark
{
    private SrResNet network = null!;
    private Tensor lr = null!;

    [Params(false, true)]
    public bool ChannelsLast { get; set; }

    [GlobalSetup]
    public void Build()
    {
        Platform.Compute.Threads = Environment.ProcessorCount;
        network = new SrResNet(SrResNetSettings.Paper);
        network.eval();
        if (ChannelsLast) network.UseChannelsLast();
        lr = rand(1, 3, 96, 128);
    }

    [Benchmark(Baseline = true)]
    public void AsThePaper() => Forward(unshuffled: false);

    [Benchmark]
    public void Unshuffled() => Forward(unshuffled: true);

    private void Forward(bool unshuffled)
    {
        using var frozen = no_grad();
        network.UnshuffledOutput = unshuffled;
        network.call(lr).Dispose();
    }
}
