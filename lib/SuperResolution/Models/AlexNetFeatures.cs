using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>
/// The convolutions of AlexNet in the one-column form of torchvision (Krizhevsky: One weird trick for parallelizing convolutional neural
/// networks, arXiv 1404.5997), keys <c>features.0</c> … <c>features.10</c>.
/// </summary>
/// <remarks>
/// Input: RGB (N, 3, H, W), normalised with ImageNet's mean and deviation, both sides at least 31.
/// Output: the five rectified convolutions, with 64, 192, 384, 256 and 256 channels at 1/4, 1/8, 1/16, 1/16 and 1/16 of the size.
/// Meant for fixed weights: no gradients for them, but for the input.
/// </remarks>
public sealed class AlexNetFeatures : Module<Tensor, IReadOnlyList<Tensor>>
{
    private readonly Sequential features;

    /// <summary>Builds the network with random weights.</summary>
    public AlexNetFeatures() : base(nameof(AlexNetFeatures))
    {
        features = Sequential(
            ("0", Conv2d(3, 64, 11, stride: 4, padding: 2)),
            ("1", ReLU()),
            ("2", MaxPool2d(3, stride: 2)),
            ("3", Conv2d(64, 192, 5, padding: 2)),
            ("4", ReLU()),
            ("5", MaxPool2d(3, stride: 2)),
            ("6", Conv2d(192, 384, 3, padding: 1)),
            ("7", ReLU()),
            ("8", Conv2d(384, 256, 3, padding: 1)),
            ("9", ReLU()),
            ("10", Conv2d(256, 256, 3, padding: 1)),
            ("11", ReLU()));
        RegisterComponents();
        foreach (var parameter in parameters()) parameter.requires_grad = false;
    }

    /// <summary>Channels of the five outputs.</summary>
    public static IReadOnlyList<int> Channels { get; } = [64, 192, 384, 256, 256];

    /// <summary>The five feature maps, first to last; the caller owns them.</summary>
    /// <exception cref="ArgumentException">Another shape, or a side below 31.</exception>
    public override IReadOnlyList<Tensor> forward(Tensor rgb)
    {
        if (rgb.dim() != 4 || rgb.size(1) != 3 || Math.Min(rgb.size(2), rgb.size(3)) < 31)
            throw new ArgumentException("AlexNet needs RGB images (N, 3, H, W) of at least 31×31 pixels, not " +
                $"({string.Join(", ", rgb.shape)}).");
        using var scope = NewDisposeScope();
        var (x, maps) = (rgb, new List<Tensor>());
        foreach (var layer in features.children().Cast<Module<Tensor, Tensor>>())
        {
            x = layer.call(x);
            if (layer is ReLU) maps.Add(x);
        }
        return [.. maps.Select(map => map.MoveToOuterDisposeScope())];
    }
}
