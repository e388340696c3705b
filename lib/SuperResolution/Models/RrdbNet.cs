using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>RRDBNet, the generator of ESRGAN (Wang et al., arXiv 1809.00219, section 3.1, figures 3 and 4).</summary>
/// <remarks>
/// Input: RGB in [0, 1], shape (N, 3, H, W). Output: RGB, (N, 3, H·scale, W·scale), not clamped. The body always enlarges by 4: for ×2 and
/// ×1 the input is first folded into channels (pixel unshuffle), as Real-ESRGAN does; H and W must then be multiples of 2 or 4.
/// Keys as in BasicSR; two older public namings are read as well.
/// </remarks>
public sealed class RrdbNet : Module<Tensor, Tensor>, INetwork
{
    /// <summary>The names of ESRGAN's release of 2018: RRDB_trunk.N.RDB1.conv1, trunk_conv, upconv1, HRconv.</summary>
    public static KeyMap Names2018 { get; } = new("ESRGAN 2018",
    [
        ("RRDB_trunk.#.RDB#.", "body.#.rdb#.", 0), ("trunk_conv.", "conv_body.", 0), ("upconv1.", "conv_up1.", 0),
        ("upconv2.", "conv_up2.", 0), ("HRconv.", "conv_hr.", 0),
    ]);

    /// <summary>What the kit knows of it.</summary>
    public static Architecture Architecture { get; } = new("RRDBNet", "arXiv 1809.00219", Year: 2018)
    {
        Recognises = keys => keys.Has("body.0.rdb1.conv1.weight"),
        Open = keys =>
        {
            if (keys.Has("conv_up1.weight") && keys.Has("conv_last.weight") && !keys.Has("conv_up2.weight"))
                throw new FormatException("it is an RRDBNet ×2 that enlarges once, as KAIR's; the kit knows those that enlarge twice: " +
                    "×4, and ×2 with folded pixels as Real-ESRGAN's. Use one of these");
            return new RrdbNet(RrdbNetSettings.From(keys));
        },
        KeyNames =
        [
            new(keys => keys.Has("RRDB_trunk.0.RDB1.conv1.weight"), _ => Names2018),
            new(keys => keys.Has("model.1.sub.0.RDB1.conv1.0.weight"),
            keys => SequentialNames(keys.Count("model.1.sub.#.RDB1.conv1.0.weight"), keys.Has("model.10.weight"))),
        ],
        Id = "rrdb",
        Recipes =
        [
            new("smoke", RrdbRecipe.Smoke), new("workshop", RrdbRecipe.Workshop), new("shipped", RrdbRecipe.Shipped),
            new("paper", RrdbRecipe.Paper),
            new("continued", RrdbRecipe.Continued, GoesOnFrom: "the weights that --budget shipped made"),
            new("continued-again", RrdbRecipe.ContinuedAgain, GoesOnFrom: "the weights that --budget continued made"),
        ],
        Colour = "#8800FF",
    };

    /// <summary>
    /// The names of ESRGAN before its first public rewrite, also in KAIR's files: model.0, model.1.sub.N.RDB1.conv1.0, model.3 …
    /// </summary>
    /// <param name="blocks">Blocks: model.1.sub.{blocks} is the convolution behind them.</param>
    /// <param name="twice">Whether it enlarges twice, as ×4 does.</param>
    public static KeyMap SequentialNames(int blocks, bool twice = true) => new("ESRGAN model.N",
    [
        ("model.0.", "conv_first.", 0), ($"model.1.sub.{blocks}.", "conv_body.", 0),
        ("model.1.sub.#.RDB#.conv#.0.", "body.#.rdb#.conv#.", 0), ("model.3.", "conv_up1.", 0),
        .. twice ? [("model.6.", "conv_up2.", 0), ("model.8.", "conv_hr.", 0), ("model.10.", "conv_last.", 0)]
        : new (string, string, int)[] { ("model.5.", "conv_hr.", 0), ("model.7.", "conv_last.", 0) },
    ]);

    private readonly Conv2d conv_first, conv_body, conv_up1, conv_up2, conv_hr, conv_last;
    private readonly Sequential body;

    /// <summary>
    /// Builds the network with PyTorch's default initialisation; the paper's is <see cref="Initialisation.ScaledHe"/> ("smaller
    /// initialisation", section 3.1).
    /// </summary>
    /// <exception cref="ArgumentException">The scale is not 1, 2 or 4.</exception>
    public RrdbNet(RrdbNetSettings settings) : base(nameof(RrdbNet))
    {
        Settings = settings;
        var width = settings.Features;
        conv_first = Conv2d(3 * settings.Fold * settings.Fold, width, 3, padding: 1);
        body = Sequential(Enumerable.Range(0, settings.Blocks)
            .Select(i => ($"{i}", (Module<Tensor, Tensor>)new ResidualInResidual(width, settings.Growth))));
        conv_body = Conv2d(width, width, 3, padding: 1);
        conv_up1 = Conv2d(width, width, 3, padding: 1);
        conv_up2 = Conv2d(width, width, 3, padding: 1);
        conv_hr = Conv2d(width, width, 3, padding: 1);
        conv_last = Conv2d(width, 3, 3, padding: 1);
        RegisterComponents();
    }

    /// <summary>Scale, depth and width.</summary>
    public RrdbNetSettings Settings { get; }

    Architecture INetwork.Architecture => Architecture;

    int? INetwork.Scale => Settings.Scale;

    int? INetwork.Reach => Settings.Reach;

    int INetwork.MultipleOf => Settings.Fold;

    /// <summary>Upscales (N, 3, H, W); the caller owns the result.</summary>
    /// <exception cref="ArgumentException">At ×2 and ×1: a side is not a multiple of 2 or 4.</exception>
    public override Tensor forward(Tensor rgb)
    {
        if (rgb.size(2) % Settings.Fold != 0 || rgb.size(3) % Settings.Fold != 0)
            throw new ArgumentException($"RRDBNet ×{Settings.Scale} needs sides that are multiples of {Settings.Fold}, not " +
                $"{rgb.size(3)}×{rgb.size(2)}. Pad the picture; {nameof(RgbUpscaler)} does it.");
        using var scope = NewDisposeScope();
        var folded = Settings.Fold == 1 ? rgb : functional.pixel_unshuffle(rgb, Settings.Fold);
        var first = conv_first.call(folded);                                    // (N, F, h, w)
        var features = first + conv_body.call(body.call(first));
        features = Rectify(conv_up1.call(Twice(features)));                     // (N, F, 2·h, 2·w)
        features = Rectify(conv_up2.call(Twice(features)));                     // (N, F, 4·h, 4·w)
        return conv_last.call(Rectify(conv_hr.call(features))).MoveToOuterDisposeScope();
    }

    private static Tensor Twice(Tensor x) => functional.interpolate(x, scale_factor: [2, 2], mode: InterpolationMode.Nearest);

    private static Tensor Rectify(Tensor x) => DenseBlock.Rectify(x);
}

/// <summary>Settings of <see cref="RrdbNet"/>.</summary>
/// <param name="Scale">1, 2 or 4.</param>
/// <param name="Blocks">Residual-in-residual dense blocks.</param>
/// <param name="Features">Channels between blocks (nf).</param>
/// <param name="Growth">Channels that each layer of a dense block adds (gc).</param>
public sealed record RrdbNetSettings(int Scale, int Blocks = 23, int Features = 64, int Growth = 32) : INetworkSettings
{
    /// <summary>The paper's ×4 network: 23 blocks, 16,697,987 parameters.</summary>
    public static RrdbNetSettings Paper { get; } = new(Scale: 4);

    /// <summary>What ships: three blocks of half the paper's width.</summary>
    public static RrdbNetSettings Compact { get; } = new(Scale: 4, Blocks: 3, Features: 32, Growth: 16);

    /// <summary>The smaller network of the PIRM 2018 challenge ("16 RB" variant): 16 blocks, 11,662,019 parameters.</summary>
    public static RrdbNetSettings Pirm { get; } = new(Scale: 4, Blocks: 16);

    string INetworkSettings.Size => $"{Blocks} blocks × {Features} channels, growth {Growth}";

    internal static RrdbNetSettings From(NetworkKeys keys)
    {
        var scale = keys.Side("conv_first.weight", 1) switch
        {
            3 => 4,
            12 => 2,
            48 => 1,
            var side => throw new FormatException($"its first convolution has {side} input channels instead of 3, 12 or 48"),
        };
        var settings = new RrdbNetSettings(
            scale, keys.Count("body.#.rdb1.conv1.weight"), keys.Side("conv_first.weight", 0), keys.Side("body.0.rdb1.conv1.weight", 0));
        keys.RequireLayers(3L * settings.Blocks, settings.Growth);
        keys.RequireLayers(5, settings.Features);
        keys.RequireWeights(27L * settings.Blocks * settings.Features * settings.Growth);
        return settings;
    }

    /// <summary>
    /// How many LR pixels around a place the result depends on: 349 for the paper's network, though hardly on the outer ones.
    /// </summary>
    // five convolutions in each of three dense blocks; one at ×2, three at ×4
    public int Reach => Fold * (int)Math.Ceiling(2 + (15 * Blocks) + 0.5 + 0.75);

    /// <summary>The side of the square of pixels that becomes channels: 1 at ×4, 2 at ×2, 4 at ×1.</summary>
    /// <exception cref="ArgumentException">Another scale.</exception>
    public int Fold => Scale is 1 or 2 or 4 ? 4 / Scale : throw new ArgumentException($"RRDBNet enlarges by 1, 2 or 4, not by {Scale}.");

    Module<Tensor, Tensor> INetworkSettings.Build(int scale) => new RrdbNet(this with { Scale = scale });
}
