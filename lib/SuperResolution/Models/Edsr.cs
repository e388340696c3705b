using System.Globalization;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>EDSR (Lim, Son, Kim, Nah, Lee: Enhanced Deep Residual Networks for Single Image Super-Resolution, arXiv 1707.02921).</summary>
/// <remarks>
/// Input: RGB in [0, 1], shape (N, 3, H, W). Output: RGB, (N, 3, H·scale, W·scale), not clamped.
/// Inside, a mean colour is subtracted, DIV2K's as a rule, and samples are in units of 1/255, as in the authors' code; files with other
/// constants say so. Keys as in BasicSR (conv_first, body.N.conv1, conv_after_body, upsample.N, conv_last).
/// </remarks>
public sealed class Edsr : Module<Tensor, Tensor>, INetwork
{
    private readonly Conv2d conv_first, conv_after_body, conv_last;
    private readonly Sequential body, upsample;

    /// <summary>What the kit knows of it.</summary>
    public static Architecture Architecture { get; } = new("EDSR", "arXiv 1707.02921", Year: 2017)
    {
        Recognises = keys => keys.Has("conv_after_body.weight") && keys.Has("body.0.conv1.weight"),
        Open = keys => new Edsr(EdsrSettings.From(keys)),
        KeyNames =
        [
            new(keys => keys.Has("head.0.weight") && keys.Has("body.0.body.0.weight") && keys.Has("tail.0.0.weight"),
                keys => FirstNames(keys.Count("body.#.body.0.weight"))),
        ],
        Colour = "#56B4E9",
    };

    /// <summary>
    /// The names of the authors' PyTorch code: head.0, body.N.body.0, tail.0.0, tail.1. Its colour shifts are settings here.
    /// </summary>
    /// <param name="blocks">Residual blocks: body.{blocks} is the convolution behind them.</param>
    public static KeyMap FirstNames(int blocks) => new("EDSR-PyTorch",
    [
        ("head.0.", "conv_first.", 0), ($"body.{blocks}.", "conv_after_body.", 0), ("body.#.body.0.", "body.#.conv1.", 0),
        ("body.#.body.2.", "body.#.conv2.", 0),
        ("tail.0.#.", "upsample.#.", 0), ("tail.1.", "conv_last.", 0),
    ], dropped: ["sub_mean.", "add_mean."]);

    /// <summary>Builds the network with PyTorch's default initialisation, as its authors did.</summary>
    /// <exception cref="ArgumentException">The scale is not 2, 3, 4 or 8.</exception>
    public Edsr(EdsrSettings settings) : base(nameof(Edsr))
    {
        Settings = settings;
        var width = settings.Features;
        conv_first = Conv2d(3, width, 3, padding: 1);
        body = Sequential(Enumerable.Range(0, settings.Blocks)
            .Select(i => ($"{i}", (Module<Tensor, Tensor>)new ResidualBlock(width, settings.ResidualScale))));
        conv_after_body = Conv2d(width, width, 3, padding: 1);
        upsample = SubPixel.Stages(settings.Scale, width);
        conv_last = Conv2d(width, 3, 3, padding: 1);
        RegisterComponents();
    }

    /// <summary>Scale, depth and width.</summary>
    public EdsrSettings Settings { get; }

    Architecture INetwork.Architecture => Architecture;

    int? INetwork.Scale => Settings.Scale;

    int? INetwork.Reach => Settings.Reach;

    IEnumerable<KeyValuePair<string, string>> INetwork.Metadata => Settings.Metadata();

    /// <summary>Upscales (N, 3, H, W); the caller owns the result.</summary>
    public override Tensor forward(Tensor rgb)
    {
        using var scope = NewDisposeScope();
        var mean = Colours.Channels([Settings.Mean.Red, Settings.Mean.Green, Settings.Mean.Blue], rgb);
        var first = conv_first.call((rgb - mean) * Settings.Range);        // (N, F, H, W)
        var features = first + conv_after_body.call(body.call(first));     // figure 3: one long skip
        var enlarged = upsample.call(features);                            // (N, F, H·scale, W·scale)
        return ((conv_last.call(enlarged) / Settings.Range) + mean).MoveToOuterDisposeScope();
    }
}

/// <summary>Settings of <see cref="Edsr"/>.</summary>
/// <param name="Scale">2, 3, 4 or 8.</param>
/// <param name="Blocks">Residual blocks B.</param>
/// <param name="Features">Channels F.</param>
/// <param name="ResidualScale">Factor on every residual (section 3.3), which makes wide networks train stably.</param>
public sealed record EdsrSettings(int Scale, int Blocks, int Features, double ResidualScale)
{
    private const string RangeSetting = "input range", MeanSetting = "mean colour";

    private static readonly (double Red, double Green, double Blue) div2k = (0.4488, 0.4371, 0.4040);

    /// <summary>White, as the first convolution sees it: 255 in the authors' code, 1 in some others'.</summary>
    public double Range { get; init; } = 255;

    /// <summary>The colour in 0…1 that is subtracted: DIV2K's mean, unless a network was trained with another.</summary>
    public (double Red, double Green, double Blue) Mean { get; init; } = div2k;

    /// <summary>How many LR pixels around a place the result depends on.</summary>
    public int Reach => SubPixel.Reach(2 + (2 * Blocks), Scale, last: 1);

    /// <summary>The paper's baseline: 16 blocks of 64 channels; 1,369,859 parameters at ×2, 1,554,499 at ×3, 1,517,571 at ×4.</summary>
    public static EdsrSettings Baseline(int scale) => new(scale, Blocks: 16, Features: 64, ResidualScale: 1);

    /// <summary>The paper's EDSR: 32 blocks of 256 channels; 40,729,603 parameters at ×2, 43,680,003 at ×3, 43,089,923 at ×4.</summary>
    public static EdsrSettings Full(int scale) => new(scale, Blocks: 32, Features: 256, ResidualScale: 0.1);

    /// <summary>
    /// As a file has them. The authors' code writes its colour shifts into the file; BasicSR has those of the defaults and writes none.
    /// </summary>
    internal static EdsrSettings From(NetworkKeys keys)
    {
        var (width, blocks) = (keys.Side("conv_first.weight", 0), keys.Count("body.#.conv1.weight"));
        keys.RequireLayers((2L * blocks) + 1, width);
        var scale = keys.Side("upsample.0.weight", 0) == 9 * width ? 3 : 1 << keys.Count("upsample.#.weight");
        var settings = new EdsrSettings(scale, blocks, width, ResidualScaleOf(keys, width));
        if (keys.Constant("sub_mean.bias") is { } minus) return settings.With(minus, keys);
        if (keys.Number(RangeSetting) is { } range) settings = settings with { Range = range };
        else if (keys.Naming is not null)
            throw new FormatException("it has no sub_mean and add_mean, so that its input range and mean colour cannot be known");
        return keys.Setting(MeanSetting)?.Split(' ') is not { } mean ? settings
            : mean.Length == 3 && mean.All(part => double.TryParse(part, CultureInfo.InvariantCulture, out _))
                ? settings with { Mean = Colour([.. mean.Select(part => double.Parse(part, CultureInfo.InvariantCulture))]) }
            : throw new FormatException($"its {MeanSetting} is '{keys.Setting(MeanSetting)}' instead of three numbers");
    }

    internal IEnumerable<KeyValuePair<string, string>> Metadata()
    {
        yield return new(NetworkKeys.ScaleSetting, Text(Scale));
        yield return new(NetworkKeys.ResidualScaleSetting, Text(ResidualScale));
        yield return new(RangeSetting, Text(Range));
        yield return new(MeanSetting, $"{Text(Mean.Red)} {Text(Mean.Green)} {Text(Mean.Blue)}");
    }

    // Of 64 and 256 channels there are published ones. The authors' code has 1 unless it is told otherwise; of others nothing is known.
    private static double ResidualScaleOf(NetworkKeys keys, int width) =>
        keys.Number(NetworkKeys.ResidualScaleSetting) ?? (width, keys.Naming) switch
        {
            (64, _) => 1,
            (256, _) => 0.1,
            (_, not null) => 1,
            _ => throw new FormatException(
                $"an EDSR of {width} channels is none of the published ones (64 and 256), and the file does not say its residual scale: " +
                "give it (--residual-scale)"),
        };

    /// <summary>The same with the colour shifts of a file: x·range − range·mean before the network, + range·mean behind it.</summary>
    private EdsrSettings With(double[] minus, NetworkKeys keys)
    {
        var plus = keys.Constant("add_mean.bias");
        foreach (var mixing in new[] { keys.Constant("sub_mean.weight"), keys.Constant("add_mean.weight") })
            if (mixing is null || !mixing.SequenceEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]))
                throw new FormatException("its colour shifts (sub_mean, add_mean) do more than shift, which the kit's EDSR does not");
        if (minus.Length != 3 || plus is not { Length: 3 }
            || minus.Zip(plus, (a, b) => Math.Abs(a + b) > 1e-3 * Math.Abs(b)).Any(differs => differs))
            throw new FormatException("what it adds (add_mean) is not what it subtracts (sub_mean), as the kit's EDSR does");
        if (plus.All(value => value == 0) && keys.Number(RangeSetting) is null)
            throw new FormatException("it subtracts no mean colour, so that its input range (1 or 255) cannot be known");
        // A multiple of DIV2K's mean tells the range. Of another mean only the size does: of 255 levels it would be darker than the first.
        var ratios = (double[])[plus[0] / div2k.Red, plus[1] / div2k.Green, plus[2] / div2k.Blue];
        if (ratios.Min() > 0 && ratios.Max() / ratios.Min() < 1.002)
            return this with { Range = Math.Round(ratios.Average(), 3), Mean = div2k };
        var range = keys.Number(RangeSetting) ?? (plus.Max() <= 1 ? 1 : 255);
        return this with { Range = range, Mean = Colour([.. plus.Select(value => value / range)]) };
    }

    private static (double, double, double) Colour(double[] mean) =>
        mean.All(value => value is >= 0 and <= 1) ? (mean[0], mean[1], mean[2])
        : throw new FormatException($"its mean colour ({string.Join(", ", mean.Select(Text))}) is none between black and white");

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
