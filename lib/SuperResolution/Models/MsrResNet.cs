using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>
/// Modified SRResNet: the SRGAN paper's generator (arXiv 1609.04802) without batch normalisation, as ESRGAN's authors compare with
/// (BasicSR's MSRResNet).
/// </summary>
/// <remarks>
/// Input: RGB in [0, 1], shape (N, 3, H, W). Output: RGB, (N, 3, H·scale, W·scale), not clamped: the network's details plus the
/// bilinearly enlarged input. Keys as in BasicSR. Differs from the paper: no normalisation, 3×3 ends, leaky ReLU of slope 0.1, the
/// interpolated skip.
/// </remarks>
public sealed class MsrResNet : Module<Tensor, Tensor>, INetwork
{
    private const double slope = 0.1;

    /// <summary>
    /// MMEditing's names, for its SRResNet and its SRGAN (generator.trunk_net.N.conv1, generator.upsample1.upsample_conv); what only
    /// training needs is left out.
    /// </summary>
    public static KeyMap MmEditing { get; } = new("MMEditing",
    [
        ("generator.trunk_net.#.", "body.#.", 0), ("generator.upsample#.upsample_conv.", "upconv#.", 0), ("generator.", "", 0),
    ], dropped: ["discriminator.", "perceptual_loss.", "step_counter"]);

    /// <summary>What the kit knows of it.</summary>
    public static Architecture Architecture { get; } = new("MSRResNet", "arXiv 1809.00219", Year: 2018)
    {
        Recognises = keys => keys.Has("upconv1.weight") && keys.Has("body.0.conv1.weight"),
        Open = keys =>
        {
            var width = keys.Side("conv_first.weight", 0);
            var scale = keys.Has("upconv2.weight") ? 4 : keys.Side("upconv1.weight", 0) == 9 * width ? 3 : 2;
            var settings = new MsrResNetSettings(scale, keys.Count("body.#.conv1.weight"), width);
            keys.RequireLayers((2L * settings.Blocks) + 1, width);
            return new MsrResNet(settings);
        },
        KeyNames = [new(keys => keys.Has("generator.trunk_net.0.conv1.weight"), _ => MmEditing)],
        Recipes =
        [
            new("smoke", MsrResNetRecipe.Smoke), new("workshop", MsrResNetRecipe.Workshop), new("shipped", MsrResNetRecipe.Shipped),
            new("paper", MsrResNetRecipe.Paper),
        ],
        Colour = "#88BB66",
    };

    private readonly Conv2d conv_first, upconv1, conv_hr, conv_last;
    private readonly Conv2d? upconv2;
    private readonly Sequential body;
    private readonly int[] factors;

    /// <summary>Builds the network with PyTorch's default initialisation; BasicSR uses <see cref="Initialisation.ScaledHe"/>.</summary>
    /// <exception cref="ArgumentException">The scale is not 2, 3 or 4.</exception>
    public MsrResNet(MsrResNetSettings settings) : base(nameof(MsrResNet))
    {
        if (settings.Scale is < 2 or > 4) throw new ArgumentException($"MSRResNet enlarges by 2, 3 or 4, not by {settings.Scale}.");
        Settings = settings;
        var width = settings.Features;
        factors = SubPixel.Factors(settings.Scale);
        conv_first = Conv2d(3, width, 3, padding: 1);
        body = Sequential(Enumerable.Range(0, settings.Blocks)
            .Select(i => ($"{i}", (Module<Tensor, Tensor>)new ResidualBlock(width, residualScale: 1))));
        upconv1 = Conv2d(width, width * factors[0] * factors[0], 3, padding: 1);
        if (factors.Length > 1) upconv2 = Conv2d(width, width * factors[1] * factors[1], 3, padding: 1);
        conv_hr = Conv2d(width, width, 3, padding: 1);
        conv_last = Conv2d(width, 3, 3, padding: 1);
        RegisterComponents();
    }

    /// <summary>Scale, depth and width.</summary>
    public MsrResNetSettings Settings { get; }

    Architecture INetwork.Architecture => Architecture;

    int? INetwork.Scale => Settings.Scale;

    int? INetwork.Reach => Settings.Reach;

    /// <summary>Upscales (N, 3, H, W); the caller owns the result.</summary>
    public override Tensor forward(Tensor rgb)
    {
        using var scope = NewDisposeScope();
        var features = body.call(Rectify(conv_first.call(rgb)));                                         // (N, F, H, W)
        features = Rectify(functional.pixel_shuffle(upconv1.call(features), factors[0]));
        if (upconv2 is not null) features = Rectify(functional.pixel_shuffle(upconv2.call(features), factors[1]));
        var details = conv_last.call(Rectify(conv_hr.call(features)));                                   // (N, 3, H·scale, W·scale)
        var enlarged = functional.interpolate(
            rgb, scale_factor: [Settings.Scale, Settings.Scale], mode: InterpolationMode.Bilinear, align_corners: false);
        return (details + enlarged).MoveToOuterDisposeScope();
    }

    private static Tensor Rectify(Tensor x) => x.leaky_relu(slope);
}

/// <summary>Settings of <see cref="MsrResNet"/>.</summary>
/// <param name="Scale">2, 3 or 4.</param>
/// <param name="Blocks">Residual blocks.</param>
/// <param name="Features">Channels.</param>
public sealed record MsrResNetSettings(int Scale, int Blocks = 16, int Features = 64) : INetworkSettings
{
    /// <summary>How many LR pixels around a place the result depends on.</summary>
    public int Reach => SubPixel.Reach(1 + (2 * Blocks), Scale, last: 2);

    /// <summary>BasicSR's ×4 network: 16 blocks of 64 channels, 1,517,571 parameters.</summary>
    public static MsrResNetSettings Paper { get; } = new(Scale: 4);

    string INetworkSettings.Size => $"{Blocks} blocks × {Features} channels";

    Module<Tensor, Tensor> INetworkSettings.Build(int scale) => new MsrResNet(this with { Scale = scale });
}
