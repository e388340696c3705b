using SuperResolution.Imaging;
using SuperResolution.Models;
using SuperResolution.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace SuperResolution.Metrics;

/// <summary>
/// LPIPS v0.1 (Zhang, Isola, Efros, Shechtman, Wang: The Unreasonable Effectiveness of Deep Features as a Perceptual Metric, arXiv
/// 1801.03924, eq. 1): distance of the features of a classification network; 0 for equal pictures, lower is better.
/// </summary>
/// <remarks>
/// RGB in [−1, 1], shifted by (−0.030, −0.088, −0.188) and scaled by (0.458, 0.448, 0.450), which is ImageNet's normalisation;
/// channels of every pixel of a feature map scaled to length 1 (plus 1e-10); squared differences weighted by the 1×1 head;
/// mean over the pixels; sum over five maps. Gray pictures count as three equal colours. Tables mean AlexNet unless they say otherwise.
/// </remarks>
public sealed class Lpips : IDisposable
{
    private const int Maps = 5;
    private const string AlexNet = "alexnet-owt-7be5be79.pth", AlexHeads = "lpips_v0.1_alex.pth", VggHeads = "lpips_v0.1_vgg.pth";

    private static readonly VggLayer[] vggLayers = [new(1, 2), new(2, 2), new(3, 3), new(4, 3), new(5, 3)];

    private readonly Func<Tensor, IReadOnlyList<Tensor>> features;
    private readonly Tensor[] heads;
    private readonly nn.Module? network;

    /// <summary>With a feature extractor of the caller's, for example VGG16 (relu1_2, relu2_2, relu3_3, relu4_3, relu5_3).</summary>
    /// <param name="name">The network, as it appears in the metric's name: "vgg".</param>
    /// <param name="features">
    /// Takes RGB (N, 3, H, W) that is normalised with ImageNet's mean and deviation, returns five maps (N, C, h, w) of its own.
    /// </param>
    /// <param name="heads">The tensors "lin0.model.1.weight" … "lin4.model.1.weight" of shape (1, C, 1, 1); they are copied.</param>
    /// <exception cref="WeightsFormatException">Tensors are missing, unexpected or of another shape.</exception>
    public Lpips(string name, Func<Tensor, IReadOnlyList<Tensor>> features, IReadOnlyDictionary<string, Tensor> heads)
        : this(name, features, heads, null)
    {
    }

    private Lpips(string name, Func<Tensor, IReadOnlyList<Tensor>> features, IReadOnlyDictionary<string, Tensor> heads, nn.Module? network)
    {
        var keys = Enumerable.Range(0, Maps).Select(map => $"lin{map}.model.1.weight").ToList();
        var wrong = keys.Where(key => !heads.TryGetValue(key, out var head) || head.dim() != 4 || head.numel() != head.size(1))
            .Concat(heads.Keys.Except(keys)).ToList();
        if (wrong.Count > 0)
            throw new WeightsFormatException(
                $"LPIPS heads ({name})", "there must be lin0.model.1.weight … lin4.model.1.weight of shape (1, C, 1, 1) and nothing " +
                $"else; missing, unexpected or of another shape: {string.Join(", ", wrong)}");
        ModuleWeights.RequireFinite(heads, $"LPIPS heads ({name})");
        (this.features, this.network) = (features, network);
        this.heads = [.. keys.Select(key => heads[key].detach().to(float32).clone().DetachFromDisposeScope())];
        Metric = Metric.FullReference($"LPIPS ({name})", Better.Lower, (double.PositiveInfinity, 0), MetricCost.High, Of);
    }

    /// <summary>This metric as a value; it works until the object is disposed.</summary>
    public Metric Metric { get; }

    /// <summary>With AlexNet.</summary>
    /// <param name="backbone">torchvision's keys <c>features.*</c>; those of the classifier are ignored. Copied.</param>
    /// <param name="heads">As for the constructor.</param>
    /// <exception cref="WeightsFormatException">Tensors are missing, unexpected or of another shape.</exception>
    public static Lpips Alex(IReadOnlyDictionary<string, Tensor> backbone, IReadOnlyDictionary<string, Tensor> heads)
    {
        var network = new AlexNetFeatures();
        try
        {
            ModuleWeights.Copy(network, backbone.Where(pair => pair.Key.StartsWith("features.", StringComparison.Ordinal)).ToDictionary(),
                AlexNet);
            var lpips = new Lpips("alex", network.call, heads, network);
            if (lpips.heads.Select(head => (int)head.size(1)).SequenceEqual(AlexNetFeatures.Channels)) return lpips;
            lpips.Dispose();
            throw new WeightsFormatException(
                AlexHeads, $"the heads of LPIPS (alex) have {string.Join(", ", AlexNetFeatures.Channels)} channels; these are of " +
                    "another network");
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>With AlexNet from the user's files.</summary>
    /// <exception cref="FileNotFoundException">
    /// A file is missing; the message says what to get, from where, and where to put it.
    /// </exception>
    /// <exception cref="WeightsFormatException">A file is damaged or of another network.</exception>
    public static Lpips Alex()
    {
        using var heads = WeightsFile.Open(ExternalWeights.Require(AlexHeads));
        using var backbone = WeightsFile.Open(ExternalWeights.Require(AlexNet));
        return Alex(backbone.Tensors, heads.Tensors);
    }

    /// <summary>With VGG16 from the user's files.</summary>
    /// <exception cref="FileNotFoundException">
    /// A file is missing; the message says what to get, from where, and where to put it.
    /// </exception>
    /// <exception cref="WeightsFormatException">A file is damaged or of another network.</exception>
    public static Lpips Vgg()
    {
        using var heads = WeightsFile.Open(ExternalWeights.Require(VggHeads));
        var network = VggWeights.Open16(VggPreprocessing.Done, vggLayers);
        return new Lpips("vgg", network.Extract, heads.Tensors, network);
    }

    /// <summary>The distance of two pictures, at least 0.</summary>
    /// <exception cref="ArgumentException">The sizes differ, or the pictures are too small for the network.</exception>
    public double Of(Picture a, Picture b)
    {
        SameSize.Require(a, b);
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var device = heads[0].device;
        return Distance(a.ToRgb().ToTensor().to(device), b.ToRgb().ToTensor().to(device)).item<float>();
    }

    /// <summary>The distances of images, differentiable: a loss is their mean.</summary>
    /// <param name="a">RGB in [0, 1], (N, 3, H, W).</param>
    /// <param name="b">The same shape.</param>
    /// <returns>(N); the caller owns it.</returns>
    /// <exception cref="ArgumentException">The shapes differ or are not of RGB images, or the network does not fit the heads.</exception>
    public Tensor Distance(Tensor a, Tensor b)
    {
        SameSize.Require(a, b);
        if (a.size(1) != 3) throw new ArgumentException($"LPIPS needs RGB images (N, 3, H, W), not ({string.Join(", ", a.shape)}).");
        using var scope = NewDisposeScope();
        var (left, right) = (features(Normalised(a)), features(Normalised(b)));
        if (left.Count != Maps || right.Count != Maps)
            throw new ArgumentException($"LPIPS needs {Maps} feature maps, the network gives {left.Count}.");

        var distance = zeros(a.size(0), device: a.device);
        for (var map = 0; map < Maps; map++)
        {
            if (left[map].size(1) != heads[map].size(1))
                throw new ArgumentException($"Map {map} has {left[map].size(1)} channels, its head {heads[map].size(1)}: the heads are " +
                    "of another network.");
            var difference = Unit(left[map]) - Unit(right[map]);
            distance += (heads[map].to(a.device) * difference.square()).sum(1).mean([1, 2]);   // (N, C, h, w) → (N)   eq. 1
        }
        return distance.MoveToOuterDisposeScope();
    }

    /// <summary>Moves the heads and, where it belongs to this object, the network.</summary>
    public Lpips To(Device device)
    {
        network?.to(device);
        for (var map = 0; map < Maps; map++)
        {
            var moved = heads[map].to(device).DetachFromDisposeScope();
            if (moved.Handle != heads[map].Handle) heads[map].Dispose();
            heads[map] = moved;
        }
        return this;
    }

    /// <summary>Frees the heads and the AlexNet; a feature extractor of the caller's stays.</summary>
    public void Dispose()
    {
        foreach (var head in heads) head.Dispose();
        network?.Dispose();
    }

    private static Tensor Normalised(Tensor rgb)
    {
        var shift = tensor([-0.030f, -0.088f, -0.188f], device: rgb.device).view(1, 3, 1, 1);
        var scale = tensor([0.458f, 0.448f, 0.450f], device: rgb.device).view(1, 3, 1, 1);
        return ((2 * rgb) - 1 - shift) / scale;
    }

    // The root of 0 has no gradient; 1e-30 changes no value, and lets pixels without any feature through with the gradient 0.
    private static Tensor Unit(Tensor map) => map / (map.square().sum(1, keepdim: true).clamp_min(1e-30).sqrt() + 1e-10);
}
