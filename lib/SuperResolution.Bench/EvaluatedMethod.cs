using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Models;
using SuperResolution.Weights;

namespace SuperResolution.Metrics;

/// <summary>
/// What takes part in a comparison: interpolation, weights, a network or upscaler of one's own, or pictures that any program made.
/// </summary>
/// <remarks>
/// What the numbers of weights in files depend on is known before they are opened, so that known numbers cost no network.
/// </remarks>
public sealed record EvaluatedMethod
{
    private readonly Func<Upscaler> open;
    private readonly Func<Dictionary<object, int>, ContentText> content;

    private EvaluatedMethod(string name, int scale, Func<Upscaler> open, Func<Dictionary<object, int>, ContentText> content) =>
        (Name, Scale, this.open, this.content) = (name, scale, open, content);

    /// <summary>What tables call it; names of weights begin with <see cref="Network"/>.</summary>
    public string Name { get; init; }

    /// <summary>What it enlarges by.</summary>
    public int Scale { get; }

    /// <summary>The method as papers name it: "Bicubic", "SRCNN", "SRGAN" …</summary>
    public string Network { get; private init; } = "";

    /// <summary>Whose work it is.</summary>
    public MethodOrigin Origin { get; private init; }

    /// <summary>How it was trained, as a part of a sentence; empty for formulas, null where nothing is known of it.</summary>
    public string? Training { get; init; } = "";

    /// <summary>The features that an adversarial training compared; null where there were none, or it is not known.</summary>
    public VggLayer? Features { get; private init; }

    /// <summary>Where its answers lie; null: it computes them.</summary>
    internal ResultPictures? Pictures { get; private init; }

    /// <summary>Any upscaler, with a network of one's own too.</summary>
    /// <remarks>
    /// Its results are kept by what it computes with: interpolation by its name, anything else by the values of its weights, its settings
    /// and its code (see <see cref="CachedEvaluation"/>). It is asked from several threads at a time.
    /// </remarks>
    /// <param name="upscaler">What upscales.</param>
    public static EvaluatedMethod Of(Upscaler upscaler) => upscaler is Interpolation
        ? new(upscaler.Name, upscaler.Scale, () => upscaler, _ => new("formula " + upscaler.Name))
        {
            Network = upscaler.Name,
            Origin = MethodOrigin.Formula
        }
        : new(upscaler.Name, upscaler.Scale, () => upscaler, opaque => ContentText.Of("upscaler", upscaler, opaque))
        {
            Network = upscaler.Name,
            Origin = MethodOrigin.Here,
            Training = null
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

    /// <summary>Pictures that any program upscaled, one for each image of the sets that it is measured on.</summary>
    /// <param name="folder">
    /// With <c>baby.png</c>, or a name that goes on after the image's (<c>baby_x4.png</c>), in the folder itself or in one of the set's
    /// name. They have the size of HR, cut to a multiple of the scale.
    /// </param>
    /// <param name="scale">What they were enlarged by.</param>
    /// <param name="name">What tables call it; null: the folder's name.</param>
    /// <exception cref="DataSetException">There is no such folder.</exception>
    public static EvaluatedMethod FromPictures(string folder, int scale, string? name = null)
    {
        name ??= new DirectoryInfo(folder).Name;
        return new(name, scale, () => throw new InvalidOperationException($"{name} is a folder of pictures and upscales nothing."),
            _ => default)
        {
            Network = name,
            Origin = MethodOrigin.Others,
            Training = null,
            Pictures = new ResultPictures(folder)
        };
    }

    /// <summary>Opens it on the kit's device.</summary>
    /// <exception cref="WeightsFormatException">The weights are damaged.</exception>
    /// <exception cref="ArgumentException">The network enlarges by another scale.</exception>
    /// <exception cref="InvalidOperationException">It is a folder of pictures.</exception>
    public Upscaler Open()
    {
        var upscaler = open();
        return upscaler.Scale == Scale ? upscaler
            : throw new ArgumentException($"{Name} is listed for ×{Scale}, but enlarges by {upscaler.Scale}.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ×{Scale}";

    /// <summary>What decides its results beside the scale, as it is now: weights are trained, files replaced.</summary>
    /// <exception cref="FileNotFoundException">The weights are gone.</exception>
    internal ContentText Content(Dictionary<object, int> opaque) => content(opaque);

    private static EvaluatedMethod OfWeights(
        string name, string path, int scale, string network, MethodOrigin origin, string training, VggLayer? features) =>
        new(name, scale, () => NetworkFile.Open(path, scale, name: name), _ => new("weights " + FileHash.Sha256OfFile(path)))
        {
            Network = network,
            Origin = origin,
            Training = training,
            Features = features
        };
}
