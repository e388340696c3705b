using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>How a network's weights are initialised: <c>Initialisation.He.Apply(network)</c>.</summary>
public enum Initialisation
{
    /// <summary>
    /// PyTorch's defaults: weights and biases of convolutions and dense layers uniform in ±1/√fan-in. What SRGAN's and EDSR's public code
    /// uses.
    /// </summary>
    PyTorch,

    /// <summary>N(0, 0.001²) weights, zero biases (SRCNN, arXiv 1501.00092, section 3.3).</summary>
    Srcnn,

    /// <summary>
    /// N(0, 2 / fan-in) weights, zero biases (He et al., arXiv 1502.01852, eq. 10): keeps the variance through ReLUs. VDSR's choice.
    /// </summary>
    He,

    /// <summary>
    /// He's values times 0.1, zero biases: "smaller initialization" for deep residual networks (ESRGAN, arXiv 1809.00219, section 3.1 and
    /// supplement).
    /// </summary>
    ScaledHe,

    /// <summary>
    /// <see cref="ScaledHe"/> in the dense blocks and <see cref="PyTorch"/> elsewhere, as the authors' code of ESRGAN has it.
    /// </summary>
    /// <remarks>
    /// With a tenth of He's values in every layer the output starts at zero and hardly moves: a compact RRDBNet had an L1 of 0.09 after
    /// 750 updates.
    /// </remarks>
    ScaledDenseBlocks,

    /// <summary>
    /// He's values in all layers but the last, N(0, 0.001²) there, and one path of centre taps through all layers that returns the input.
    /// </summary>
    /// <remarks>
    /// Not from the paper. Luma is never negative, so the rectifiers let it pass: training starts at bicubic's PSNR, with features to draw
    /// on. For an <see cref="IChain"/> only.
    /// </remarks>
    PassThrough,
}

/// <summary>A network of convolutions and rectifiers, one behind the other and no path around them.</summary>
public interface IChain;

/// <summary>Carries out an <see cref="Initialisation"/>.</summary>
public static class Initialisations
{
    /// <summary>Initialises a network or a part of one. The same generator state gives the same values.</summary>
    /// <param name="method">Which; what it does not speak of (slopes, normalisations) stays as it was built.</param>
    /// <param name="network">Any network.</param>
    /// <param name="generator">Source of the random numbers; null: TorchSharp's own.</param>
    /// <exception cref="ArgumentException">
    /// <see cref="Initialisation.PassThrough"/> for a network that is no <see cref="IChain"/>.
    /// </exception>
    public static void Apply(this Initialisation method, Module network, Generator? generator = null)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        switch (method)
        {
            case Initialisation.PyTorch:
                PyTorch(network, generator);
                break;
            case Initialisation.Srcnn:
                Normal(network, _ => 0.001, generator);
                break;
            case Initialisation.He:
                Normal(network, He, generator);
                break;
            case Initialisation.ScaledHe:
                Normal(network, weight => 0.1 * He(weight), generator);
                break;
            case Initialisation.ScaledDenseBlocks:
                PyTorch(network, generator);
                foreach (var block in network.modules().OfType<DenseBlock>()) Initialisation.ScaledHe.Apply(block, generator);
                break;
            case Initialisation.PassThrough when network is IChain:
                PassThrough(network, generator);
                break;
            default:
                throw new ArgumentException($"{method} is made for chains as SRCNN is one, not for {network.GetName()}.");
        }
    }

    private static void PyTorch(Module network, Generator? generator)
    {
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

    private static void PassThrough(Module network, Generator? generator)
    {
        Normal(network, He, generator);
        var weights = network.modules().OfType<Conv2d>().Select(convolution => convolution.weight).ToList();
        weights[^1].normal_(0, 0.001, generator);
        foreach (var weight in weights)
        {
            weight[0].zero_();
            weight[0, 0, weight.size(2) / 2, weight.size(3) / 2] = 1;
        }
    }

    /// <summary>Normal weights, zero biases. TorchSharp's init.normal_ ignores its generator; the tensor's own method does not.</summary>
    private static void Normal(Module network, Func<Tensor, double> deviation, Generator? generator)
    {
        foreach (var convolution in network.modules().OfType<Conv2d>())
        {
            convolution.weight.normal_(0, deviation(convolution.weight), generator);
            convolution.bias?.zero_();
        }
    }

    private static double He(Tensor weight) => Math.Sqrt(2.0 / FanIn(weight));

    private static long FanIn(Tensor weight) => weight.shape[1..].Aggregate(1L, (a, b) => a * b);
}
