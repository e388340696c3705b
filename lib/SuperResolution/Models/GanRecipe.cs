using System.Text.Json.Serialization;
using SuperResolution.Platform;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>
/// The settings of an adversarial training: a generator that starts from PSNR-oriented weights, a discriminator, and the generator's loss
/// L_content + η·L_1 + λ·L_adversarial (SRGAN, arXiv 1609.04802, eq. 3; ESRGAN, arXiv 1809.00219, eq. 3).
/// </summary>
public sealed record GanRecipe : TrainingRecipe
{
    /// <summary>λ, the weight of the adversarial loss.</summary>
    [JsonPropertyName("AdversarialWeight")]
    public required double Lambda { get; init; }

    /// <summary>η, the weight of the pixel loss L_1.</summary>
    [JsonPropertyName("PixelWeight")]
    public double Eta { get; init; }

    /// <summary>The adversarial loss, of both networks.</summary>
    [JsonPropertyName("Game")]
    public required GanObjective Adversarial { get; init; }

    /// <summary>The discriminator's width.</summary>
    [JsonIgnore]
    public required IDiscriminatorSettings Discriminator { get; init; }

    /// <summary>
    /// Shipped weights from which the generator starts, by name; null: from PSNR-oriented weights that the caller loads, as in both
    /// papers; random ones lose to the discriminator at once.
    /// </summary>
    public string? StartFrom { get; init; }

    [JsonInclude, JsonPropertyName("DiscriminatorFeatures")]
    internal int DiscriminatorInJson => Discriminator.Features;

    /// <summary>The discriminator as it is before the first step, on the kit's device; the caller owns it.</summary>
    public Module<Tensor, Tensor> NewDiscriminator()
    {
        using var generator = new Generator((ulong)Seed + 1);
        var network = Discriminator.Build(Scale * Patch);
        Initialisation.PyTorch.Apply(network, generator);
        return network.to(Compute.Device).UseFastLayers();
    }

    private protected override IEnumerable<(string Setting, string Value)> LossSettings()
    {
        var paper = Paper as GanRecipe ?? this;
        yield return ("starts from", StartFrom ?? "PSNR-oriented weights");
        yield return ("content", Features?.ToString() ?? Loss.Name);
        yield return ("feature scale", FeatureScale is { } scale ? FormattableString.Invariant($"{scale:0.####}") : "none");
        yield return ("adversarial weight λ", FormattableString.Invariant($"{Lambda:0.#e-0}"));
        yield return ("game", $"{Adversarial}, k = 1");
        yield return paper.Eta > 0 ? ("pixel weight η", FormattableString.Invariant($"{Eta:0.#e-0}"))
            : ("pixel weight", FormattableString.Invariant($"{Eta:0.##}")); // the paper has none and no letter for it
        yield return ("discriminator", $"from {Discriminator.Features} channels");
    }
}

/// <summary>The settings of a discriminator, a record.</summary>
public interface IDiscriminatorSettings
{
    /// <summary>Channels of its first layer.</summary>
    int Features { get; }

    /// <summary>The network, from RGB patches to logits, with PyTorch's default initialisation; the caller owns it.</summary>
    /// <param name="side">Of the HR patches in pixels.</param>
    Module<Tensor, Tensor> Build(int side);
}
