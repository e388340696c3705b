using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>SRVGGNetCompact, the small network of Real-ESRGAN (arXiv 2107.10833; architecture: its public code, release 0.2.5): plain convolutions at low resolution, then one pixel shuffle.</summary>
/// <remarks>
/// Input: RGB in [0, 1], shape (N, 3, H, W). Output: RGB, (N, 3, H·scale, W·scale), not clamped: the network's details plus the
/// nearest-neighbour enlargement. Keys body.N as in the public code.
/// </remarks>
public sealed class SrVggNetCompact : Module<Tensor, Tensor>
{
    private readonly Sequential body;

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
