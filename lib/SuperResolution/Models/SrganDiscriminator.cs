using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>The discriminator of SRGAN (Ledig et al., arXiv 1609.04802, section 2.1.1 and figure 4).</summary>
/// <remarks>
/// Input: RGB, shape (N, 3, S, S), in the range of the pictures it is trained on. Output: logits (N, 1); the paper's sigmoid is part of
/// the losses. Eight 3×3 convolutions, 64 to 512 channels, every second with stride 2; leaky ReLU of slope 0.2; normalisation in all but
/// the first; dense 1024, dense 1.
/// </remarks>
public sealed class SrganDiscriminator : Module<Tensor, Tensor>
{
    private static readonly int[] widening = [1, 1, 2, 2, 4, 4, 8, 8];

    private readonly Sequential features;
    private readonly Linear dense1, dense2;

    /// <summary>Builds the network with PyTorch's default initialisation; the paper names none.</summary>
    /// <exception cref="ArgumentException">The input is smaller than 16 pixels or not a multiple of 16.</exception>
    public SrganDiscriminator(SrganDiscriminatorSettings settings) : base(nameof(SrganDiscriminator))
    {
        if (settings.InputSize < 16 || settings.InputSize % 16 != 0)
            throw new ArgumentException("The SRGAN discriminator halves its input four times: the side must be a multiple of 16, not " +
                $"{settings.InputSize}.");
        Settings = settings;
        features = Sequential(Layers(settings.Features).Select((layer, i) => ($"{i}", layer)));
        dense1 = Linear(8 * settings.Features * settings.Positions * settings.Positions, 16 * settings.Features);
        dense2 = Linear(16 * settings.Features, 1);
        RegisterComponents();
    }

    /// <summary>Input size and head.</summary>
    public SrganDiscriminatorSettings Settings { get; }

    /// <summary>Logits (N, 1): positive means "a real picture". The caller owns the result.</summary>
    /// <exception cref="ArgumentException">Another input size, unless the head pools.</exception>
    public override Tensor forward(Tensor rgb)
    {
        if (!Settings.Pooled && (rgb.size(2) != Settings.InputSize || rgb.size(3) != Settings.InputSize))
            throw new ArgumentException($"This discriminator was built for {Settings.InputSize}×{Settings.InputSize} pixels and got " +
                $"{rgb.size(3)}×{rgb.size(2)}. Build it with that InputSize, or with Pooled = true for any size.");
        using var scope = NewDisposeScope();
        var x = features.call(rgb);                                                         // (N, 512, S/16, S/16)
        if (Settings.Pooled) x = functional.adaptive_avg_pool2d(x, [Settings.Positions, Settings.Positions]);
        x = functional.leaky_relu(dense1.call(x.flatten(1)), 0.2);                          // (N, 1024)
        return dense2.call(x).MoveToOuterDisposeScope();                                    // (N, 1)
    }

    private static IEnumerable<Module<Tensor, Tensor>> Layers(int width)
    {
        var channels = 3;
        for (var i = 0; i < widening.Length; i++)
        {
            yield return Conv2d(channels, channels = width * widening[i], 3, stride: 1 + (i % 2), padding: 1);
            if (i > 0) yield return BatchNorm2d(channels);
            yield return LeakyReLU(0.2);
        }
    }
}

/// <summary>Settings of <see cref="SrganDiscriminator"/>.</summary>
/// <param name="InputSize">Side of the input; with <paramref name="Pooled"/> the side that the dense layers are made for.</param>
/// <param name="Pooled">Averages the last features to a fixed grid, so that any input size works.</param>
/// <param name="Features">
/// Channels of the first layer; the last convolution has eight and the first dense layer sixteen times as many.
/// </param>
public sealed record SrganDiscriminatorSettings(int InputSize = 96, bool Pooled = false, int Features = 64) : IDiscriminatorSettings
{
    /// <summary>96×96 patches: 23,565,505 parameters, of which the first dense layer has 18,875,392.</summary>
    public static SrganDiscriminatorSettings Paper { get; } = new();

    /// <summary>Sides of the grid in front of the dense layers.</summary>
    internal int Positions => InputSize / 16;

    Module<Tensor, Tensor> IDiscriminatorSettings.Build(int side) => new SrganDiscriminator(this with { InputSize = side });
}
