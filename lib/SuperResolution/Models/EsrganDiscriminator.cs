using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>
/// The VGG-style discriminator of ESRGAN for 128×128 patches (arXiv 1809.00219, section 3.2; architecture: the authors' code).
/// </summary>
/// <remarks>
/// Input: RGB in [0, 1], shape (N, 3, 128, 128). Output: logits C(x), (N, 1): the relativistic average is part of the loss.
/// Pairs of a 3×3 and a strided 4×4 convolution, leaky ReLU of slope 0.2; keys as in BasicSR (conv0_0, conv0_1, bn0_1, …, linear1,
/// linear2).
/// </remarks>
public sealed class EsrganDiscriminator : Module<Tensor, Tensor>
{
    /// <summary>Side of the input in pixels.</summary>
    public const int InputSize = 128;

    private const double slope = 0.2;

    private readonly Conv2d[] same, halving;
    private readonly BatchNorm2d?[] sameNorm;
    private readonly BatchNorm2d[] halvingNorm;
    private readonly Linear linear1, linear2;

    /// <summary>Builds the network with PyTorch's default initialisation.</summary>
    /// <param name="features">Channels of the first layer; 64 in the paper: 14,499,401 parameters.</param>
    public EsrganDiscriminator(int features = 64) : base(nameof(EsrganDiscriminator))
    {
        int[] widths = [features, 2 * features, 4 * features, 8 * features, 8 * features];
        (same, halving, sameNorm, halvingNorm) = (new Conv2d[5], new Conv2d[5], new BatchNorm2d?[5], new BatchNorm2d[5]);
        for (var i = 0; i < widths.Length; i++)
        {
            register_module($"conv{i}_0", same[i] = Conv2d(i == 0 ? 3 : widths[i - 1], widths[i], 3, padding: 1, bias: i == 0));
            if (i > 0) register_module($"bn{i}_0", sameNorm[i] = BatchNorm2d(widths[i]));
            register_module($"conv{i}_1", halving[i] = Conv2d(widths[i], widths[i], 4, stride: 2, padding: 1, bias: false));
            register_module($"bn{i}_1", halvingNorm[i] = BatchNorm2d(widths[i]));
        }
        register_module(nameof(linear1), linear1 = Linear(widths[^1] * 4 * 4, 100));
        register_module(nameof(linear2), linear2 = Linear(100, 1));
    }

    /// <summary>Logits (N, 1); the caller owns the result.</summary>
    /// <exception cref="ArgumentException">Not 128×128 pixels.</exception>
    public override Tensor forward(Tensor rgb)
    {
        if (rgb.size(2) != InputSize || rgb.size(3) != InputSize)
            throw new ArgumentException($"ESRGAN's discriminator needs {InputSize}×{InputSize} pixels, not {rgb.size(3)}×{rgb.size(2)}.");
        using var scope = NewDisposeScope();
        var x = rgb;
        for (var i = 0; i < same.Length; i++)
        {
            x = same[i].call(x);
            x = Rectify(sameNorm[i]?.call(x) ?? x);                     // (N, F·2^i, S, S)
            x = Rectify(halvingNorm[i].call(halving[i].call(x)));       // (N, F·2^i, S/2, S/2)
        }
        return linear2.call(Rectify(linear1.call(x.flatten(1)))).MoveToOuterDisposeScope();
    }

    private static Tensor Rectify(Tensor x) => x.leaky_relu(slope);
}

/// <summary>Settings of <see cref="EsrganDiscriminator"/>.</summary>
/// <param name="Features">Channels of the first layer; 64 in the paper.</param>
public sealed record EsrganDiscriminatorSettings(int Features = 64) : IDiscriminatorSettings
{
    Module<Tensor, Tensor> IDiscriminatorSettings.Build(int side) => new EsrganDiscriminator(Features);
}
