using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>SRResNet, also the generator of SRGAN (Ledig et al., arXiv 1609.04802, section 2.1.1 and figure 4).</summary>
/// <remarks>
/// Input: RGB in [0, 1], shape (N, 3, H, W). Output: RGB in [0, 1] units, (N, 3, H·scale, W·scale), not clamped (but for
/// <see cref="OutputRange.Tanh"/>). The paper's network answers in [−1, 1] (section 3.2); <see cref="SrResNetSettings.Output"/> says how
/// that is mapped. Keys: conv1, prelu1, block0 …, conv2, bn2, up0 …, conv3; <see cref="BlockNames(int, int, TrunkEnd)"/> is another public
/// naming.
/// </remarks>
public sealed class SrResNet : Module<Tensor, Tensor>, INetwork
{
    private readonly Conv2d conv1, conv2, conv3;
    private readonly PReLU prelu1;
    private readonly PReLU? prelu2;
    private readonly BatchNorm2d? bn2;
    private readonly SrResNetBlock[] blocks;
    private readonly SrResNetUpsampling[] upsampling;

    /// <summary>What the kit knows of it.</summary>
    public static Architecture Architecture { get; } = new("SRResNet", "arXiv 1609.04802", Year: 2016)
    {
        Recognises = keys => keys.Has("block0.conv1.weight") && keys.Has("prelu1.weight"),
        Open = keys => new SrResNet(SrResNetSettings.From(keys)),
        KeyNames = [new(keys => keys.Has("block1.0.weight"), BlockNames)],
        Recipes =
        [
            new("smoke", SrResNetRecipe.Smoke), new("workshop", SrResNetRecipe.Workshop), new("shipped", SrResNetRecipe.Shipped),
            new("paper", SrResNetRecipe.Paper),
            new("continued", SrResNetRecipe.Continued, GoesOnFrom: "the weights that --budget shipped made"),
        ],
        Colour = "#009E73",
    };

    /// <summary>
    /// Public SRGAN generators' names: block1 (first convolution), block2 … (residual blocks), the trunk's end and the enlarging block.
    /// </summary>
    /// <param name="blocks">Residual blocks; 5 in the usual files.</param>
    /// <param name="stages">Enlarging stages: 1 for ×2, 2 for ×4, 3 for ×8.</param>
    /// <param name="trunkEnd">What ends the trunk.</param>
    public static KeyMap BlockNames(int blocks, int stages, TrunkEnd trunkEnd) => new("SRGAN block1 …",
    [
        ("block1.0.", "conv1.", 0), ("block1.1.", "prelu1.", 0),
        ($"block{blocks + 2}.0.", "conv2.", 0), ($"block{blocks + 2}.1.", trunkEnd == TrunkEnd.BatchNorm ? "bn2." : "prelu2.", 0),
        ($"block{blocks + 3}.{stages}.", "conv3.", 0), ($"block{blocks + 3}.#.", "up#.", 0),
        ("block#.", "block#.", -2),
    ]);

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
        upsampling = [.. SubPixel.Factors(settings.Scale).Select(factor => new SrResNetUpsampling(settings, factor))];
        conv3 = Conv2d(width, 3, 9, padding: 4);
        RegisterComponents();
        for (var i = 0; i < blocks.Length; i++) register_module($"block{i}", blocks[i]);
        for (var i = 0; i < upsampling.Length; i++) register_module($"up{i}", upsampling[i]);
    }

    /// <summary>Scale, depth, width and the variants of public implementations.</summary>
    public SrResNetSettings Settings { get; }

    Architecture INetwork.Architecture => Architecture;

    int? INetwork.Scale => Settings.Scale;

    int? INetwork.Reach => Settings.Reach;

    IEnumerable<KeyValuePair<string, string>> INetwork.Metadata =>
        [new(NetworkKeys.ScaleSetting, FormattableString.Invariant($"{Settings.Scale}")),
            new(SrResNetSettings.OutputSetting, $"{Settings.Output}")];

    /// <summary>
    /// Computes the last convolution in front of the last pixel shuffle: the same result to rounding in less time. On by default; off,
    /// <see cref="forward"/> is the paper's to the letter.
    /// </summary>
    public bool UnshuffledOutput { get; set; } = true;

    private static KeyMap BlockNames(NetworkKeys keys)
    {
        var blocks = keys.Count("block#.conv1.weight");
        return BlockNames(blocks, keys.Count($"block{blocks + 3}.#.conv.weight"),
            keys.Has($"block{blocks + 2}.1.running_mean") ? TrunkEnd.BatchNorm : TrunkEnd.PRelu);
    }

    /// <summary>Upscales (N, 3, H, W); the caller owns the result. In training mode the batch's own statistics normalise.</summary>
    public override Tensor forward(Tensor rgb)
    {
        using var scope = NewDisposeScope();
        var first = prelu1.call(conv1.call(rgb));                           // (N, 64, H, W)  k9n64s1
        var features = first;
        foreach (var block in blocks) features = block.call(features);      // B residual blocks
        var trunk = conv2.call(features);                                   // k3n64s1
        features = first + (bn2?.call(trunk) ?? prelu2!.call(trunk));       // the long skip connection
        foreach (var stage in upsampling[..^1]) features = stage.call(features);    // k3n256s1, pixel shuffle
        var last = upsampling[^1];
        var output = UnshuffledOutput
            ? UnshuffledConvolution.Call(conv3, last.Unshuffled(features), last.Factor)
            : conv3.call(last.call(features));                              // (N, 3, H·scale, W·scale)  k9n3s1
        return (Settings.Output switch
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

/// <summary>Sub-pixel convolution and PReLU (figure 4).</summary>
internal sealed class SrResNetUpsampling : Module<Tensor, Tensor>
{
    private readonly Conv2d conv;
    private readonly PReLU prelu;

    public SrResNetUpsampling(SrResNetSettings settings, int factor) : base(nameof(SrResNetUpsampling))
    {
        Factor = factor;
        conv = Conv2d(settings.Features, settings.Features * factor * factor, 3, padding: 1);
        prelu = PReLU(settings.Slopes);
        RegisterComponents();
    }

    public int Factor { get; }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return prelu.call(functional.pixel_shuffle(conv.call(x), Factor)).MoveToOuterDisposeScope();
    }

    /// <summary>The same values before the shuffle: (N, 64·f², H, W).</summary>
    public Tensor Unshuffled(Tensor x)
    {
        using var scope = NewDisposeScope();
        var slopes = prelu.weight.numel() == 1 ? prelu.weight : prelu.weight.repeat_interleave((long)Factor * Factor);
        return functional.prelu(conv.call(x), slopes).MoveToOuterDisposeScope();
    }
}
