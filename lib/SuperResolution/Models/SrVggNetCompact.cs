using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>
/// SRVGGNetCompact, the small network of Real-ESRGAN (arXiv 2107.10833; architecture: its public code, release 0.2.5): plain convolutions
/// at low resolution, then one pixel shuffle.
/// </summary>
/// <remarks>
/// Input: RGB in [0, 1], shape (N, 3, H, W). Output: RGB, (N, 3, H·scale, W·scale), not clamped: the network's details plus the
/// nearest-neighbour enlargement. Keys body.N as in the public code.
/// </remarks>
public sealed class SrVggNetCompact : Module<Tensor, Tensor>, INetwork
{
    private readonly Sequential body;

    /// <summary>What the kit knows of it.</summary>
    public static Architecture Architecture { get; } = new("SRVGGNetCompact", "arXiv 2107.10833", Year: 2022)
    {
        Recognises = keys => keys.Has("body.0.weight", -1, 3, 3, 3) && keys.Has("body.1.weight", -1),
        Open = keys =>
        {
            var convolutions = keys.Count("body.#.bias") - 2; // activations have slopes only
            var scale = (int)Math.Sqrt(keys.Side($"body.{(2 * convolutions) + 2}.weight", 0) / 3);
            var settings = new SrVggNetCompactSettings(scale, convolutions, keys.Side("body.0.weight", 0));
            keys.RequireLayers(convolutions, settings.Features);
            return new SrVggNetCompact(settings);
        },
    };

    /// <summary>Builds the network with PyTorch's default initialisation.</summary>
    public SrVggNetCompact(SrVggNetCompactSettings settings) : base(nameof(SrVggNetCompact))
    {
        Settings = settings;
        var width = settings.Features;
        var layers = new List<Module<Tensor, Tensor>> { Conv2d(3, width, 3, padding: 1), PReLU(width) };
        for (var i = 0; i < settings.Convolutions; i++) layers.AddRange([Conv2d(width, width, 3, padding: 1), PReLU(width)]);
        layers.Add(Conv2d(width, 3 * settings.Scale * settings.Scale, 3, padding: 1));
        body = Sequential(layers.Select((layer, i) => ($"{i}", layer)));
        RegisterComponents();
    }

    /// <summary>Scale, depth and width.</summary>
    public SrVggNetCompactSettings Settings { get; }

    Architecture INetwork.Architecture => Architecture;

    int? INetwork.Scale => Settings.Scale;

    int? INetwork.Reach => Settings.Reach;

    /// <summary>Upscales (N, 3, H, W); the caller owns the result.</summary>
    public override Tensor forward(Tensor rgb)
    {
        using var scope = NewDisposeScope();
        var details = functional.pixel_shuffle(body.call(rgb), Settings.Scale);
        var enlarged = functional.interpolate(rgb, scale_factor: [Settings.Scale, Settings.Scale], mode: InterpolationMode.Nearest);
        return (details + enlarged).MoveToOuterDisposeScope();
    }
}

/// <summary>Settings of <see cref="SrVggNetCompact"/>.</summary>
/// <param name="Scale">From 1.</param>
/// <param name="Convolutions">Convolutions between the first and the last.</param>
/// <param name="Features">Channels.</param>
public sealed record SrVggNetCompactSettings(int Scale, int Convolutions, int Features = 64)
{
    /// <summary>How many LR pixels around a place the result depends on.</summary>
    public int Reach => Convolutions + 2;

    /// <summary>realesr-general-x4v3: 32 convolutions, 1,213,296 parameters.</summary>
    public static SrVggNetCompactSettings General { get; } = new(Scale: 4, Convolutions: 32);

    /// <summary>realesr-animevideov3: 16 convolutions, 621,424 parameters.</summary>
    public static SrVggNetCompactSettings AnimeVideo { get; } = new(Scale: 4, Convolutions: 16);
}
