using SuperResolution.Imaging;
using SuperResolution.Models;
using SuperResolution.Weights;
using static TorchSharp.torch;

namespace SuperResolution.Metrics;

/// <summary>
/// Distance of the features of VGG19, built like LPIPS (arXiv 1801.03924, eq. 1) but without its learned heads, so its numbers are not
/// LPIPS: 0 for equal pictures, lower is better.
/// </summary>
/// <remarks>
/// Channels of every pixel of a feature map scaled to length 1; squared differences summed over the channels; mean over the pixels; mean
/// over the layers: a value in [0, 2], as features after a ReLU are never opposite and seldom orthogonal. Default layers: φ1,2, φ2,2 and
/// φ3,4, which the Oxford weights reach. Gray pictures count as three equal colours. The metric's name says whose weights they are:
/// numbers of others differ.
/// </remarks>
public sealed class VggDistance : IDisposable
{
    private readonly VggFeatures network;

    /// <summary>With a network of the caller's, which this object then owns.</summary>
    public VggDistance(VggFeatures network)
    {
        this.network = network;
        Metric = Metric.FullReference("Distance in " + network.Description, Better.Lower, (2, 0), MetricCost.High, Of);
    }

    /// <summary>This metric as a value; it works until the object is disposed.</summary>
    public Metric Metric { get; }

    /// <summary>With the VGG19 weights that are at hand and the default layers.</summary>
    /// <exception cref="FileNotFoundException">There are none; the message says what to get and where to put it.</exception>
    public static VggDistance Open() => new(VggWeights.Open19(new VggLayer(1, 2), VggLayer.Phi22, VggLayer.Phi34));

    /// <summary>The distance of two pictures.</summary>
    /// <exception cref="ArgumentException">The sizes differ, or are too small for the network.</exception>
    public double Of(Picture a, Picture b)
    {
        SameSize.Require(a, b);
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var device = network.parameters().First().device;
        var (left, right) = (network.Extract(a.ToRgb().ToTensor().to(device)), network.Extract(b.ToRgb().ToTensor().to(device)));
        return left.Zip(right).Average(maps => (Unit(maps.First) - Unit(maps.Second)).square().sum(1).mean().item<float>());
    }

    /// <summary>Frees the network.</summary>
    public void Dispose() => network.Dispose();

    private static Tensor Unit(Tensor map) => map / (map.square().sum(1, keepdim: true).sqrt() + 1e-10);
}
