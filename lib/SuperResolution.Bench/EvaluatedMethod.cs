using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Models;
using SuperResolution.Weights;

namespace SuperResolution.Metrics;

/// <summary>
/// An upscaler that takes part in a comparison: what its numbers depend on is known before it is opened, so that known numbers cost no
/// network.
/// </summary>
public sealed class EvaluatedMethod
{
    private readonly Func<Upscaler> open;
    private readonly Lazy<string> content;

    private EvaluatedMethod(string name, int scale, Func<Upscaler> open, Func<string> content) =>
        (Name, Scale, this.open, this.content) = (name, scale, open, new Lazy<string>(content));

    /// <summary>What tables call it; it begins with <see cref="Network"/>.</summary>
    public string Name { get; }

    /// <summary>What it enlarges by.</summary>
    public int Scale { get; }

    /// <summary>What decides its results beside the scale: the name of a formula, or the SHA-256 of a weights file.</summary>
    /// <exception cref="FileNotFoundException">The weights are gone.</exception>
    public string Content => content.Value;

    /// <summary>The method as papers name it: "Bicubic", "SRCNN", "SRGAN" …</summary>
    public string Network { get; private init; } = "";

    /// <summary>Whose work it is.</summary>
    public MethodOrigin Origin { get; private init; }

    /// <summary>How it was trained, as a part of a sentence; empty for formulas.</summary>
    public string Training { get; private init; } = "";

    /// <summary>The features that an adversarial training compared; null where there were none, or it is not known.</summary>
    public VggLayer? Features { get; private init; }

    /// <summary>Interpolation.</summary>
    public static EvaluatedMethod Of(Interpolation interpolation) =>
        new(interpolation.Name, interpolation.Scale, () => interpolation, () => "formula " + interpolation.Name)
        {
            Network = interpolation.Name,
            Origin = MethodOrigin.Formula
        };

    /// <summary>Any upscaler.</summary>
    /// <param name="upscaler">What upscales.</param>
    /// <param name="content">
    /// All that its results depend on beside the scale, e.g. the SHA-256 of its weights and its settings: equal texts share results for
    /// good.
    /// </param>
    public static EvaluatedMethod Of(Upscaler upscaler, string content) =>
        new(upscaler.Name, upscaler.Scale, () => upscaler, () => "other " + content)
        {
            Network = upscaler.Name,
            Origin = MethodOrigin.Here
        };

    /// <summary>Weights that were trained with this kit; what they are is read from the file's metadata.</summary>
    /// <param name="path">A safetensors file as the kit's trainings write it.</param>
    /// <param name="scale">What it enlarges by.</param>
    /// <exception cref="WeightsFormatException">The file is damaged.</exception>
    public static EvaluatedMethod Here(string path, int scale)
    {
        var training = TrainingFacts.Read(path);
        return OfWeights($"{training.Network} ({Path.GetFileNameWithoutExtension(path)})", path, scale, training.Network,
            MethodOrigin.Here, training.Sentence, training.Features);
    }

    /// <summary>Weights that others trained.</summary>
    /// <param name="path">Safetensors or .pth.</param>
    /// <param name="scale">What it enlarges by.</param>
    /// <param name="network">The method as papers name it.</param>
    /// <param name="whose">E.g. "authors'".</param>
    /// <param name="training">How it was trained.</param>
    public static EvaluatedMethod Found(string path, int scale, string network, string whose, string training) =>
        OfWeights($"{network} ({whose})", path, scale, network, MethodOrigin.Others, training, null);

    /// <summary>Opens it on the kit's device.</summary>
    /// <exception cref="WeightsFormatException">The weights are damaged.</exception>
    /// <exception cref="ArgumentException">The network enlarges by another scale.</exception>
    public Upscaler Open()
    {
        var upscaler = open();
        return upscaler.Scale == Scale ? upscaler
            : throw new ArgumentException($"{Name} is listed for ×{Scale}, but enlarges by {upscaler.Scale}.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ×{Scale}";

    private static EvaluatedMethod OfWeights(
        string name, string path, int scale, string network, MethodOrigin origin, string training, VggLayer? features) =>
        new(name, scale, () => NetworkFile.Open(path, scale, name: name), () => "weights " + FileHash.Sha256OfFile(path))
        {
            Network = network,
            Origin = origin,
            Training = training,
            Features = features
        };
}
