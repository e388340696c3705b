using SuperResolution.Platform;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>
/// The settings of an adversarial training: a generator that starts from PSNR-oriented weights, a discriminator, a loss on features of
/// VGG19.
/// </summary>
public abstract record GanRecipe : TrainingRecipe
{
    /// <summary>
    /// Shipped weights from which the generator starts, by name; null: from PSNR-oriented weights that the caller loads, as in both
    /// papers; random ones lose to the discriminator at once.
    /// </summary>
    public string? StartFrom { get; init; }

    /// <summary>φ_i,j whose difference is the content loss.</summary>
    public required VggLayer Features { get; init; }

    /// <summary>
    /// Factor on the features before they are compared. For layers up to φ3,4 it is meant for Oxford's VGG19; where another training of
    /// it, or none, has to do, the loss takes the factor that makes features differ by as much.
    /// </summary>
    public required double FeatureScale { get; init; }

    /// <summary>λ, the weight of the adversarial term.</summary>
    public required double AdversarialWeight { get; init; }

    /// <summary>The game: which losses the two networks have.</summary>
    protected internal abstract GanGame Played { get; }

    /// <summary>The discriminator as it is before the first step, on the kit's device; the caller owns it.</summary>
    public Module<Tensor, Tensor> NewDiscriminator()
    {
        using var generator = new Generator((ulong)Seed + 1);
        var network = BuildDiscriminator();
        Initialization.PyTorch(network, generator);
        return network.to(Compute.Device).UseChannelsLast();
    }

    /// <inheritdoc/>
    public override IEnumerable<(string Setting, string Value)> Settings() => base.Settings().Concat(
    [
        ("starts from", StartFrom ?? "PSNR-oriented weights"),
        ("content", Features.ToString()),
        ("feature scale", FormattableString.Invariant($"{FeatureScale:0.####}")),
        ("adversarial weight λ", FormattableString.Invariant($"{AdversarialWeight:0.#e-0}")),
        ("game", $"{Played}, k = 1"),
    ]);

    /// <summary>An empty discriminator for HR patches of Scale · Patch pixels.</summary>
    protected abstract Module<Tensor, Tensor> BuildDiscriminator();
}
