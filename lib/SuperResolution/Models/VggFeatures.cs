using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>
/// The convolutions of a VGG network (Simonyan, Zisserman, arXiv 1409.1556, table 1) up to the deepest layer that is asked for.
/// </summary>
/// <remarks>
/// Input: RGB in [0, 1], shape (N, 3, H, W); the normalisation that the weights were trained with is done inside. At least 2^(i−1) pixels
/// per side for block i. Keys as in torchvision (features.0, features.2, …); layers that nobody asks for are not built.
/// </remarks>
public abstract class VggFeatures : Module<Tensor, Tensor>
{
    private readonly List<(VggLayer Layer, Conv2d Convolution)> layers = [];

    /// <summary>Builds the layers with PyTorch's default initialisation: load weights before use.</summary>
    /// <param name="name">Of the network.</param>
    /// <param name="convolutions">Convolutions in each of the five blocks.</param>
    /// <param name="wanted">The layers that <see cref="Extract"/> returns, in this order; at least one.</param>
    /// <param name="preprocessing">How the weights want their input.</param>
    /// <exception cref="ArgumentException">A layer that the network does not have.</exception>
    private protected VggFeatures(string name, int[] convolutions, IReadOnlyList<VggLayer> wanted, VggPreprocessing preprocessing)
        : base(name)
    {
        foreach (var layer in wanted)
        {
            if (layer.Block is < 1 or > 5 || layer.Convolution < 1 || layer.Convolution > convolutions[layer.Block - 1])
                throw new ArgumentException($"{name} has no {layer}: its blocks have {string.Join(", ", convolutions)} convolutions.");
        }
        if (wanted.Count == 0) throw new ArgumentException("Name at least one layer, e.g. VggLayer.Phi54.");
        (Layers, Preprocessing) = ([.. wanted], preprocessing);

        var (deepest, index, channels) = (wanted.Max(Depth), 0, 3);
        var named = new List<(string, Module<Tensor, Tensor>)>();
        for (var block = 1; block <= 5; block++, index++) // after each block one index for its pooling
        {
            for (var j = 1; j <= convolutions[block - 1] && Depth(new(block, j)) <= deepest; j++, index += 2) // a convolution and its ReLU
            {
                var width = Math.Min(512, 64 << (block - 1));
                var convolution = Conv2d(channels, channels = width, 3, padding: 1);
                layers.Add((new VggLayer(block, j), convolution));
                named.Add(($"{index}", convolution));
            }
        }
        // for its names; a ModuleDict cannot be moved to another device (TorchSharp 0.107.0)
        register_module("features", Sequential(named));
    }

    /// <summary>The layers that <see cref="Extract"/> returns.</summary>
    public IReadOnlyList<VggLayer> Layers { get; }

    /// <summary>How the weights want their input; it also tells whose training they are.</summary>
    public VggPreprocessing Preprocessing { get; }

    /// <summary>True when random values stand in for trained weights: what is measured with it says nothing about VGG.</summary>
    public bool IsSubstitute => Notice.Length > 0;

    /// <summary>What a reader has to be told beside everything that this network shows; empty when its weights are trained.</summary>
    public string Notice { get; internal init; } = "";

    /// <summary>
    /// For the names of losses and metrics, whose numbers depend on it: e.g. "VGG19 (Oxford) φ2,2" or "VGG19 (untrained) φ2,2".
    /// </summary>
    public string Description => $"{GetName()[..5].ToUpperInvariant()}{Whose} {string.Join(" ", Layers)}";

    private string Whose => IsSubstitute ? " (untrained)" : Preprocessing == VggPreprocessing.Done ? "" : $" ({Preprocessing})";

    /// <summary>The features of every requested layer, (N, C_i, H/2^(i−1), W/2^(i−1)) each; the caller owns them.</summary>
    /// <param name="rgb">(N, 3, H, W) in [0, 1].</param>
    /// <exception cref="ArgumentException">Another shape, or too small to be halved before the deepest block.</exception>
    public IReadOnlyList<Tensor> Extract(Tensor rgb)
    {
        var least = 1 << (layers[^1].Layer.Block - 1);
        if (rgb.dim() != 4 || rgb.size(1) != 3 || Math.Min(rgb.size(2), rgb.size(3)) < least)
            throw new ArgumentException($"{Description} needs RGB images (N, 3, H, W) of at least {least}×{least} pixels, not " +
                $"({string.Join(", ", rgb.shape)}).");
        using var scope = NewDisposeScope();
        var found = new Dictionary<VggLayer, Tensor>();
        var (x, block) = (Prepare(rgb), 1);
        foreach (var (layer, convolution) in layers)
        {
            if (layer.Block > block)
            {
                x = functional.max_pool2d(x, [2, 2], strides: [2, 2]);
                block = layer.Block;
            }
            x = convolution.call(x);
            if (Layers.Contains(layer.BeforeActivation)) found[layer.BeforeActivation] = x;
            x = functional.relu(x); // not in place: the values before it may be wanted
            if (Layers.Contains(layer)) found[layer] = x;
        }
        return [.. Layers.Select(layer => found[layer].MoveToOuterDisposeScope())];
    }

    /// <summary>The features of the last requested layer; the caller owns them.</summary>
    public override Tensor forward(Tensor rgb)
    {
        using var scope = NewDisposeScope();
        return Extract(rgb)[^1].MoveToOuterDisposeScope();
    }

    private Tensor Prepare(Tensor rgb) => Preprocessing switch
    {
        VggPreprocessing.Done => rgb,
        VggPreprocessing.Oxford => (rgb.flip(1) * 255) - Colours.Channels([103.939, 116.779, 123.68], rgb),
        _ => (rgb - Colours.Channels([0.485, 0.456, 0.406], rgb)) / Colours.Channels([0.229, 0.224, 0.225], rgb),
    };

    private static int Depth(VggLayer layer) => (layer.Block * 10) + layer.Convolution;
}
