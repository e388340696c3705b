using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>SRCNN (Dong, Loy, He, Tang: Image Super-Resolution Using Deep Convolutional Networks, arXiv 1501.00092, eq. 1–3).</summary>
/// <remarks>
/// Input and output: luma in [0, 1], shape (N, 1, H, W); the input is already upscaled to the target size.
/// Differs from the paper: <see cref="forward"/> repeats the edge in front of every layer, as the authors' test code does,
/// so that the output is as large as the input. <see cref="Valid"/> is the paper's training without padding.
/// </remarks>
public sealed class Srcnn : Module<Tensor, Tensor>, INetwork, IChain, IHasLayerChain
{
    private readonly Conv2d conv1, conv2, conv3;
    private readonly LayerChain reconstruction;

    /// <summary>What the kit knows of it.</summary>
    public static Architecture Architecture { get; } = new("SRCNN", "arXiv 1501.00092", Year: 2014)
    {
        Recognises = keys => keys.Has("conv1.weight", 64, 1, -1, -1) && keys.Has("conv2.weight", 32, 64, -1, -1)
            && keys.Has("conv3.weight") && !keys.Has("conv4.weight"),
        Open = keys => new Srcnn(SrcnnShape.From(keys)),
        Input = NetworkInput.Luma(enlargedBefore: true),
        Recipes =
        [
            new("smoke", SrcnnRecipe.Smoke), new("workshop", SrcnnRecipe.Workshop), new("shipped", SrcnnRecipe.Shipped),
            new("paper", SrcnnRecipe.Paper),
            new("transfer", SrcnnRecipe.Transfer, GoesOnFrom: "the weights of another scale"),
            new("loss-l2", SrcnnRecipe.OneLoss(RestorationLoss.L2)), new("loss-l1", SrcnnRecipe.OneLoss(RestorationLoss.L1)),
            new("loss-ms-ssim", SrcnnRecipe.OneLoss(RestorationLoss.MsSsim)), new("loss-mix", SrcnnRecipe.OneLoss(RestorationLoss.Mix)),
        ],
        Colour = "#E69F00",
    };

    /// <summary>Builds the network with PyTorch's default initialisation; <see cref="Initialisation.Srcnn"/> is the paper's.</summary>
    public Srcnn(SrcnnShape shape) : base(nameof(Srcnn))
    {
        Shape = shape;
        conv1 = Conv2d(1, 64, shape.F1);
        conv2 = Conv2d(64, 32, shape.F2);
        conv3 = Conv2d(32, 1, shape.F3);
        reconstruction = new(conv3);
        RegisterComponents();
    }

    /// <summary>The three filter sizes.</summary>
    public SrcnnShape Shape { get; }

    Architecture INetwork.Architecture => Architecture;

    int? INetwork.Reach => Shape.Margin;

    LayerChain IHasLayerChain.Chain => reconstruction;

    /// <summary>The first layer's 64 filters (64, 1, f1, f1): what the network looks for.</summary>
    public Parameter Filters => conv1.weight;

    /// <summary>Restores (N, 1, H, W), same size; the caller owns the result.</summary>
    public override Tensor forward(Tensor y) => Restored(y, padded: true);

    /// <summary>As in the paper's training: no padding, the output is smaller by <see cref="SrcnnShape.Margin"/> on every side.</summary>
    public Tensor Valid(Tensor y) => Restored(y, padded: false);

    private Tensor Restored(Tensor y, bool padded)
    {
        using var scope = NewDisposeScope();
        Tensor Padded(Tensor x, int filter) => !padded ? x
            : functional.pad(x, [filter / 2, filter / 2, filter / 2, filter / 2], PaddingModes.Replicate);
        var features = functional.relu(conv1.call(Padded(y, Shape.F1)));               // (N, 64, H, W)  eq. 1: patch extraction
        var mapped = functional.relu(conv2.call(Padded(features, Shape.F2)));          // (N, 32, H, W)  eq. 2: non-linear mapping
        return reconstruction.call(Padded(mapped, Shape.F3)).MoveToOuterDisposeScope(); // (N, 1, H, W)  eq. 3: reconstruction
    }
}

/// <summary>The filter sizes f1-f2-f3 of the paper; 64 and 32 filters in all of them.</summary>
/// <param name="F1">Patch extraction.</param>
/// <param name="F2">Non-linear mapping.</param>
/// <param name="F3">Reconstruction.</param>
public readonly record struct SrcnnShape(int F1, int F2, int F3) : INetworkSettings
{
    /// <summary>9-1-5: 8,032 weights, the small network of the conference paper.</summary>
    public static SrcnnShape Net915 { get; } = new(9, 1, 5);

    /// <summary>9-3-5: 24,416 weights.</summary>
    public static SrcnnShape Net935 { get; } = new(9, 3, 5);

    /// <summary>9-5-5: 57,184 weights, the one of the paper's comparisons.</summary>
    public static SrcnnShape Net955 { get; } = new(9, 5, 5);

    /// <summary>How many pixels the network loses on every side without padding; also how far it sees.</summary>
    public int Margin => (F1 + F2 + F3 - 3) / 2;

    /// <summary>Multiplications per pixel, and the number of weights without biases.</summary>
    public int Weights => (64 * F1 * F1) + (32 * 64 * F2 * F2) + (32 * F3 * F3);

    bool INetworkSettings.OnLuma => true;

    string INetworkSettings.Size => ToString();

    /// <summary>E.g. "9-5-5".</summary>
    public override string ToString() => $"{F1}-{F2}-{F3}";

    internal static SrcnnShape From(NetworkKeys keys)
    {
        var shape = new SrcnnShape(keys.Side("conv1.weight", 2), keys.Side("conv2.weight", 2), keys.Side("conv3.weight", 2));
        keys.RequireWeights((64L * shape.F1 * shape.F1) + (2048L * shape.F2 * shape.F2) + (32L * shape.F3 * shape.F3));
        return shape;
    }

    Module<Tensor, Tensor> INetworkSettings.Build(int scale) => new Srcnn(this);

    Tensor INetworkSettings.Forward(Module<Tensor, Tensor> network, Tensor input) => ((Srcnn)network).Valid(input);
}
