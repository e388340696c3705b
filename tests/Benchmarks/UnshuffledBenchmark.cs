using BenchmarkDotNet.Attributes;
using SuperResolution.Models;
using static TorchSharp.torch;

namespace SuperResolution.Benchmarks;

/// <summary>
/// SRResNet ×4 on a 96×128 picture: the last convolution at full size, as the paper draws it, and in front of the last pixel shuffle.
/// </summary>
public class UnshuffledBenchmark
{
    private readonly SrResNet paper = new(SrResNetSettings.Paper), fast = new(SrResNetSettings.Paper);
    private Tensor lr = null!;

    [GlobalSetup]
    public void Build()
    {
        Platform.Compute.Threads = Environment.ProcessorCount;
        paper.UseChannelsLast().eval();
        fast.UseFastLayers().eval();
        lr = rand(1, 3, 96, 128);
    }

    [Benchmark(Baseline = true)]
    public void AsThePaper() => Forward(paper);

    [Benchmark]
    public void Unshuffled() => Forward(fast);

    private void Forward(SrResNet network)
    {
        using var frozen = no_grad();
        network.call(lr).Dispose();
    }
}
