using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>First values of a network's convolutions, as the papers have them. The same generator state gives the same values.</summary>
public static class Initialization
{
    /// <summary>Fills a network by name of the method.</summary>
    /// <param name="network">Any network.</param>
    /// <param name="values">Which method; what they do not speak of (slopes, normalisations) stays as it was built.</param>
    /// <param name="generator">Source of the random numbers; null: TorchSharp's own.</param>
    /// <exception cref="ArgumentException">
    /// <see cref="FirstValues.PassThrough"/> for a network that is no <see cref="IChain"/>.
    /// </exception>
    public static void Apply(Module network, FirstValues values, Generator? generator = null)
    {
        switch (values)
        {
            case FirstValues.PyTorch: PyTorch(network, generator); break;
            case FirstValues.Srcnn: Srcnn(network, generator); break;
            case FirstValues.He: He(network, generator); break;
            case FirstValues.ScaledHe: ScaledHe(network, generator); break;
            case FirstValues.ScaledDenseBlocks: ScaledDenseBlocks(network, generator); break;
            case FirstValues.PassThrough:
                if (network is not IChain)
                    throw new ArgumentException($"{values} is made for chains as SRCNN is one, not for {network.GetName()}.");
                PassThrough(network, generator);
                break;
        }
    }

    /// <summary>
    /// PyTorch's defaults, drawn again from the generator: weights and biases of convolutions and dense layers uniform in ±1/√fan-in.
    /// </summary>
    public static void PyTorch(Module network, Generator? generator = null)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var layer in network.modules())
        {
            var (weight, bias) = layer switch
            {
                Conv2d { weight: var w, bias: var b } => (w, b),
                Linear { weight: var w, bias: var b } => (w, b),
                _ => (null, null),
            };
            if (weight is null) continue;
            var bound = 1 / Math.Sqrt(FanIn(weight));
            weight.uniform_(-bound, bound, generator);
            bias?.uniform_(-bound, bound, generator);
        }
    }

    /// <summary>N(0, 0.001²) weights, zero biases (SRCNN, arXiv 1501.00092, section 3.3).</summary>
    public static void Srcnn(Module network, Generator? generator = null) => Each(network, weight => Normal(weight, 0.001, generator));

    /// <summary>
    /// N(0, 2 / fan-in) weights, zero biases (He et al., arXiv 1502.01852, eq. 10): keeps the variance through ReLUs. VDSR's choice.
    /// </summary>
    public static void He(Module network, Generator? generator = null) =>
        Each(network, weight => Normal(weight, HeDeviation(weight), generator));

    /// <summary>
    /// He's values times 0.1, zero biases: "smaller initialization" for deep residual networks (ESRGAN, arXiv 1809.00219, section 3.1 and
    /// supplement).
    /// </summary>
    public static void ScaledHe(Module network, Generator? generator = null) =>
        Each(network, weight => Normal(weight, 0.1 * HeDeviation(weight), generator));

    /// <summary>
    /// <see cref="ScaledHe"/> in the dense blocks and <see cref="PyTorch"/> elsewhere, as the authors' code of ESRGAN has it.
    /// </summary>
    /// <remarks>
    /// With a tenth of He's values in every layer the output starts at zero and hardly moves: a compact RRDBNet had an L1 of 0.09 after
    /// 750 updates.
    /// </remarks>
    public static void ScaledDenseBlocks(Module network, Generator? generator = null)
    {
        PyTorch(network, generator);
        foreach (var block in network.modules().OfType<DenseBlock>()) ScaledHe(block, generator);
    }

    /// <summary>
    /// He's values in all layers but the last, N(0, 0.001²) there, and one path of centre taps through all layers that returns the input.
    /// </summary>
    /// <remarks>
    /// Not from the paper. Luma is never negative, so the rectifiers let it pass: training starts at bicubic's PSNR, with features to draw
    /// on.
    /// </remarks>
    public static void PassThrough(Module network, Generator? generator = null)
    {
        He(network, generator);
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var weights = network.modules().OfType<Conv2d>().Select(convolution => convolution.weight).ToList();
        Normal(weights[^1], 0.001, generator);
        foreach (var weight in weights)
        {
            weight[0].zero_();
            weight[0, 0, weight.size(2) / 2, weight.size(3) / 2] = 1;
        }
    }

    private static double HeDeviation(Tensor weight) => Math.Sqrt(2.0 / FanIn(weight));

    private static long FanIn(Tensor weight) => weight.shape[1..].Aggregate(1L, (a, b) => a * b);

    // TorchSharp's init.normal_ ignores its generator; the tensor's own method does not.
    private static void Normal(Tensor weight, double deviation, Generator? generator) => weight.normal_(0, deviation, generator);

    private static void Each(Module network, Action<Tensor> fill)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var convolution in network.modules().OfType<Conv2d>())
        {
            fill(convolution.weight);
            convolution.bias?.zero_();
        }
    }
}

/// <summary>A network of convolutions and rectifiers, one behind the other and no path around them.</summary>
public interface IChain;

/// <summary>The named choices of <see cref="Initialization"/>.</summary>
public enum FirstValues
{
    /// <summary>PyTorch's defaults: uniform, ±1/√fan-in. What SRGAN's and EDSR's public code uses.</summary>
    PyTorch,

    /// <summary><see cref="Initialization.Srcnn"/>.</summary>
    Srcnn,

    /// <summary><see cref="Initialization.He"/>.</summary>
    He,

    /// <summary><see cref="Initialization.ScaledHe"/>.</summary>
    ScaledHe,

    /// <summary><see cref="Initialization.ScaledDenseBlocks"/>.</summary>
    ScaledDenseBlocks,

    /// <summary><see cref="Initialization.PassThrough"/>.</summary>
    PassThrough,
}
