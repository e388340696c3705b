using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>SRResNet, also the generator of SRGAN (Ledig et al., arXiv 1609.04802, section 2.1.1 and figure 4).</summary>
/// <remarks>
/// Input: RGB in [0, 1], shape (N, 3, H, W). Output: RGB in [0, 1] units, (N, 3, H·scale, W·scale), not clamped (but for
/// <see cref="OutputRange.Tanh"/>). The paper's network answers in [−1, 1] (section 3.2); <see cref="SrResNetSettings.Output"/> says how
/// that is mapped. Keys: conv1, prelu1, block0 …, conv2, bn2, up0 …, conv3; <see cref="SrResNetSettings.BlockNames(int, int, TrunkEnd)"/>
/// is another public naming.
/// </remarks>
public sealed class SrResNet : Module<Tensor, Tensor>, INetwork, IHasLayerChain
{
    private readonly Conv2d conv1, conv2, conv3;
    private readonly PReLU prelu1;
    private readonly PReLU? prelu2;
    private readonly BatchNorm2d? bn2;
    private readonly SrResNetBlock[] blocks;
    private readonly LayerChain reconstruction;

    /// <summary>What the kit knows of it.</summary>
    public static Architecture Architecture { get; } = new("SRResNet", "arXiv 1609.04802", Year: 2016)
    {
        Recognises = keys => keys.Has("block0.conv1.weight") && keys.Has("prelu1.weight"),
        Open = keys => new SrResNet(SrResNetSettings.From(keys)),
        KeyNames = [new(keys => keys.Has("block1.0.weight"), SrResNetSettings.BlockNames)],
        Recipes =
        [
            new("smoke", SrResNetRecipe.Smoke), new("workshop", SrResNetRecipe.Workshop), new("shipped", SrResNetRecipe.Shipped),
            new("paper", SrResNetRecipe.Paper),
            new("continued", SrResNetRecipe.Continued, GoesOnFrom: "the weights that --budget shipped made"),
        ],
        Colour = "#009E73",
    };

    /// <summary>Builds the network with PyTorch's default initialisation; the paper names none.</summary>
    /// <exception cref="ArgumentException">The scale is not 2, 3, 4 or 8.</exception>
    public SrResNet(SrResNetSettings settings) : base(nameof(SrResNet))
    {
        Settings = settings;
        var width = settings.Features;
        conv1 = Conv2d(3, width, 9, padding: 4);
        prelu1 = PReLU(settings.Slopes);
        blocks = [.. Enumerable.Range(0, settings.Blocks).Select(_ => new SrResNetBlock(settings))];
        conv2 = Conv2d(width, width, 3, padding: 1, bias: settings.BodyBias);
        if (settings.TrunkEnd == TrunkEnd.BatchNorm) bn2 = BatchNorm2d(width);
        else prelu2 = PReLU(settings.Slopes);
        var enlarging = SubPixel.Factors(settings.Scale).Select(factor => Sequential(("conv", Conv2d(width, width * factor * factor, 3,
            padding: 1)), ("shuffle", PixelShuffle(factor)), ("prelu", PReLU(settings.Slopes)))).ToArray();
        conv3 = Conv2d(width, 3, 9, padding: 4);
        reconstruction = new([.. enlarging.SelectMany(stage => stage.children()).Cast<Module<Tensor, Tensor>>(), conv3]);
        RegisterComponents();
        for (var i = 0; i < blocks.Length; i++) register_module($"block{i}", blocks[i]);
        for (var i = 0; i < enlarging.Length; i++) register_module($"up{i}", enlarging[i]);
    }

    /// <summary>Scale, depth, width and the variants of public implementations.</summary>
    public SrResNetSettings Settings { get; }

    Architecture INetwork.Architecture => Architecture;

    int? INetwork.Scale => Settings.Scale;

    int? INetwork.Reach => Settings.Reach;

    LayerChain IHasLayerChain.Chain => reconstruction;

    IEnumerable<KeyValuePair<string, string>> INetwork.Metadata => Settings.Metadata();

    /// <summary>Upscales (N, 3, H, W); the caller owns the result. In training mode the batch's own statistics normalise.</summary>
    public override Tensor forward(Tensor rgb)
    {
        using var scope = NewDisposeScope();
        var first = prelu1.call(conv1.call(rgb));                           // (N, 64, H, W)  k9n64s1
        var features = first;
        foreach (var block in blocks) features = block.call(features);      // B residual blocks
        var trunk = conv2.call(features);                                   // k3n64s1
        features = first + (bn2?.call(trunk) ?? prelu2!.call(trunk));       // the long skip connection
        var output = reconstruction.call(features);                         // k3n256s1, pixel shuffle, PReLU for each ×2; then k9n3s1
        return (Settings.Output switch                                      // (N, 3, H·scale, W·scale)
        {
            OutputRange.Unit => output,
            OutputRange.Signed => (output + 1) / 2,
            _ => (output.tanh() + 1) / 2,
        }).MoveToOuterDisposeScope();
    }
}

/// <summary>Residual block: conv, BN, PReLU, conv, BN, sum (figure 4).</summary>
internal sealed class SrResNetBlock : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1, conv2;
    private readonly BatchNorm2d bn1, bn2;
    private readonly PReLU prelu;

    public SrResNetBlock(SrResNetSettings settings) : base(nameof(SrResNetBlock))
    {
        var width = settings.Features;
        conv1 = Conv2d(width, width, 3, padding: 1, bias: settings.BodyBias);
        bn1 = BatchNorm2d(width);
        prelu = PReLU(settings.Slopes);
        conv2 = Conv2d(width, width, 3, padding: 1, bias: settings.BodyBias);
        bn2 = BatchNorm2d(width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var inner = prelu.call(bn1.call(conv1.call(x)));
        return (x + bn2.call(conv2.call(inner))).MoveToOuterDisposeScope();
    }
}
