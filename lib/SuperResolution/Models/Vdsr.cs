using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>VDSR (Kim, Lee, Lee: Accurate Image Super-Resolution Using Very Deep Convolutional Networks, arXiv 1511.04587).</summary>
/// <remarks>
/// Input and output: luma in [0, 1], shape (N, 1, H, W); the input is already upscaled to the target size (bicubic).
/// One set of weights serves ×2, ×3 and ×4 (section 3.3). Keys: conv1 … conv20, as in the authors' model.
/// </remarks>
public sealed class Vdsr : Module<Tensor, Tensor>, INetwork
{
    private readonly Conv2d[] layers;

    /// <summary>What the kit knows of it.</summary>
    public static Architecture Architecture { get; } = new("VDSR", "arXiv 1511.04587", Year: 2015)
    {
        Recognises = keys =>
            keys.Has("conv1.weight", -1, 1, 3, 3) && keys.Has("conv2.weight", -1, -1, 3, 3) && keys.Has("conv4.weight")
                && keys.Has($"conv{keys.Count("conv#.weight")}.weight", 1, -1, 3, 3),
        Open = keys =>
        {
            var settings = new VdsrSettings(keys.Count("conv#.weight"), keys.Side("conv1.weight", 0));
            keys.RequireLayers(settings.Layers - 2, settings.Features);
            return new Vdsr(settings);
        },
        Input = NetworkInput.Luma(enlargedBefore: true),
        Scales = [2, 3, 4],
        Recipes = [new("smoke", VdsrRecipe.Smoke), new("workshop", VdsrRecipe.Workshop), new("shipped", VdsrRecipe.Shipped),
        new("paper", VdsrRecipe.Paper)],
        Colour = "#994433",
    };

    /// <summary>Builds the network with PyTorch's default initialisation; the paper uses <see cref="Initialisation.He"/>.</summary>
    /// <param name="settings">Depth and width; null: the paper's.</param>
    public Vdsr(VdsrSettings? settings = null) : base(nameof(Vdsr))
    {
        Settings = settings ?? VdsrSettings.Paper;
        layers = new Conv2d[Settings.Layers];
        for (var i = 0; i < layers.Length; i++)
        {
            layers[i] = Conv2d(i == 0 ? 1 : Settings.Features, i == layers.Length - 1 ? 1 : Settings.Features, 3, padding: 1);
            register_module($"conv{i + 1}", layers[i]);
        }
    }

    /// <summary>Depth and width.</summary>
    public VdsrSettings Settings { get; }

    Architecture INetwork.Architecture => Architecture;

    int? INetwork.Reach => Settings.Layers;

    /// <summary>
    /// Adds the predicted details (section 3.1: "residual image") to the interpolated image; same size. The caller owns the result.
    /// </summary>
    public override Tensor forward(Tensor y)
    {
        using var scope = NewDisposeScope();
        var features = y;
        foreach (var layer in layers[..^1]) features = functional.relu(layer.call(features));  // (N, 64, H, W)
        return (y + layers[^1].call(features)).MoveToOuterDisposeScope();                      // (N, 1, H, W)
    }
}

/// <summary>Settings of <see cref="Vdsr"/>.</summary>
/// <param name="Layers">Convolutions, the first and the last included; the network sees as many pixels in each direction.</param>
/// <param name="Features">Channels between them.</param>
public sealed record VdsrSettings(int Layers, int Features) : INetworkSettings
{
    /// <summary>20 layers of 64 channels: 664,704 weights and 1,217 biases, the paper's "665 k".</summary>
    public static VdsrSettings Paper { get; } = new(Layers: 20, Features: 64);

    bool INetworkSettings.OnLuma => true;

    /// <summary>A third of each batch from each (section 3.3: scale augmentation).</summary>
    IReadOnlyList<int> INetworkSettings.Scales => Vdsr.Architecture.Scales;

    string INetworkSettings.Size => $"{Layers} layers × {Features} channels";

    Module<Tensor, Tensor> INetworkSettings.Build(int scale) => new Vdsr(this);
}
