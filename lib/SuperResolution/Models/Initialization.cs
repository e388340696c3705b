using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>First values of a network's convolutions, as the papers have them.</summary>
public static class Initialization
{
    /// <summary>N(0, 0.001²) weights, zero biases (SRCNN, arXiv 1501.00092, section 3.3).</summary>
    public static void Srcnn(Module network, Generator? generator = null) => Each(network, weight => init.normal_(weight, 0, 0.001, generator));

    /// <summary>N(0, 2 / fan-in) weights, zero biases (He et al., arXiv 1502.01852, eq. 10): keeps the variance through ReLUs.</summary>
    public static void He(Module network, Generator? generator = null) => Each(network, weight =>
        init.normal_(weight, 0, Math.Sqrt(2.0 / weight.shape[1..].Aggregate(1L, (a, b) => a * b)), generator));

    private static void Each(Module network, Action<Tensor> fill)
    {
        using var frozen = no_grad();
        foreach (var convolution in network.modules().OfType<Conv2d>())
        {
            fill(convolution.weight);
            if (convolution.bias is not null) init.zeros_(convolution.bias);
        }
    }
}
