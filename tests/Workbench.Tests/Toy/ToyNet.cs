using SuperResolution.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Workbench.Tests.Toy;

/// <summary>A paper in one file: a network, how its files are recognised and read, and its training. Nothing else knows of it.</summary>
public sealed class ToyNet : Module<Tensor, Tensor>, INetwork
{
    /// <summary>The names of its first code.</summary>
    public static KeyMap FirstNames { get; } = new("ToyNet's first code", [("head.", "toy_entry.", 0), ("tail.", "toy_exit.", 0)]);

    public static Architecture Architecture { get; } = new("ToyNet", "arXiv 2606.00001", Year: 2026)
    {
        Recognises = keys => keys.Has("toy_entry.weight") && keys.Has("toy_exit.weight"),
        Open = keys => new ToyNet((int)Math.Sqrt(keys.Side("toy_exit.weight", 0) / 3), keys.Side("toy_entry.weight", 0)),
        KeyNames = [new(keys => keys.Has("head.weight", -1, 3, 3, 3) && keys.Has("tail.weight", -1, -1, 3, 3), _ => FirstNames)],
        Input = NetworkInput.Rgb(smallest: 3),
        Recipes = [new("smoke", ToyRecipe.Smoke)],
        Colour = "#117733",
    };

    private readonly Conv2d toy_entry, toy_exit;
    private readonly int scale;

    public ToyNet(int scale, int features) : base(nameof(ToyNet))
    {
        this.scale = scale;
        toy_entry = Conv2d(3, features, 3, padding: 1);
        toy_exit = Conv2d(features, 3 * scale * scale, 3, padding: 1);
        RegisterComponents();
    }

    Architecture INetwork.Architecture => Architecture;

    int? INetwork.Scale => scale;

    int? INetwork.Reach => 2;

    public override Tensor forward(Tensor rgb)
    {
        using var scope = NewDisposeScope();
        var enlarged = functional.interpolate(rgb, scale_factor: [scale, scale], mode: InterpolationMode.Nearest);
        return (enlarged + functional.pixel_shuffle(toy_exit.call(toy_entry.call(rgb).relu()), scale)).MoveToOuterDisposeScope();
    }
}

/// <summary>Its training, on a loss of its own.</summary>
public static class ToyRecipe
{
    public static TrainingRecipe Smoke { get; } = new()
    {
        Network = "ToyNet",
        Shape = new ToySettings(Features: 8),
        Loss = new ToyLoss(),
        Scale = 2,
        Steps = 3,
        Batch = 2,
        Patch = 8,
        Rate = new RateSchedule.Constant(1e-3),
    };
}

public sealed record ToySettings(int Features) : INetworkSettings
{
    public string Size => $"{Features} channels";

    public Module<Tensor, Tensor> Build(int scale) => new ToyNet(scale, Features);
}

/// <summary>Mean |d|³: no loss of the kit.</summary>
public sealed class ToyLoss : Losses.Loss
{
    public override string Name => "cubed L1";

    public override Tensor call(Tensor output, Tensor target)
    {
        using var scope = NewDisposeScope();
        return (output - target).abs().pow(3).mean().MoveToOuterDisposeScope();
    }
}
